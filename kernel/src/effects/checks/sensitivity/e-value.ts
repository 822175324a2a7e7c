import type { Contrast, Interval } from '../../../result.js';
import { normalQuantile } from '../../../statistics/normal.js';
import type { Scores } from '../../estimators/scores.js';
import { ratioEstimate } from '../../inference/ratio-estimate.js';
import type { Sample } from '../../sample/sample.js';

/** Log risk ratio of an outcome of the two, per standard deviation of difference (VanderWeele and Ding 2017). */
const logRatioPerDeviation = 0.91;

/** E-values of an estimate, and of the end of its interval nearer to no effect: 1 where the interval holds it. */
export interface EValue {
  readonly estimate: number;
  readonly interval: number;
}

/**
 * How strongly, as a risk ratio with treatment and outcome alike, an unobserved confounder would have to act to explain the effect away
 * (VanderWeele and Ding 2017): `RR + sqrt(RR (RR - 1))`, for risk ratios below 1 of their inverse. For outcomes that are not yes or no
 * the risk ratio is theirs by approximation, `exp(.91 d)`, d being the effect in standard deviations within the arms.
 */
export function eValueOf(
  sample: Sample,
  scores: Scores,
  contrast: Contrast,
  index: number,
  level: number,
): EValue {
  const [ratio, low, high] =
    (sample.binary && riskRatio(sample, scores, level)) || approximate(sample, contrast, index);
  const nearer = low <= 1 && high >= 1 ? 1 : low > 1 ? low : high;
  return { estimate: fromRatio(ratio), interval: fromRatio(nearer) };
}

type Ratio = readonly [ratio: number, ...limits: Interval];

const fromRatio = (ratio: number): number => {
  const above = ratio < 1 ? 1 / ratio : ratio;
  return above + Math.sqrt(above * (above - 1));
};

/** Risk ratio of the arm against the baseline with its interval on the log scale; undefined where a risk is not above 0. */
function riskRatio(
  { clusters }: Sample,
  { effect, baseline, population }: Scores,
  level: number,
): Ratio | undefined {
  if (!baseline) return undefined;
  const treated = effect.map((part, row) => part + baseline[row]);
  const of = (part: Float64Array): number => ratioEstimate(part, population, level).estimate;
  const [one, other] = [of(treated), of(baseline)];
  if (!(one > 0 && other > 0)) return undefined;
  // Influence of the log ratio, by the delta method.
  const influence = treated.map((part, row) => part / one - baseline[row] / other);
  const { stdError } = ratioEstimate(influence, population, level, undefined, clusters);
  const margin = normalQuantile(0.5 + level / 2) * stdError;
  const log = Math.log(one / other);
  return [Math.exp(log), Math.exp(log - margin), Math.exp(log + margin)];
}

function approximate(sample: Sample, { estimate, interval }: Contrast, index: number): Ratio {
  const deviation = Math.sqrt((variance(sample, index) + variance(sample, 0)) / 2);
  const ratio = (difference: number): number =>
    deviation > 0 ? Math.exp((logRatioPerDeviation * difference) / deviation) : 1;
  return [ratio(estimate), ratio(interval[0]), ratio(interval[1])];
}

/** Variance of the outcome within an arm, rows counting by their sample weights. */
function variance({ arm, outcome, weights }: Sample, own: number): number {
  let [size, sum, squares] = [0, 0, 0];
  arm.forEach((a, row) => {
    if (a !== own) return;
    const weight = weights?.[row] ?? 1;
    size += weight;
    sum += weight * outcome[row];
  });
  arm.forEach((a, row) => {
    if (a === own) squares += (weights?.[row] ?? 1) * (outcome[row] - sum / size) ** 2;
  });
  return squares / size;
}
