import type { SparseMatrix } from '../sparse-matrix.js';

/** Doublings of weight after which all weights are taken down again: a double holds 1,023. */
const mostDoublings = 512;
/** A share that a sum of 32-bit floats would not show. */
const leastShare = 2 ** -24;

/** Shares of texts in a history, columns ascending. */
export interface Shares {
  readonly column: Int32Array;
  readonly value: Float32Array;
}

/**
 * Weights of texts while the events of one unit pass in time. Each event weighs `2 ^ (time / halfLife)`, whatever moment the times are
 * counted from: only shares are read.
 */
export class RunningWeights {
  private readonly weight: Float64Array;
  private readonly held: number[] = [];
  private total = 0;
  private origin = Number.NaN;

  /**
   * @param texts how many there are
   * @param halfLife in the unit of the times; infinite where all events weigh the same
   */
  constructor(
    texts: number,
    private readonly halfLife: number,
  ) {
    this.weight = new Float64Array(texts);
  }

  clear(): void {
    for (const text of this.held) this.weight[text] = 0;
    this.held.length = 0;
    this.total = 0;
    this.origin = Number.NaN;
  }

  /** An event that is no earlier than those before it. */
  add(text: number, time: number): void {
    const own = this.weightAt(time);
    if (this.weight[text] === 0) this.held.push(text);
    this.weight[text] += own;
    this.total += own;
  }

  private weightAt(time: number): number {
    if (this.halfLife === Number.POSITIVE_INFINITY) return 1;
    if (Number.isNaN(this.origin)) this.origin = time;
    const doublings = (time - this.origin) / this.halfLife;
    if (doublings < mostDoublings) return 2 ** doublings;
    this.origin = time;
    this.total *= 2 ** -doublings;
    for (const held of this.held) this.weight[held] *= 2 ** -doublings;
    // A text that has faded to nothing is no longer held, so that it may come again.
    const left = this.held.filter((held) => this.weight[held] > 0);
    this.held.splice(0, this.held.length, ...left);
    return 1;
  }

  /** The shares as they are now. */
  shares(): Shares {
    const column = Int32Array.from(this.held)
      .filter((text) => this.weight[text] / this.total >= leastShare)
      .sort();
    return { column, value: Float32Array.from(column, (text) => this.weight[text] / this.total) };
  }
}

/** Histories, each held once however many rows have it. */
export class DistinctShares {
  private readonly all: Shares[] = [];
  private readonly byHash = new Map<number, number[]>();

  /** The number of a history, the same for equal ones. */
  numberOf(shares: Shares): number {
    const hash = hashOf(shares);
    const alike = this.byHash.get(hash);
    const known = alike?.find((number) => equal(this.all[number], shares));
    if (known !== undefined) return known;
    const number = this.all.push(shares) - 1;
    if (alike) alike.push(number);
    else this.byHash.set(hash, [number]);
    return number;
  }

  /** One row per history. */
  matrix(columns: number): SparseMatrix {
    const rows = this.all.length;
    const start = new Int32Array(rows + 1);
    this.all.forEach((shares, i) => {
      start[i + 1] = start[i] + shares.column.length;
    });
    const column = new Int32Array(start[rows]);
    const value = new Float32Array(start[rows]);
    this.all.forEach((shares, i) => {
      column.set(shares.column, start[i]);
      value.set(shares.value, start[i]);
    });
    return { rows, columns, start, column, value };
  }
}

function equal(a: Shares, b: Shares): boolean {
  return (
    a.column.length === b.column.length &&
    a.column.every((text, i) => text === b.column[i] && a.value[i] === b.value[i])
  );
}

/** FNV-1a over the numbers of a history. */
function hashOf({ column, value }: Shares): number {
  const bits = new Uint32Array(value.buffer, value.byteOffset, value.length);
  let hash = 0x811c9dc5;
  for (let i = 0; i < column.length; i++) {
    hash = Math.imul(hash ^ column[i], 0x01000193);
    hash = Math.imul(hash ^ bits[i], 0x01000193);
    hash = Math.imul(hash ^ (bits[i] >>> 16), 0x01000193);
  }
  return hash;
}
