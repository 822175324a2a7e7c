import { normalCdf } from '../../../statistics/normal.js';

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

  /**
   * NaN with fewer than two groups, or one tree each. `ratio` and `spread` are mean and variance over many points of the
   * sampling variance as a share of the noise of a group; what the trees say is drawn towards it.
   */
  variance(ratio?: number, spread = 0): number {
    const { groupSize } = this;
    const groups = this.trees / groupSize;
    if (groups < 2 || groupSize < 2) return Number.NaN;
    const mean = this.sum / this.trees;
    const between = Math.max(0, this.groupSquares / groups - mean * mean);
    const perTree = Math.max(0, this.squares / this.trees - mean * mean);
    const noise = Math.max(0, perTree - between) / (groupSize - 1);
    const ownVariance = (2 / groups) * between * between + (2 / (groups * (groupSize - 1))) * noise * noise;
    const sampling =
      ratio === undefined
        ? positivePart(between - noise, ownVariance)
        : drawnTowards(between - noise, ownVariance, ratio * noise, spread * noise * noise);
    return sampling + between / groups;
  }
}

/** Posterior mean of a number that is not negative, given an unbiased estimate and a normal prior. */
function drawnTowards(estimate: number, variance: number, prior: number, priorVariance: number): number {
  const total = variance + priorVariance;
  if (!(total > 0)) return Math.max(0, estimate);
  const trust = priorVariance / total;
  return positivePart(trust * estimate + (1 - trust) * prior, variance * trust);
}

/** Mean of a normal distribution cut off below 0. */
function positivePart(mean: number, variance: number): number {
  if (!(variance > 0)) return Math.max(0, mean);
  const spread = Math.sqrt(variance);
  const z = mean / spread;
  if (z < -30) return spread / -z;
  return mean + (spread * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI) / normalCdf(z);
}
