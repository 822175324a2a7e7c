import { backdoorEnds } from './adjustment.js';
import { nearestSeparator, type ToSeparate } from './ancestral.js';
import type { EffectInGraph } from './effect.js';
import { ancestorsOf, both, either, type Mask, maskOf, members, type Numbered } from './numbered.js';

/** Minimal sets as far as they were listed. */
export interface Listed {
  readonly sets: readonly Mask[];
  /** Whether there are no others. */
  readonly complete: boolean;
}

/** Above so many candidates only the nearest set is told: the torso below takes memory quadratic in them. */
const mostCandidates = 4000;

/** All minimal adjustment sets, those near the treatments first, until `limit` of them are told. */
export function minimalAdjustmentSets(effect: EffectInGraph, limit: number): Listed {
  return minimalSeparators(backdoorEnds(effect), limit);
}

/**
 * All minimal separators of two sets, each once, until `limit` of them are told. On average one costs no more
 * searches than it has variables.
 *
 * Takata 2010, "Space-optimal, backtracking algorithms to list the minimal vertex separators of a graph", on the moral graph as
 * in van der Zander, Liskiewicz and Textor 2019, section 3.3.
 */
export function minimalSeparators(ends: ToSeparate, limit: number): Listed {
  const nearest = nearestSeparator(ends);
  if (!nearest) return { sets: [], complete: true };
  const within = ancestorsOf(ends.graph, either(ends.from, ends.to));
  const candidates = members(both(ends.candidates, within));
  if (candidates.length > mostCandidates) return { sets: [nearest].slice(0, limit), complete: false };
  const torso = torsoOf(ends, within, candidates);
  const sets: Mask[] = [];
  for (const bits of separatorsOf(torso)) {
    if (sets.length === limit) return { sets, complete: false };
    sets.push(
      maskOf(
        ends.graph,
        candidates.filter((_, i) => has(bits, i + 2)),
      ),
    );
  }
  return { sets, complete: true };
}

/** Sets of vertices of the torso, 32 to a word. */
type Bits = Uint32Array;

const has = (bits: Bits, i: number): boolean => ((bits[i >>> 5] >>> (i & 31)) & 1) === 1;
const add = (bits: Bits, i: number): void => {
  bits[i >>> 5] |= 1 << (i & 31);
};
const addAll = (bits: Bits, more: Bits): void => {
  for (let w = 0; w < bits.length; w++) bits[w] |= more[w];
};
const meet = (a: Bits, b: Bits): boolean => a.some((word, w) => (word & b[w]) !== 0);
const minus = (a: Bits, b: Bits): Bits => a.map((word, w) => word & ~b[w]);

function* eachOf(bits: Bits): Generator<number> {
  for (let w = 0; w < bits.length; w++) {
    for (let word = bits[w]; word !== 0; word &= word - 1) yield 32 * w + 31 - Math.clz32(word & -word);
  }
}

const source = 0;
const sink = 1;

/**
 * The undirected graph of the candidates, with the two ends drawn together as vertices 0 and 1 and the candidates behind them: two
 * are neighbours where a walk in the moral graph joins them over no other candidate. One row of neighbours per vertex.
 */
function torsoOf({ graph, from, to }: ToSeparate, within: Mask, candidates: readonly number[]): Bits[] {
  const words = (candidates.length + 2 + 31) >>> 5;
  const rows = Array.from({ length: candidates.length + 2 }, () => new Uint32Array(words));
  const vertex = new Int32Array(graph.size).fill(-1);
  for (const node of members(from)) vertex[node] = source;
  for (const node of members(to)) vertex[node] = sink;
  for (const [i, node] of candidates.entries()) vertex[node] = i + 2;
  for (const family of joinedFamilies(graph, within, vertex)) {
    const clique = new Uint32Array(words);
    for (const node of family) if (vertex[node] >= 0) add(clique, vertex[node]);
    for (const i of eachOf(clique)) addAll(rows[i], clique);
  }
  for (const [i, row] of rows.entries()) row[i >>> 5] &= ~(1 << (i & 31));
  return rows;
}

/**
 * Sets of variables that are all neighbours of each other once those without a vertex are walked over: a variable and its
 * causes, and together the families that have a variable without a vertex in common.
 */
function joinedFamilies(graph: Numbered, within: Mask, vertex: Int32Array): Iterable<Set<number>> {
  const leader = Int32Array.from({ length: graph.size }, (_, node) => node);
  const find = (node: number): number => {
    while (leader[node] !== node) node = leader[node] = leader[leader[node]];
    return node;
  };
  const inside = members(within);
  for (const node of inside) {
    if (vertex[node] >= 0) continue;
    for (const child of graph.children[node]) if (within[child]) leader[find(child)] = find(node);
  }
  const families = new Map<number, Set<number>>();
  for (const node of inside) {
    const family = families.get(find(node)) ?? new Set();
    families.set(find(node), family);
    for (const member of [node, ...graph.parents[node]]) family.add(member);
  }
  return families.values();
}

/** Neighbours of some vertices that are not among them. */
function around(rows: readonly Bits[], vertices: Bits): Bits {
  const near = new Uint32Array(vertices.length);
  for (const i of eachOf(vertices)) addAll(near, rows[i]);
  return minus(near, vertices);
}

/** What is reached from a vertex when some are taken out. */
function component(rows: readonly Bits[], start: number, out: Bits): Bits {
  const reached = new Uint32Array(out.length);
  add(reached, start);
  for (let edge: Bits = reached; edge.some((word) => word !== 0); ) {
    edge = minus(minus(around(rows, edge), out), reached);
    addAll(reached, edge);
  }
  return reached;
}

/** A minimal separator, and what lies on the source's side of it. */
interface Cut {
  readonly side: Bits;
  readonly separator: Bits;
}

/** The minimal separator nearest to a side that holds the source and is connected; undefined where the sink touches it. */
function nearestCut(rows: readonly Bits[], side: Bits): Cut | undefined {
  const near = around(rows, side);
  if (has(near, sink)) return undefined;
  const separator = around(rows, component(rows, sink, near));
  return { side: component(rows, source, separator), separator };
}

function* separatorsOf(rows: readonly Bits[]): Generator<Bits> {
  const start = new Uint32Array(rows[source].length);
  add(start, source);
  const nearest = nearestCut(rows, start);
  if (nearest) yield* separatorsBehind(rows, nearest, new Uint32Array(start.length));
}

/**
 * The separators whose side holds a cut's side and none of the vertices that are kept off it. Apart from the cut itself, each
 * takes a vertex of the cut into its side, and is told for the first such vertex.
 */
function* separatorsBehind(rows: readonly Bits[], { side, separator }: Cut, off: Bits): Generator<Bits> {
  yield separator;
  const kept = off.slice();
  for (const vertex of eachOf(minus(separator, off))) {
    const larger = side.slice();
    add(larger, vertex);
    const cut = nearestCut(rows, larger);
    if (cut && !meet(cut.side, kept)) yield* separatorsBehind(rows, cut, kept);
    add(kept, vertex);
  }
}
