import { type Random, sampleSorted } from '../../statistics/random.js';
import { shuffle } from '../network/draws.js';
import type { TextDesign } from '../text-design.js';
import type { Groups } from './pairs.js';

/** Texts that an adapter learns from at most, and that it is judged on. */
const mostLearning = 8000;
const mostHeldOut = 1000;
/** One of so many texts is held out. */
const oneIn = 5;
/** Fewer groups than these are not told apart from one another, but their texts are. */
const manyGroups = 50;

/** Texts to learn from, and texts to judge by that were not learnt from. */
export interface Dealt {
  /** Distinct texts, ascending. */
  readonly learning: Int32Array;
  readonly heldOut: Int32Array;
  /** Of each held-out text, what it was drawn with: texts drawn together err together. */
  readonly bundle: Int32Array;
}

/**
 * Holds a fifth of the texts out. Where many groups belong together they are drawn whole, so that neither a text nor a basket of those judged by was
 * learnt from; where there are few, or none, texts are drawn one by one.
 *
 * @param texts number of distinct texts
 */
export function dealTexts(texts: number, groups: Groups | undefined, random: Random): Dealt {
  const wanted = groups ? Int32Array.from(new Set(groups.flatMap((group) => [...group]))) : numbers(texts);
  const whole = groups !== undefined && groups.length >= manyGroups;
  const bundles = whole ? groups : Array.from(wanted, (text) => Int32Array.of(text));
  const order = numbers(bundles.length);
  shuffle(order, random);
  const most = Math.min(mostHeldOut, Math.floor(wanted.length / oneIn));
  const bundleOf = new Map<number, number>();
  for (const bundle of order) {
    for (const text of bundles[bundle]) {
      if (bundleOf.size < most && !bundleOf.has(text)) bundleOf.set(text, bundle);
    }
    if (bundleOf.size >= most) break;
  }
  const rest = wanted.filter((text) => !bundleOf.has(text)).sort();
  const heldOut = Int32Array.from(bundleOf.keys()).sort();
  return {
    learning: sampleSorted(rest, mostLearning, random),
    heldOut,
    bundle: heldOut.map((text) => bundleOf.get(text) ?? 0),
  };
}

function numbers(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}

/** The vectors of some of the distinct texts of a design, row-major. */
export function rowsOf({ embedding, dimensions }: TextDesign, texts: Int32Array): Float32Array {
  const rows = new Float32Array(texts.length * dimensions);
  texts.forEach((text, i) => {
    rows.set(embedding.subarray(text * dimensions, (text + 1) * dimensions), i * dimensions);
  });
  return rows;
}
