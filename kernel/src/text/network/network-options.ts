import type { Choice, HeadKind } from '../../plan.js';

/** How a network head is trained. */
export interface NetworkOptions {
  /** Units of the shared layer. */
  readonly hidden: number;
  /** Most passes over the rows. */
  readonly epochs: number;
  /** Share of the shared layer left out at random in training (Srivastava et al. 2014). */
  readonly dropout: number;
  /** Penalty: half of it times the sum of squared weights is added to the mean loss of a row. */
  readonly l2: number;
  readonly learningRate: number;
  /** Length of the move against an embedding, as a share of its own; 0 for none. */
  readonly adversarial: number;
  /** Share of each yes or no that is spread over both. */
  readonly smoothing: number;
  /** Chance of each word of a changed copy to be another or none. */
  readonly augment: number;
  /** Models that copies are translated by, there and back; none are where absent. */
  readonly translation?: { readonly there: string; readonly back: string };
}

const defaults: NetworkOptions = {
  hidden: 32,
  epochs: 60,
  dropout: 0.1,
  l2: 0.001,
  learningRate: 0.01,
  adversarial: 0,
  smoothing: 0,
  augment: 0,
};
/** Where synonyms are given and nothing is said of how many words they change. */
const augmentBySynonyms = 0.15;

/** Options as a spec says them, and defaults for the rest. */
export function networkOptions({ options }: Choice<HeadKind>): NetworkOptions {
  const numbers = Object.entries(options).filter(([, value]) => typeof value === 'number');
  const augment = options.synonyms === undefined ? defaults.augment : augmentBySynonyms;
  const { through: there, back } = options;
  const translation = typeof there === 'string' && typeof back === 'string' ? { there, back } : undefined;
  return { ...defaults, augment, ...Object.fromEntries(numbers), ...(translation && { translation }) };
}

/** Whether texts are to have changed copies. */
export function wantsCopies({
  augment,
  translation,
}: Pick<NetworkOptions, 'augment' | 'translation'>): boolean {
  return augment > 0 || translation !== undefined;
}
