import type { TextColumn } from '../data/table.js';
import type { Choice, HeadKind, Reduction } from '../plan.js';
import { type Task, unwatched } from '../task.js';
import type { Adaptation } from './adapter/adaptation.js';
import type { Adapter } from './adapter/adapter.js';
import type { Histories } from './history/histories.js';
import { mixRows, mixVectors } from './history/mix-rows.js';
import type { LsaBasis } from './lsa/basis.js';
import { fitVectorizer, type NgramOptions, transformTexts, type Vectorizer } from './ngrams.js';
import type { SparseMatrix } from './sparse-matrix.js';

/**
 * A text column as heads see it: every distinct text once, as an embedding and as n-grams side by side. Of histories every distinct one is an
 * entry, whose embedding and n-grams are the weighted means of its events'.
 */
export interface TextDesign {
  /** Name of the `text` declaration. */
  readonly name: string;
  readonly rows: number;
  /** Row to distinct entry, -1 where missing. */
  readonly codes: Int32Array;
  readonly distinct: number;
  /** What was read: an entry each, or the events that {@link shares} mixes. */
  readonly texts: readonly string[];
  /** Of histories: `distinct` x texts, how much of an entry each text is. */
  readonly shares?: SparseMatrix;
  /** Of histories: events of each row's; NaN where that is not known. */
  readonly counts?: Float64Array;
  /** `distinct` x `dimensions`, row-major. */
  readonly embedding: Float32Array;
  readonly dimensions: number;
  /** `distinct` x terms of `vectorizer`. */
  readonly ngrams: SparseMatrix;
  readonly vectorizer: Vectorizer;
  /** What the encoder learnt before it read these texts, where it does: other texts are read with the same. */
  readonly basis?: LsaBasis;
  /** What the embedding went through behind the encoder; other texts go through the same. */
  readonly adapter?: Adapter;
  /** How adapting it to the texts went, where that was asked for. */
  readonly adaptation?: Adaptation;
  /** How heads are to adapt the embedding to what they are asked; not at all where absent. */
  readonly adapt?: Choice<'supervised'>;
  /** What models are to see of it: scores of linear heads alone where both are absent. */
  readonly reduction?: Reduction;
  readonly head?: Choice<HeadKind>;
  /** Changed copies of texts for heads to be trained on, too. */
  readonly copies?: TextCopies;
}

/** Texts that nobody wrote. */
export interface TextCopies {
  /** Distinct text that each is a copy of; one copy of a text at most. */
  readonly of: Int32Array;
  readonly embedding: Float32Array;
  readonly ngrams: SparseMatrix;
}

/**
 * Puts a design together from a column and the vectors of its distinct texts (`column.distinct.length` x dimensions).
 * Give `vectorizer` to keep the columns of an earlier design; heads score other designs too, but read the texts again.
 */
export function textDesign(
  name: string,
  column: TextColumn,
  embedding: Float32Array,
  dimensions: number,
  options: NgramOptions & { readonly vectorizer?: Vectorizer } = {},
  task: Task = unwatched,
): TextDesign {
  if (embedding.length !== column.distinct.length * dimensions) {
    throw new RangeError(
      `${name}: ${embedding.length} numbers are not ${column.distinct.length} x ${dimensions}.`,
    );
  }
  const vectorizer = options.vectorizer ?? fitVectorizer(column.distinct, options, task);
  return {
    name,
    rows: column.codes.length,
    codes: column.codes,
    distinct: column.distinct.length,
    texts: column.distinct,
    embedding,
    dimensions,
    ngrams: transformTexts(vectorizer, column.distinct, task),
    vectorizer,
  };
}

/** Histories of rows, see {@link cutHistories}; without counts where somebody made them up. */
export type MixedTexts = Pick<Histories, 'codes' | 'texts' | 'shares'> & Partial<Pick<Histories, 'count'>>;

/**
 * Puts a design of histories together from the vectors of their events (`texts.length` x dimensions). Means are not brought to
 * length 1 again: they stay linear in the shares, as what many events do to an outcome is. A term's documents are the distinct
 * texts of each history.
 */
export function historyDesign(
  name: string,
  { codes, texts, shares, count }: MixedTexts,
  vectors: Float32Array,
  dimensions: number,
  options: NgramOptions & { readonly vectorizer?: Vectorizer } = {},
  task: Task = unwatched,
): TextDesign {
  if (vectors.length !== texts.length * dimensions) {
    throw new RangeError(`${name}: ${vectors.length} numbers are not ${texts.length} x ${dimensions}.`);
  }
  const documents = new Int32Array(texts.length);
  for (const text of shares.column) documents[text] += 1;
  const vectorizer = options.vectorizer ?? fitVectorizer(texts, { ...options, documents }, task);
  return {
    name,
    rows: codes.length,
    codes,
    distinct: shares.rows,
    texts,
    shares,
    ...(count && { counts: count }),
    embedding: mixVectors(shares, vectors, dimensions, task),
    dimensions,
    ngrams: termsOf({ texts, shares }, vectorizer, task),
    vectorizer,
  };
}

/** N-grams of a design's entries in the columns of a vectorizer that may be another's. */
export function termsOf(
  { texts, shares }: Pick<TextDesign, 'texts' | 'shares'>,
  vectorizer: Vectorizer,
  task: Task = unwatched,
): SparseMatrix {
  const rows = transformTexts(vectorizer, texts, task);
  return shares ? mixRows(shares, rows, task) : rows;
}

/** The design of some rows; distinct texts are shared, not copied. */
export function selectTextRows(design: TextDesign, rows: Int32Array): TextDesign {
  const { codes, counts } = design;
  return {
    ...design,
    rows: rows.length,
    codes: rows.map((row) => codes[row]),
    ...(counts && { counts: Float64Array.from(rows, (row) => counts[row]) }),
  };
}
