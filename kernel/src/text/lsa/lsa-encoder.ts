import type { Task } from '../../task.js';
import type { Encoder, Ground } from '../encoder-interface.js';
import { lsa } from '../encoder-list.js';
import { basisId, type LsaBasis } from './basis.js';
import { isCut, TermHasher } from './hash-terms.js';
import { sumRows } from './sum-rows.js';
import { TermWeigher } from './weigh-terms.js';

/** Additions, products and roots in a fixed order have the same bits everywhere. */
const ground: Ground = {
  device: 'cpu',
  why: '`lsa` needs no other device',
  fallback: false,
  numbers: 'exact',
};
/** Texts read between two reports. */
const textsAtOnce = 64;

/** The encoder that reads texts along the directions of a basis: vectors of length 1. */
export function lsaEncoder(basis: LsaBasis): Encoder {
  const reader = new LsaReader(basis);
  const { dimensions } = basis;
  return {
    ...lsa,
    version: `${lsa.version}-${basisId(basis).slice(0, 32)}`,
    dimensions,
    ground,
    async encode(texts: readonly string[], task: Task) {
      const vectors = new Float32Array(texts.length * dimensions);
      texts.forEach((text, row) => {
        if (row % textsAtOnce === 0) task.report(row / texts.length, 'Reading texts');
        else task.check();
        vectors.set(reader.read(text), row * dimensions);
      });
      return vectors;
    },
    async countCut(texts: readonly string[], task: Task) {
      return texts.filter((text) => {
        task.check();
        return isCut(text);
      }).length;
    },
    close: async () => undefined,
  };
}

class LsaReader {
  private readonly hasher = new TermHasher();
  private readonly weigher: TermWeigher;
  /** Terms x dimensions. */
  private readonly directions: Float32Array;
  private readonly vector: Float64Array;

  constructor({ dimensions, buckets, weights, directions, steps }: LsaBasis) {
    this.weigher = new TermWeigher(buckets, weights);
    this.directions = new Float32Array(directions.length);
    for (let i = 0; i < directions.length; i++) this.directions[i] = directions[i] * steps[i % dimensions];
    this.vector = new Float64Array(dimensions);
  }

  /** The text along every direction, good until the next is read; zeros where none of its terms is known. */
  read(text: string): Float64Array {
    const { vector, directions } = this;
    const { terms, values } = this.weigher.weigh(this.hasher.count(text));
    vector.fill(0);
    sumRows(terms, values, 0, terms.length, directions, vector.length, vector);
    let squares = 0;
    for (const x of vector) squares += x * x;
    const length = Math.sqrt(squares) || 1;
    for (let j = 0; j < vector.length; j++) vector[j] /= length;
    return vector;
  }
}
