import type { NoiseRatio } from '../forest.js';
import { errorOfDifference, keepPositive } from '../positive.js';

/**
 * Variance of a mean of trees from what each says, tree after tree in groups that share a half-sample: the variance between
 * groups less what few noisy trees per group add to it (Athey, Tibshirani & Wager 2019, section 4), and the noise that
 * the forest itself has left.
 */
export class ScalarBag {
  private trees = 0;
  private group = 0;
  private sum = 0;
  private squares = 0;
  private groupSquares = 0;

  constructor(private readonly groupSize: number) {}

  add(value: number): void {
    this.sum += value;
    this.squares += value * value;
    this.group += value;
    this.trees++;
    if (this.trees % this.groupSize === 0) {
      this.groupSquares += (this.group / this.groupSize) ** 2;
      this.group = 0;
    }
  }

  /** NaN with fewer than two groups, or one tree each; drawn towards what is known of the forest's trees at all its rows. */
  variance(ratio?: NoiseRatio): number {
    const { groupSize } = this;
    const groups = this.trees / groupSize;
    if (groups < 2 || groupSize < 2) return Number.NaN;
    const mean = this.sum / this.trees;
    const ofGroups = Math.max(0, this.groupSquares / groups - mean * mean);
    const ofTrees = Math.max(0, this.squares / this.trees - mean * mean);
    const between = (ofGroups * groups) / (groups - 1);
    const noise = Math.max(0, ofTrees - ofGroups) / (groupSize - 1);
    const error = errorOfDifference(between, noise, groups, groupSize);
    const prior = ratio && { mean: ratio.mean[0], variance: ratio.variance[0] };
    return keepPositive(between, noise, error, prior) + between / groups;
  }
}
