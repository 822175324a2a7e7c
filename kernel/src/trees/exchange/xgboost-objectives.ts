import type { Objective } from '../model/ensemble.js';

/** An objective of XGBoost: what its margin means here, and the margin of its `base_score`. */
export interface XgboostObjective {
  readonly objective: Objective;
  readonly link: (score: number) => number;
}

const same = (score: number) => score;
const logOdds = (score: number) => -Math.log(1 / score - 1);

/** A median is a quantile, and the log of a mean is that of a rate. */
export const xgboostObjectives: ReadonlyMap<string, XgboostObjective> = new Map([
  ['reg:squarederror', { objective: 'squared', link: same }],
  ['reg:linear', { objective: 'squared', link: same }],
  ['reg:pseudohubererror', { objective: 'huber', link: same }],
  ['reg:absoluteerror', { objective: 'quantile', link: same }],
  ['reg:quantileerror', { objective: 'quantile', link: same }],
  ['count:poisson', { objective: 'poisson', link: Math.log }],
  ['reg:gamma', { objective: 'poisson', link: Math.log }],
  ['reg:tweedie', { objective: 'poisson', link: Math.log }],
  ['reg:logistic', { objective: 'logistic', link: logOdds }],
  ['binary:logistic', { objective: 'logistic', link: logOdds }],
  ['binary:logitraw', { objective: 'logistic', link: same }],
  ['multi:softprob', { objective: 'softmax', link: same }],
  ['multi:softmax', { objective: 'softmax', link: same }],
  ['rank:pairwise', { objective: 'pairwise', link: same }],
  ['rank:ndcg', { objective: 'lambdamart', link: same }],
  ['rank:map', { objective: 'lambdamart', link: same }],
  ['survival:cox', { objective: 'cox', link: Math.log }],
] satisfies [string, XgboostObjective][]);
