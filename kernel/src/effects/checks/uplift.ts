import type { Check } from '../../result.js';
import { figure } from '../../words/phrases.js';
import type { Evidence } from './check.js';
import { foldsQuantile } from './fold-dependence.js';
import { tOf } from './heterogeneity.js';

/** How often an order that gains nothing is taken for one that does, or for one that loses. */
const falseAlarms = 0.05;

/**
 * Uplift: what treating rows with the largest predicted effects first gains over random order, which is also the order of one effect for all
 * (Qini area: Radcliffe 2007; with doubly robust scores, Sverdrup et al. 2024), beside the order of a model of the response. Predictions are out
 * of fold.
 *
 * Null hypothesis: the order gains nothing (Qini area 0). A gain is seen where the area is clearly above 0 (1 in 20 by chance, shared
 * between arms); the check fails where the order loses clearly to random order or to that of the response.
 */
export function upliftCheck({ uplift = [] }: Pick<Evidence, 'uplift'>): Check {
  const threshold = foldsQuantile(falseAlarms / Math.max(1, uplift.length));
  if (uplift.length === 0) {
    const sentence = 'Uplift was not measured: there is nothing that effects could differ by.';
    return { name: 'uplift', passed: true, value: 0, threshold, sentence };
  }
  const strict = foldsQuantile(falseAlarms / 2 / uplift.length);
  const scaled = uplift.map((curve) => ({
    ...curve,
    t: tOf(curve.qini),
    overResponse: tOf(curve.overResponse),
  }));
  const loses = scaled.find(({ t, overResponse }) => Math.min(t, overResponse) < -strict);
  const told = loses ?? scaled.reduce((a, b) => (b.t > a.t ? b : a));
  const verdict = loses
    ? `so it loses to ${told.t < -strict ? 'random order' : 'the order of a model of the outcome'}: do not treat by it.`
    : told.t > threshold
      ? 'so treating by predicted effects gains.'
      : 'so there is no detectable gain: treat all, none, or anyone.';
  const { estimate, stdError } = told.qini;
  return {
    name: 'uplift',
    passed: !loses,
    value: told.t,
    threshold,
    sentence: `An order of rows that says nothing of their effects has a Qini area over random order within ${figure(threshold)} standard errors of 0; that of the predicted effects of "${told.arm}" is ${figure(estimate)} per row (standard error ${figure(stdError)}), ${figure(told.t)} standard errors from 0, ${verdict}`,
  };
}
