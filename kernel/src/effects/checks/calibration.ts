import type { Check } from '../../result.js';
import { normalQuantile } from '../../statistics/normal.js';
import type { Task } from '../../task.js';
import { figure } from '../../words/phrases.js';
import { bestLinearPredictor, type Calibration } from '../conditional/best-linear-predictor.js';
import { judgedEffects } from '../conditional/judged-effects.js';
import type { Finding } from './check.js';
import { foldsQuantile } from './fold-dependence.js';

/** How often calibrated predictions fail this check. */
const falseAlarms = 0.05;

/**
 * Calibration: the best linear predictor of effects by predictions of them, out of fold (Chernozhukov, Demirer, Duflo and
 * Fernandez-Val 2018). The coefficient of their mean is 1 where the average is right; that of their differences is 1 where differences are,
 * below 1 where they are overstated, and 0 where they say nothing.
 *
 * Null hypothesis: both are 1. The check fails where the first differs clearly from 1 or the second, clearly above 0, lies clearly below 1
 * (1 in 20 by chance, shared between the coefficients of all arms). Differences not clearly above 0 are no detectable
 * heterogeneity, which speaks against telling rows apart and not against the average; for what is clearly above 0 see {@link foldsQuantile}.
 */
export function calibrationCheck({ study, used }: Pick<Finding, 'study' | 'used'>, task: Task): Check {
  const { contrasts, sample } = study;
  const judged = contrasts.flatMap((contrast, i) => {
    const part = task.part(i / contrasts.length, (i + 1) / contrasts.length);
    const effects = judgedEffects(study, used, contrast, part);
    return effects ? [{ arm: sample.arms[contrast], ...bestLinearPredictor(effects.predicted) }] : [];
  });
  const tests = Math.max(1, 2 * judged.length);
  const threshold = normalQuantile(1 - falseAlarms / 2 / tests);
  if (judged.length === 0) {
    const sentence = 'Calibration was not judged: there is nothing that effects could differ by.';
    return { name: 'calibration', passed: true, value: 0, threshold, sentence };
  }
  const found = judged.map((one) => ({ ...one, ...distancesOf(one, judged.length) }));
  const worst = found.reduce((a, b) => (b.distance > a.distance ? b : a));
  const passed = worst.distance <= threshold;
  const told = passed ? found.reduce((a, b) => (b.detected > a.detected ? b : a)) : worst;
  return {
    name: 'calibration',
    passed,
    value: worst.distance,
    threshold,
    sentence: `Calibrated predictions have coefficients of 1, for their mean and for their differences, within ${figure(threshold)} standard errors; for "${told.arm}" they are ${words(told.mean)} and ${told.differences ? words(told.differences) : 'none, since predictions do not differ'}, ${verdictOf(told, passed)}`,
  };
}

interface Distances {
  /** Standard errors that a coefficient lies off. */
  readonly distance: number;
  /** Standard errors that differences lie above the bound from where on they are detectable: above 0 where they are. */
  readonly detected: number;
  readonly overstated: boolean;
}

function distancesOf({ mean, differences }: Calibration, arms: number): Distances {
  const off = mean.stdError > 0 ? Math.abs(mean.value - 1) / mean.stdError : 0;
  if (!differences || !(differences.stdError > 0)) {
    return { distance: off, detected: Number.NEGATIVE_INFINITY, overstated: false };
  }
  const { value, stdError } = differences;
  const detected = value / stdError - foldsQuantile(falseAlarms / arms);
  const below = detected > 0 ? Math.max(0, (1 - value) / stdError) : 0;
  return { distance: Math.max(off, below), detected, overstated: below > off };
}

function verdictOf({ detected, overstated }: Distances, passed: boolean): string {
  if (!passed) {
    return overstated
      ? 'so predicted effects differ more than effects do: draw them together before acting on them.'
      : 'so their mean is not the average effect: doubt the effects of single rows.';
  }
  return detected > 0
    ? 'so they can be taken as they are.'
    : 'so their mean is right and there is no detectable heterogeneity.';
}

function words({ value, stdError }: { readonly value: number; readonly stdError: number }): string {
  return `${figure(value)} (standard error ${figure(stdError)})`;
}
