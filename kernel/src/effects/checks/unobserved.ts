import type { Check, Sensitivity } from '../../result.js';
import { figure, percent } from '../../words/phrases.js';
import type { Evidence } from './check.js';
import { leverageOf } from './sensitivity/strength.js';

/** Beyond the end of the interval a covariate as strong as this would take it. */
const threshold = 1;

/**
 * Unobserved confounding. Requirement: no covariate's strength, were a confounder that nobody observed as strong, would bring the interval
 * to 0. The value is the bias of the strongest covariate over the bias that would do it, both as bounds: the worst a confounder
 * of that strength could do. It cannot prove that there is none, nor that one is no stronger than everything observed.
 */
export function unobservedCheck({ study, sensitivity = [] }: Pick<Evidence, 'study' | 'sensitivity'>): Check {
  const { treatment, outcome } = study.parameters;
  const judged = sensitivity.map((one) => ({ ...one, reach: reachOf(one) }));
  const open = judged.filter(({ robustness }) => robustness.interval > 0);
  if (open.length === 0) {
    const passed = { name: 'unobserved', passed: true, value: 0, threshold } as const;
    return {
      ...passed,
      sentence: `The interval holds 0 without any unobserved confounder, so there is no effect of ${treatment} on ${outcome} to explain away; a confounder may hide one all the same.`,
    };
  }
  const worst = open.reduce((a, b) => (b.reach > a.reach ? b : a));
  const passed = worst.reach < threshold;
  const { estimate, interval } = worst.robustness;
  const need = `To bring the interval of "${worst.arm}" to 0, an unobserved confounder would have to explain ${percent(interval)} of what the covariates leave open of both ${treatment} and ${outcome} (the estimate: ${percent(estimate)})`;
  return {
    name: 'unobserved',
    passed,
    value: worst.reach,
    threshold,
    sentence: `${need}; ${verdict(worst, passed)}`,
  };
}

/** How far the strongest covariate's bias reaches towards the one that brings the interval to 0; above 1 it gets there. */
function reachOf({ benchmarks, robustness }: Sensitivity): number {
  const needed = leverageOf({ outcome: robustness.interval, treatment: robustness.interval });
  const reached = benchmarks.reduce((most, benchmark) => Math.max(most, leverageOf(benchmark)), 0);
  return needed > 0 ? reached / needed : 0;
}

function verdict({ benchmarks }: Sensitivity, passed: boolean): string {
  const [strongest] = benchmarks;
  if (!strongest)
    return 'no covariate was named to compare it with, and nothing here can prove that there is none.';
  const [low, high] = strongest.interval;
  const then = `one as strong as ${strongest.column} would leave ${figure(low)} to ${figure(high)}`;
  return passed
    ? `${then}, the most that a covariate's strength would do, so none of them is enough. This cannot prove that nothing stronger is missing.`
    : `${then}, so a missing confounder no stronger than that could be all there is to this effect: doubt it, or observe more.`;
}
