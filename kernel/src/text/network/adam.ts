import { power } from '../../statistics/power.js';

/** Decay of the two running means, and what keeps a step finite. */
const [first, second, tiny] = [0.9, 0.999, 1e-7];

/** Adam (Kingma and Ba 2015) on blocks of weights, which it changes in place. */
export class Adam {
  private readonly means: readonly Float32Array[];
  private readonly squares: readonly Float32Array[];
  private steps = 0;

  constructor(
    private readonly blocks: readonly Float32Array[],
    private readonly rate: number,
  ) {
    this.means = blocks.map((block) => new Float32Array(block.length));
    this.squares = blocks.map((block) => new Float32Array(block.length));
  }

  /** One step against the gradients, one block each. */
  step(gradients: readonly ArrayLike<number>[]): void {
    this.steps++;
    const ofMean = 1 / (1 - power(first, this.steps));
    const ofSquare = 1 / (1 - power(second, this.steps));
    this.blocks.forEach((block, b) => {
      const [gradient, mean, square] = [gradients[b], this.means[b], this.squares[b]];
      for (let i = 0; i < block.length; i++) {
        const g = gradient[i];
        mean[i] = first * mean[i] + (1 - first) * g;
        square[i] = second * square[i] + (1 - second) * g * g;
        block[i] -= (this.rate * mean[i] * ofMean) / (Math.sqrt(square[i] * ofSquare) + tiny);
      }
    });
  }
}
