import type { Check } from '../../result.js';
import { figure } from '../../words/phrases.js';
import type { Evidence } from './check.js';
import { foldsQuantile } from './fold-dependence.js';

/** How often heterogeneity is seen where there is none. */
const falseAlarms = 0.05;

/**
 * Heterogeneity: whether rows with larger predicted effects have larger effects, by the area under the targeting curve (AUTOC) over its
 * standard error (RATE: Yadlowsky et al. 2021), on predictions out of fold.
 *
 * Null hypothesis: predictions rank rows no better than chance does (AUTOC 0). Heterogeneity is detectable where it is clearly above (1
 * in 20 by chance, shared between arms, see {@link foldsQuantile}). To find none speaks against telling rows apart, not against the average: the check fails
 * only where predictions rank clearly the wrong way round.
 */
export function heterogeneityCheck({ uplift = [] }: Pick<Evidence, 'uplift'>): Check {
  const threshold = foldsQuantile(falseAlarms / Math.max(1, uplift.length));
  if (uplift.length === 0) {
    const sentence = 'Heterogeneity was not looked for: there is nothing that effects could differ by.';
    return { name: 'heterogeneity', passed: true, value: 0, threshold, sentence };
  }
  const scaled = uplift.map(({ arm, autoc }) => ({ arm, autoc, t: tOf(autoc) }));
  const strongest = scaled.reduce((a, b) => (b.t > a.t ? b : a));
  const wrong = scaled.find(({ t }) => t < -threshold);
  const told = wrong ?? strongest;
  const verdict = wrong
    ? 'so they rank rows the wrong way round: do not act on effects of single rows.'
    : told.t > threshold
      ? 'so heterogeneity is detectable.'
      : 'so there is no detectable heterogeneity: treat rows alike.';
  const { estimate, stdError } = told.autoc;
  return {
    name: 'heterogeneity',
    passed: !wrong,
    value: told.t,
    threshold,
    sentence: `If effects were the same for all, or predictions of them worthless, the area under the targeting curve (AUTOC) would be within ${figure(threshold)} standard errors of 0; for "${told.arm}" it is ${figure(estimate)} (standard error ${figure(stdError)}), ${figure(told.t)} standard errors from 0, ${verdict}`,
  };
}

/** An estimate over its error; 0 where priorities say nothing. */
export function tOf({
  estimate,
  stdError,
}: {
  readonly estimate: number;
  readonly stdError: number;
}): number {
  return stdError > 0 ? estimate / stdError : 0;
}
