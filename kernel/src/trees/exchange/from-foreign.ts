import type { Task } from '../../task.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import { type FeatureInfo, firstAtLeast } from '../model/feature-info.js';
import { TreeWriter } from '../model/tree-writer.js';
import { mostCuts, mostFeatures, setWords, type Trees } from '../model/trees.js';
import { CategoryGroups } from './category-groups.js';
import { checkTree } from './check-tree.js';
import type { CategorySet, ForeignFeature, ForeignModel, ForeignTree } from './foreign-model.js';
import { type Library, tooLarge, unreadable } from './refusals.js';
import { withoutZeros } from './zeros.js';

const mostGroups = 255;
/** Trees of a block. */
const blockTrees = 4096;
/** Nodes may grow to this many times those read where zeros count as missing, and to the second where there are few. */
const mostGrowth = 64;
const alwaysAllowed = 1 << 20;
/** What a leaf that no row reached counts, as a share of its tree: attributions weigh by covers above 0. */
const emptyShare = 1e-12;

/**
 * The model as an ensemble with the same margins and the same path-dependent Shapley values. Everything is checked: throws
 * InputError CS5040 (no trees), CS5041 or CS5042 (more features, cuts, groups or nodes than trees of ours hold).
 */
export function fromForeign(library: Library, model: ForeignModel, task: Task): TreeEnsemble {
  checkNames(library, model.features);
  model.trees.forEach((tree, t) => {
    task.check();
    checkTree(library, tree, t, model.features);
  });
  const features = describeFeatures(library, model, task);
  const { objective, outputs, base } = model;
  return { objective, outputs, base, features, blocks: new Planter(library, model, features).blocks(task) };
}

function checkNames(library: Library, features: readonly ForeignFeature[]): void {
  if (features.length > mostFeatures)
    throw tooLarge(library, `it has ${features.length} features and at most ${mostFeatures} are taken`);
  const names = new Set<string>();
  for (const { name } of features) {
    if (names.has(name)) throw unreadable(library, `two of its features are named ${name}`);
    names.add(name);
  }
}

function describeFeatures(library: Library, model: ForeignModel, task: Task): FeatureInfo[] {
  const thresholds = model.features.map(() => new Set<number>());
  const groups = model.features.map(({ categories }) => new CategoryGroups(categories?.length ?? 0));
  for (const tree of model.trees) {
    task.check();
    for (let node = 0; node < tree.feature.length; node++) {
      const feature = tree.feature[node];
      if (feature < 0) continue;
      const set = tree.sets.get(node);
      if (set) groups[feature].refine(set.members);
      else for (const cut of plainSplits(tree, node).cuts) thresholds[feature].add(cut);
    }
  }
  return model.features.map(({ name, categories }, j) =>
    categories
      ? describeCategories(library, name, categories, groups[j])
      : describeNumbers(library, name, thresholds[j]),
  );
}

function describeNumbers(library: Library, name: string, thresholds: ReadonlySet<number>): FeatureInfo {
  if (thresholds.size > mostCuts)
    throw tooLarge(
      library,
      `${name} has ${thresholds.size} different thresholds and at most ${mostCuts} are taken`,
    );
  return { name, source: name, kind: 'numeric', cuts: Float64Array.from(thresholds).sort() };
}

function describeCategories(
  library: Library,
  name: string,
  levels: readonly string[],
  groups: CategoryGroups,
): FeatureInfo {
  if (groups.count > mostGroups)
    throw tooLarge(
      library,
      `it tells ${groups.count} groups of categories of ${name} apart and at most ${mostGroups} are taken`,
    );
  const cuts = new Float64Array(0);
  return {
    name,
    source: name,
    kind: 'categorical',
    cuts,
    levels,
    groups: Array.from(groups.groupOf, (group) => 1 + group),
  };
}

/** A numeric node as plain comparisons. */
function plainSplits(tree: ForeignTree, node: number) {
  const threshold = tree.threshold[node];
  return tree.zeroMissing[node]
    ? withoutZeros(threshold, tree.missingLeft[node] === 1)
    : { cuts: [threshold], left: [true] };
}

/** Where a node read is to be written, and the share of its rows that this copy of it has. */
interface Seedling {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

class Planter {
  private writer = new TreeWriter(1, 'double');
  private room: number;

  constructor(
    private readonly library: Library,
    private readonly model: ForeignModel,
    private readonly features: readonly FeatureInfo[],
  ) {
    const read = model.trees.reduce((sum, tree) => sum + tree.feature.length, 0);
    this.room = Math.max(alwaysAllowed, read * mostGrowth);
  }

  blocks(task: Task): Trees[] {
    const { trees } = this.model;
    const blocks: Trees[] = [];
    for (let from = 0; from < trees.length; from += blockTrees) {
      this.writer = new TreeWriter(1, 'double');
      for (const tree of trees.slice(from, from + blockTrees)) {
        task.check();
        this.plant(tree);
      }
      blocks.push(this.writer.finish());
    }
    return blocks;
  }

  private plant(tree: ForeignTree): void {
    const least = leastCover(tree);
    const waiting: Seedling[] = [{ from: 0, to: this.writer.begin(), share: 1 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (--this.room < 0)
        throw tooLarge(this.library, 'its treatment of zeros as missing values multiplies its nodes');
      if (tree.feature[next.from] >= 0) this.plantSplit(tree, next, waiting);
      else {
        const cover = Math.max(tree.cover[next.from], least) * next.share;
        const leaf = this.writer.leaf(next.to, Math.max(cover, Number.MIN_VALUE));
        this.writer.setValue(leaf, 0, tree.value[next.from]);
      }
    }
  }

  private plantSplit(tree: ForeignTree, seedling: Seedling, waiting: Seedling[]): void {
    const set = tree.sets.get(seedling.from);
    if (set) this.plantSet(tree, seedling, set, waiting);
    else this.plantNumbers(tree, seedling, waiting);
  }

  private plantSet(tree: ForeignTree, { from, to, share }: Seedling, set: CategorySet, waiting: Seedling[]) {
    if (!this.writer.hasRoomForSet)
      throw tooLarge(this.library, 'one of its trees splits categories more than 65536 times');
    const feature = tree.feature[from];
    const words = this.wordsOf(feature, set);
    const left = this.writer.splitGroups(to, feature, words, tree.missingLeft[from] === 1);
    waiting.push({ from: tree.left[from], to: left, share }, { from: tree.right[from], to: left + 1, share });
  }

  /** A chain of comparisons has each child several times over, each copy with its share of the rows. */
  private plantNumbers(tree: ForeignTree, { from, to, share }: Seedling, waiting: Seedling[]): void {
    const feature = tree.feature[from];
    const missingLeft = tree.missingLeft[from] === 1;
    const { cuts, left } = plainSplits(tree, from);
    const child = (goesLeft: boolean, at: number): Seedling => ({
      from: goesLeft ? tree.left[from] : tree.right[from],
      to: at,
      share: cuts.length > 1 ? share / 2 : share,
    });
    let node = to;
    for (let i = 0; i < cuts.length; i++) {
      const cut = firstAtLeast(this.features[feature].cuts, cuts[i]);
      const below = this.writer.splitNumbers(node, feature, cut, left[i] === missingLeft);
      waiting.push(child(left[i], below));
      node = below + 1;
    }
    waiting.push(child(false, node));
  }

  private wordsOf(feature: number, { members, membersLeft }: CategorySet): Uint32Array {
    const { groups = [] } = this.features[feature];
    const words = new Uint32Array(setWords);
    const mark = (group: number) => {
      words[group >>> 5] |= 1 << (group & 31);
    };
    const named = new Set(Array.from(members, (member) => groups[member]));
    for (const group of membersLeft ? named : new Set(groups)) {
      if (membersLeft || !named.has(group)) mark(group);
    }
    return words;
  }
}

function leastCover(tree: ForeignTree): number {
  const total = tree.cover.reduce((sum, cover, node) => (tree.feature[node] < 0 ? sum + cover : sum), 0);
  return total > 0 ? total * emptyShare : 1;
}
