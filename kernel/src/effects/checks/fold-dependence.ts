import { normalQuantile } from '../../statistics/normal.js';

/**
 * How much further than its error says a sum over folds may stray where effects are the same for all.
 *
 * What is judged on a fold was learned from the others, so that the noise of two folds meets twice: as what is learned from and as what it is judged
 * by, each way round. Given the others each fold is judged without bias, but two folds agree by chance: with a learner that adds up
 * what folds say, `k` of them correlate by `1 / (k - 1)`, whatever the number of modifiers, which doubles the variance of their sum
 * (on such dependence: Wager 2024). Learners that draw effects together stay below that, and so does a sum over
 * folds of real differences, since all fits then agree on those.
 */
const straysFurther = Math.SQRT2;

/** Standard errors from 0 that a sum over cross-fitted folds exceeds by chance with this probability at most, on one side. */
export function foldsQuantile(probability: number): number {
  return straysFurther * normalQuantile(1 - probability);
}
