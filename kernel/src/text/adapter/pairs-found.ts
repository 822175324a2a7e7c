import { type Random, sampleSorted } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import type { Dealt } from './deal-texts.js';
import { type Gain, gainOf } from './gain.js';
import type { Groups } from './pairs.js';

/** Texts whose neighbours are looked for at most, and neighbours of each. */
const mostAnchors = 500;
const mostPartners = 4;
/** Fewer bundles than these tell no error. */
const fewestBundles = 8;

/** A held-out text with others it belongs with, and those it does not. */
interface Anchor {
  readonly text: number;
  readonly partners: Int32Array;
  readonly strangers: Int32Array;
}

/**
 * How often, of two held-out texts, the one that belongs with a third is nearer to it by cosine: before and after, over the same triples. The error is
 * that of the jackknife over what texts were drawn with, in each of the three places they can stand in, since a pair shares its texts with other pairs
 * (Arvesen 1969). Undefined where there are too few pairs.
 *
 * @param vectors of the held-out texts in the order of `dealt.heldOut`, without and with the adapter, row-major
 */
export function pairsFound(
  groups: Groups,
  { heldOut, bundle }: Dealt,
  vectors: readonly [before: Float32Array, after: Float32Array],
  dimensions: number,
  random: Random,
  task: Task,
): Gain | undefined {
  const anchors = anchorsOf(groups, heldOut, random);
  if (anchors.length === 0) return undefined;
  const [before, after] = vectors.map((rows) => new Nearness(rows, dimensions));
  const sums = new Leaving(bundle);
  for (const { text, partners, strangers } of anchors) {
    task.check();
    const one = before.to(text);
    const other = after.to(text);
    for (const partner of partners) {
      for (const stranger of strangers) {
        sums.add(
          [text, partner, stranger],
          nearer(one[partner], one[stranger]),
          nearer(other[partner], other[stranger]),
        );
      }
    }
  }
  return sums.gain();
}

/** 1 where the first is nearer, half where neither is. */
function nearer(a: number, b: number): number {
  return a > b ? 1 : a === b ? 0.5 : 0;
}

function anchorsOf(groups: Groups, heldOut: Int32Array, random: Random): Anchor[] {
  const placeOf = new Map(Array.from(heldOut, (text, place) => [text, place]));
  const related = Array.from(heldOut, () => new Set<number>());
  for (const group of groups) {
    const places = Array.from(group, (text) => placeOf.get(text)).filter((place) => place !== undefined);
    for (const a of places) for (const b of places) if (a !== b) related[a].add(b);
  }
  const all = Int32Array.from(related.keys());
  const paired = all.filter((place) => related[place].size > 0);
  return Array.from(sampleSorted(paired, mostAnchors, random), (text) => ({
    text,
    partners: sampleSorted(Int32Array.from(related[text]), mostPartners, random),
    strangers: all.filter((place) => place !== text && !related[text].has(place)),
  }));
}

/** Cosines among the same vectors. */
class Nearness {
  private readonly rows: Float32Array;

  constructor(
    vectors: Float32Array,
    private readonly dimensions: number,
  ) {
    this.rows = vectors.slice();
    for (let at = 0; at < vectors.length; at += dimensions) {
      let squares = 0;
      for (let j = at; j < at + dimensions; j++) squares += vectors[j] ** 2;
      const length = Math.sqrt(squares) || 1;
      for (let j = at; j < at + dimensions; j++) this.rows[j] /= length;
    }
  }

  to(place: number): Float64Array {
    const { rows, dimensions } = this;
    return Float64Array.from({ length: rows.length / dimensions }, (_, other) => {
      let sum = 0;
      for (let j = 0; j < dimensions; j++) sum += rows[place * dimensions + j] * rows[other * dimensions + j];
      return sum;
    });
  }
}

/** Sums over triples, as a whole and of those that a bundle has a part in. */
class Leaving {
  private readonly numberOf = new Map<number, number>();
  private readonly own: Int32Array;
  private readonly count: Float64Array;
  private readonly apart: Float64Array;
  private triples = 0;
  private before = 0;
  private after = 0;

  constructor(bundle: Int32Array) {
    this.own = bundle.map((name) => {
      const number = this.numberOf.get(name) ?? this.numberOf.size;
      this.numberOf.set(name, number);
      return number;
    });
    this.count = new Float64Array(this.numberOf.size);
    this.apart = new Float64Array(this.numberOf.size);
  }

  add(triple: readonly [number, number, number], before: number, after: number): void {
    const { own } = this;
    const [a, b, c] = [own[triple[0]], own[triple[1]], own[triple[2]]];
    this.triples += 1;
    this.before += before;
    this.after += after;
    this.leave(a, after - before);
    if (b !== a) this.leave(b, after - before);
    if (c !== a && c !== b) this.leave(c, after - before);
  }

  private leave(bundle: number, difference: number): void {
    this.count[bundle] += 1;
    this.apart[bundle] += difference;
  }

  gain(): Gain | undefined {
    const { triples, before, after, count, apart } = this;
    const used = [...count.keys()].filter((bundle) => count[bundle] > 0 && count[bundle] < triples);
    if (used.length < fewestBundles) return undefined;
    const without = used.map((bundle) => (after - before - apart[bundle]) / (triples - count[bundle]));
    const mean = without.reduce((sum, value) => sum + value, 0) / without.length;
    const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const stdError = Math.sqrt(((without.length - 1) / without.length) * squares);
    return gainOf(before / triples, after / triples, stdError, without.length - 1);
  }
}
