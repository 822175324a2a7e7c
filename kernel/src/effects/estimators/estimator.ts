import type { EffectResult } from '../../result.js';
import type { Task } from '../../task.js';
import type { Variation } from '../conditional/heterogeneity.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Study } from '../study.js';
import type { Scores } from './scores.js';

/** An average and its error, where they are not those of the scores. With clusters the error is that of the scores all the same. */
export interface Average {
  readonly estimate: number;
  readonly stdError: number;
  /** Degrees of freedom of Student's t for the interval; normal where absent. */
  readonly freedom?: number;
  /** Mean outcome under the baseline; null where the estimator knows none. */
  readonly baseline: { readonly mean: number; readonly stdError: number } | null;
}

/** What an estimator found for one contrast. */
export interface Estimated {
  /** Parts of the estimate per row of the sample: they give it, its error, and those of any group of rows. */
  readonly scores: Scores;
  readonly average?: Average;
  readonly warnings?: readonly string[];
  /** Weights that make the rows of the arm and of the baseline stand for whom the average is over, where they are not those of a propensity. */
  readonly weights?: Float64Array;
  /** Weights of the rows of both arms with what was added to balance the features of texts; absent where nothing was. */
  readonly balanced?: Float64Array;
  /** Behind the sentence of the estimand: whom the average leaves out. */
  readonly estimandNote?: string;
}

/** A way to estimate an average effect. */
export interface Estimator {
  /** Nuisances that its weights and residuals come from; checks look at the same. */
  nuisances(study: Study, task: Task): Nuisances;
  /** The estimand in words, where it is another than the difference of arms over whom the estimand names. */
  estimandSentence?(study: Study): string;
  /** Fields of the result that this estimator alone fills. */
  findings?(study: Study, task: Task): Pick<EffectResult, 'instrument' | 'mediation' | 'dose'>;
  /** How the effect differs between rows, where a causal forest of the arms does not say it. */
  variation?(study: Study, scores: readonly Scores[], task: Task): Variation;
  /** Average effect of arm `contrast` (from 1) against the baseline, over whom the estimand is about. */
  estimate(study: Study, contrast: number, task: Task): Estimated;
}
