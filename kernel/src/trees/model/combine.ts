import { InputError, type Problem } from '../../problem.js';
import type { TreeEnsemble } from './ensemble.js';
import type { FeatureInfo } from './feature-info.js';
import { placesIn, type Recoding, recode, usedCuts } from './recode.js';
import { isLeaf, leafCount, leafNumber, mostCuts, setWords, type Trees, treeCount } from './trees.js';

/** Most groups of a categorical feature. */
const mostGroups = 255;

/**
 * An ensemble whose margins are those of both together, for a model that goes on learning from other data: base added to
 * base, the trees of the second after those of the first, features found by name. The first must have whole rounds.
 * Throws InputError as {@link mergeFeatures}.
 */
export function concatenate(first: TreeEnsemble, second: TreeEnsemble): TreeEnsemble {
  if (first.outputs !== second.outputs || first.objective !== second.objective)
    throw new Error('Only ensembles of one objective can be added.');
  if (totalTrees(first.blocks) % first.outputs !== 0)
    throw new Error('The first ensemble lacks trees of its last round.');
  const [a, b] = fitting(first, second);
  const merged = mergeFeatures(a.features, b.features);
  return {
    ...first,
    base: first.base.map((base, output) => base + second.base[output]),
    blocks: [
      ...a.blocks.map((trees) => recode(trees, merged.first)),
      ...b.blocks.map((trees) => recode(trees, merged.second)),
    ],
    features: merged.features,
  };
}

/** Both ensembles, without the cuts that no tree uses where there would be too many: a model may go on many times. */
function fitting(...both: [TreeEnsemble, TreeEnsemble]): [TreeEnsemble, TreeEnsemble] {
  const most = both.map(({ features }) => Math.max(0, ...features.map(({ cuts }) => cuts.length)));
  if (most[0] + most[1] <= mostCuts) return both;
  const lean = (ensemble: TreeEnsemble): TreeEnsemble => {
    const { features, recoding } = usedCuts(ensemble.features, ensemble.blocks);
    return { ...ensemble, features, blocks: ensemble.blocks.map((trees) => recode(trees, recoding)) };
  };
  return [lean(both[0]), lean(both[1])];
}

/** Two lists of features as one, and how trees of either are said in its terms (see `recode`). */
export interface MergedFeatures {
  readonly features: FeatureInfo[];
  readonly first: Recoding;
  readonly second: Recoding;
}

/**
 * Features of either list: those of the first, then those that only the second has. Numeric: the cuts of both. Categorical:
 * the levels of both, a group for all levels that neither tells apart; a level that one of them does not know is missing to
 * its trees, as it was. Throws InputError CS5002 (a feature of two kinds) and CS5007 (too many cuts or groups), all at once.
 */
export function mergeFeatures(first: readonly FeatureInfo[], second: readonly FeatureInfo[]): MergedFeatures {
  const secondByName = new Map(second.map((info) => [info.name, info]));
  const names = new Set(first.map(({ name }) => name));
  const pairs: Pair[] = [
    ...first.map((info): Pair => [info, secondByName.get(info.name) ?? unknown(info)]),
    ...second.filter(({ name }) => !names.has(name)).map((info): Pair => [unknown(info), info]),
  ];
  const problems: Problem[] = pairs.flatMap(problemsOf);
  if (problems.length > 0) throw new InputError(problems);
  const merged = pairs.map((pair) => (pair[0].kind === 'numeric' ? mergeCuts(pair) : mergeGroups(pair)));
  const places = new Map(pairs.map(([info], place) => [info.name, place]));
  const recoding = (list: readonly FeatureInfo[], side: 0 | 1): Recoding => {
    const features = Int32Array.from(list, ({ name }) => places.get(name) ?? 0);
    const of = Array.from(features, (place) => merged[place]);
    return {
      features,
      cuts: of.map(({ cuts }) => cuts?.[side]),
      groups: of.map(({ groups }) => groups?.[side]),
    };
  };
  return {
    features: merged.map(({ info }) => info),
    first: recoding(first, 0),
    second: recoding(second, 1),
  };
}

/** A feature as both lists know it. */
type Pair = readonly [FeatureInfo, FeatureInfo];

interface MergedFeature {
  readonly info: FeatureInfo;
  /** For the first and for the second list, as in {@link Recoding}. */
  readonly cuts?: readonly [Uint16Array, Uint16Array];
  readonly groups?: readonly [Uint8Array, Uint8Array];
}

/** The same feature where nothing is known of its values. */
function unknown({ name, source, kind }: FeatureInfo): FeatureInfo {
  return { name, source, kind, cuts: new Float64Array(0), levels: [], groups: [] };
}

function problemsOf(pair: Pair): Problem[] {
  const [{ name, kind }, other] = pair;
  const error = (code: string, message: string): Problem[] => [{ code, severity: 'error', message }];
  if (kind !== other.kind) {
    return error(
      'CS5002',
      `Column ${name} is ${other.kind} here but was ${kind} in training; make it ${kind} again.`,
    );
  }
  const much =
    kind === 'numeric'
      ? unionOf(pair).length > mostCuts && `split at more than ${mostCuts} numbers`
      : groupsOf(pair).size > mostGroups && `told apart in more than ${mostGroups} groups of levels`;
  if (!much) return [];
  return error(
    'CS5007',
    `Column ${name} would be ${much} by the old model and the new data together; train anew.`,
  );
}

function unionOf([first, second]: Pair): Float64Array {
  return Float64Array.from(new Set([...first.cuts, ...second.cuts])).sort();
}

function mergeCuts(pair: Pair): MergedFeature {
  const cuts = unionOf(pair);
  const { name, source } = pair[0];
  return {
    info: { name, source, kind: 'numeric', cuts },
    cuts: [placesIn(cuts, pair[0].cuts), placesIn(cuts, pair[1].cuts)],
  };
}

/** Levels by the pair of groups that they have on either side, those that are missing to both left out. */
function groupsOf(pair: Pair): Map<string, { sides: readonly [number, number]; levels: string[] }> {
  const [first, second] = pair.map(
    ({ levels = [], groups = [] }) => new Map(levels.map((level, i) => [level, groups[i] ?? 0])),
  );
  const found = new Map<string, { sides: readonly [number, number]; levels: string[] }>();
  for (const level of new Set([...first.keys(), ...second.keys()])) {
    const sides = [first.get(level) ?? 0, second.get(level) ?? 0] as const;
    if (sides[0] === 0 && sides[1] === 0) continue;
    const key = sides.join();
    const group = found.get(key) ?? { sides, levels: [] };
    group.levels.push(level);
    found.set(key, group);
  }
  return found;
}

function mergeGroups(pair: Pair): MergedFeature {
  const { name, source } = pair[0];
  const found = [...groupsOf(pair).values()];
  const groupOf = new Map(found.flatMap(({ levels }, i) => levels.map((level) => [level, i + 1] as const)));
  const levels = [...new Set([...(pair[0].levels ?? []), ...(pair[1].levels ?? [])])];
  const groups = levels.map((level) => groupOf.get(level) ?? 0);
  const side = (which: 0 | 1): Uint8Array => Uint8Array.of(0, ...found.map(({ sides }) => sides[which]));
  return {
    info: { name, source, kind: 'categorical', cuts: new Float64Array(0), levels, groups },
    groups: [side(0), side(1)],
  };
}

/** The ensemble after its first `rounds` rounds; a round is a tree for each output. All of it where it has no more. */
export function truncate(ensemble: TreeEnsemble, rounds: number): TreeEnsemble {
  let left = rounds * ensemble.outputs;
  const blocks: Trees[] = [];
  for (const trees of ensemble.blocks) {
    const count = Math.min(left, treeCount(trees));
    if (count > 0) blocks.push(firstTrees(trees, count));
    left -= count;
  }
  return { ...ensemble, blocks };
}

/** The first trees of a block; leaves are numbered anew, in their order. */
function firstTrees(trees: Trees, count: number): Trees {
  if (count === treeCount(trees)) return trees;
  const size = trees.roots[count];
  const nodes = trees.nodes.slice(0, 2 * size);
  const kept = new Int32Array(leafCount(trees)).fill(-1);
  for (let node = 0; node < size; node++) if (isLeaf(trees, node)) kept[leafNumber(trees, node)] = 0;
  let leaves = 0;
  kept.forEach((keep, leaf) => {
    if (keep === 0) kept[leaf] = leaves++;
  });
  for (let node = 0; node < size; node++)
    if (isLeaf(trees, node)) nodes[2 * node + 1] = kept[leafNumber(trees, node)];
  const { width, values, cover } = trees;
  return {
    roots: trees.roots.slice(0, count + 1),
    nodes,
    setRoots: trees.setRoots.slice(0, count + 1),
    sets: trees.sets.slice(0, trees.setRoots[count] * setWords),
    width,
    values: values.filter((_, i) => kept[Math.floor(i / width)] >= 0),
    cover: cover.filter((_, leaf) => kept[leaf] >= 0),
  };
}

function totalTrees(blocks: readonly Trees[]): number {
  return blocks.reduce((sum, trees) => sum + treeCount(trees), 0);
}
