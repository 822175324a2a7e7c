import { ratioEstimate } from '../../effects/inference/ratio-estimate.js';
import type { Units } from '../../models/units.js';
import type { Estimate } from '../../result.js';

/**
 * What a logged choice would have brought had another way chosen. An entry is one choice that was logged with its chance; choices may
 * belong together (those of one user), in `clusters`.
 */
export interface LoggedChoices {
  /** What the logged choice brought. */
  readonly reward: Float64Array;
  /** Chance of the logged choice under the other way over its chance when it was logged; 0 where the other way would never make it. */
  readonly weight: Float64Array;
  /** What a model, fitted without the entry, expects of the logged choice; and of the other way, over all that it could choose. */
  readonly expected: Float64Array;
  readonly expectedOfWay: Float64Array;
}

/** Estimators of what another way would have brought per entry, by name. */
export const offPolicyEstimators = ['IPS', 'SNIPS', 'DR', 'switch'] as const;
export type OffPolicyEstimator = (typeof offPolicyEstimators)[number];

/**
 * What each entry adds to an estimate, whose mean is the estimate; and how the estimate would move were the entry drawn again, whose spread
 * is its error. For all but SNIPS both are the same.
 */
export interface OffPolicyParts {
  readonly value: number;
  readonly influence: Float64Array;
}

/**
 * Mean reward per entry had the other way chosen.
 *
 * - `IPS`: `w r` (Horvitz and Thompson 1952); unbiased where chances are known and above 0.
 * - `SNIPS`: `sum(w r) / sum(w)` (Swaminathan and Joachims 2015); steadier, biased by `1 / n`.
 * - `DR`: `q(way) + w (r - q)` (Dudik, Langford and Li 2011); right where chances or model are.
 * - `switch`: DR where `w` is at most `switchAt`, the model alone where it is above (Wang, Agarwal and Dudik 2017). Bounded weights at the
 *   price of the model's bias where they were not.
 */
export function offPolicyParts(
  choices: LoggedChoices,
  estimator: OffPolicyEstimator,
  switchAt = Number.POSITIVE_INFINITY,
): OffPolicyParts {
  const { reward, weight, expected, expectedOfWay } = choices;
  const n = reward.length;
  if (estimator === 'SNIPS') {
    let [top, bottom] = [0, 0];
    for (let i = 0; i < n; i++) {
      top += weight[i] * reward[i];
      bottom += weight[i];
    }
    const value = bottom > 0 ? top / bottom : Number.NaN;
    const mean = bottom / n;
    return { value, influence: reward.map((r, i) => value + (weight[i] * (r - value)) / mean) };
  }
  const influence = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const w = weight[i];
    if (estimator === 'IPS') influence[i] = w * reward[i];
    else if (estimator === 'DR' || w <= switchAt)
      influence[i] = expectedOfWay[i] + w * (reward[i] - expected[i]);
    else influence[i] = expectedOfWay[i];
  }
  return { value: influence.reduce((sum, part) => sum + part, 0) / n, influence };
}

/** An estimate with the interval of a mean; entries of a cluster move together. */
export function offPolicyEstimate(
  { value, influence }: OffPolicyParts,
  level: number,
  clusters?: Units,
): Estimate {
  const ones = new Float64Array(influence.length).fill(1);
  const { stdError, interval } = ratioEstimate(influence, ones, level, undefined, clusters);
  const middle = influence.reduce((sum, part) => sum + part, 0) / influence.length;
  const shift = value - middle;
  return { estimate: value, stdError, interval: [interval[0] + shift, interval[1] + shift] };
}

/** One estimate less another of the same entries. */
export function difference(one: OffPolicyParts, other: OffPolicyParts): OffPolicyParts {
  return {
    value: one.value - other.value,
    influence: one.influence.map((part, i) => part - other.influence[i]),
  };
}

/** Quantiles of the weights above 0 that are tried as a threshold, beside none. */
const tried = [0.5, 0.75, 0.9, 0.95, 0.98];

/** Choices, and the share of the other way's own choices whose weight is above a threshold. */
export interface SwitchedChoices extends LoggedChoices {
  readonly shareAbove: (weight: number) => number;
}

/**
 * The weight from where on the estimator `switch` leaves all to the model: of some quantiles, and of no threshold, the one with the least variance
 * plus squared bound of the bias (Wang, Agarwal and Dudik 2017, section 3.1): the bias is at most the largest error of an outcome between 0 and 1
 * times the share of the other way's choices that are left to the model. One for several sets of choices that are held against each other.
 */
export function switchThreshold(sets: readonly SwitchedChoices[]): number {
  const weights = Float64Array.from(sets.flatMap(({ weight }) => [...weight.filter((w) => w > 0)])).sort();
  if (weights.length === 0) return Number.POSITIVE_INFINITY;
  const candidates = [
    Number.POSITIVE_INFINITY,
    ...tried.map((share) => weights[Math.floor(share * (weights.length - 1))]),
  ];
  const risks = candidates.map((at) => sets.reduce((sum, choices) => sum + riskAt(choices, at), 0));
  return candidates[risks.indexOf(Math.min(...risks))];
}

function riskAt(choices: SwitchedChoices, switchAt: number): number {
  const n = choices.weight.length;
  const { value, influence } = offPolicyParts(choices, 'switch', switchAt);
  const variance = influence.reduce((sum, part) => sum + (part - value) ** 2, 0) / n ** 2;
  return variance + choices.shareAbove(switchAt) ** 2;
}
