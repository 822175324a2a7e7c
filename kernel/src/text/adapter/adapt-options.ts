import type { AdaptKind, Choice } from '../../plan.js';

/** How an adapter is trained. */
export interface AdaptOptions {
  /** Units that bend the embedding. */
  readonly units: number;
  /** Passes over the texts; the most of them where held-out texts say when to stop. */
  readonly epochs: number;
  /** Share of the numbers of an embedding that each step leaves out. */
  readonly dropout: number;
  readonly learningRate: number;
  /** Penalty: half of it times the sum of squared weights. */
  readonly l2: number;
  /** What cosines are divided by before they are compared. */
  readonly temperature: number;
}

const defaults: Readonly<Record<AdaptKind, AdaptOptions>> = {
  contrastive: { units: 16, epochs: 10, dropout: 0.1, learningRate: 0.003, l2: 0.01, temperature: 0.2 },
  supervised: { units: 16, epochs: 60, dropout: 0.1, learningRate: 0.01, l2: 0.001, temperature: 1 },
};

/** Options as a spec says them, and defaults for the rest. */
export function adaptOptions({ kind, options }: Choice<AdaptKind>): AdaptOptions {
  return { ...defaults[kind], ...options };
}
