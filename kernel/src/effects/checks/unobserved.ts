import type { Check, Sensitivity } from '../../result.js';
import { figure, percent } from '../../words/phrases.js';
import type { Evidence } from './check.js';

/** All of the estimate is gone: the interval then reaches 0. */
const threshold = 1;

type Benchmark = Sensitivity['benchmarks'][number];

/**
 * Unobserved confounding. Requirement: no covariate's strength, were a confounder that nobody observed as strong, would bring the interval
 * to 0. The value is the share of the estimate that is gone at the end of that interval which is nearer to 0: the worst that a confounder of
 * the strength could do, and the errors of the estimate, of the strength and of what it does (see `benchmarkBias`). It cannot
 * prove that there is none, nor that one is no stronger than everything observed.
 */
export function unobservedCheck({
  study,
  contrasts,
  sensitivity = [],
}: Pick<Evidence, 'study' | 'contrasts' | 'sensitivity'>): Check {
  const { treatment, outcome } = study.parameters;
  const judged = sensitivity.map((one, i) => ({ ...one, ...worstOf(contrasts[i].estimate, one) }));
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
    sentence: `${need}; ${verdict(worst.benchmark, passed)}`,
  };
}

/** The covariate whose strength would leave least of the estimate, and the share that it takes; above 1 it gets to 0. */
function worstOf(
  estimate: number,
  { benchmarks }: Sensitivity,
): { readonly reach: number; readonly benchmark?: Benchmark } {
  const reaches = benchmarks.map(({ interval: [low, high] }) =>
    estimate > 0 ? 1 - low / estimate : 1 - high / estimate,
  );
  const reach = Math.max(0, ...reaches);
  return { reach, benchmark: benchmarks[reaches.indexOf(reach)] };
}

function verdict(strongest: Benchmark | undefined, passed: boolean): string {
  if (!strongest)
    return 'no covariate was named to compare it with, and nothing here can prove that there is none.';
  const [low, high] = strongest.interval;
  const then = `one as strong as ${strongest.column} would leave ${figure(low)} to ${figure(high)}`;
  return passed
    ? `${then}, the most that a covariate's strength would do, so none of them is enough. This cannot prove that nothing stronger is missing.`
    : `${then}, so a missing confounder no stronger than that could be all there is to this effect: doubt it, or observe more.`;
}
