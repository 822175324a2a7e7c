import { buckets as allBuckets, firstPiece, type HashedTerms } from './hash-terms.js';

/** Terms of a text that are known, as places among the known ones, ascending, and what each weighs. */
export interface WeighedTerms {
  readonly terms: Int32Array;
  readonly values: Float32Array;
}

/**
 * Weighs the terms of texts: the root of how often a term comes, times the weight of the term. Words and pieces of words are brought to the
 * same length, so that pieces, of which there are many more, do not drown words. No step of it rounds differently on another machine.
 */
export class TermWeigher {
  /** Two bytes a bucket, since places are below 2^15. */
  private readonly placeOf = new Int16Array(allBuckets).fill(-1);
  private readonly pieces: number;

  /** @param known buckets of the terms, ascending */
  constructor(
    known: Int32Array,
    private readonly weights: Float32Array,
  ) {
    for (let place = 0; place < known.length; place++) this.placeOf[known[place]] = place;
    const first = known.findIndex((bucket) => bucket >= firstPiece);
    this.pieces = first < 0 ? known.length : first;
  }

  weigh({ buckets, counts }: HashedTerms): WeighedTerms {
    const { placeOf, weights, pieces } = this;
    const terms = new Int32Array(buckets.length);
    const values = new Float64Array(buckets.length);
    let [length, wordSquares, pieceSquares] = [0, 0, 0];
    for (let i = 0; i < buckets.length; i++) {
      const place = placeOf[buckets[i]];
      if (place < 0) continue;
      const value = Math.sqrt(counts[i]) * weights[place];
      terms[length] = place;
      values[length] = value;
      length += 1;
      if (place < pieces) wordSquares += value * value;
      else pieceSquares += value * value;
    }
    const [ofWords, ofPieces] = [Math.sqrt(wordSquares) || 1, Math.sqrt(pieceSquares) || 1];
    const weighed = new Float32Array(length);
    for (let i = 0; i < length; i++) weighed[i] = values[i] / (terms[i] < pieces ? ofWords : ofPieces);
    return { terms: terms.subarray(0, length), values: weighed };
  }
}
