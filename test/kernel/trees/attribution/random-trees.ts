import type { Feature, Features } from '../../../../kernel/src/data/table.js';
import { createRandom, type Random } from '../../../../kernel/src/statistics/random.js';
import type { TreeEnsemble } from '../../../../kernel/src/trees/model/ensemble.js';
import type { FeatureInfo } from '../../../../kernel/src/trees/model/feature-info.js';
import { TreeWriter } from '../../../../kernel/src/trees/model/tree-writer.js';

/** A model made up at random with a table for it: numbers, one category in three features, a sixth of all values missing. */
export interface RandomModel {
  readonly ensemble: TreeEnsemble;
  readonly table: Features;
}

export interface Wishes {
  readonly seed: number;
  readonly features: number;
  readonly trees: number;
  readonly depth: number;
  readonly rows: number;
  /** Chance that a node above the greatest depth is a leaf. */
  readonly early?: number;
  readonly outputs?: number;
  /** Features of the same source; 1 by default. */
  readonly perSource?: number;
}

const cutsPerFeature = 6;
const levels = 9;

export function randomModel(wishes: Wishes): RandomModel {
  const { seed, features, trees, rows, outputs = 1, perSource = 1 } = wishes;
  const random = createRandom(seed, 5);
  const infos = Array.from({ length: features }, (_, j): FeatureInfo => {
    const head = { name: `x${j}`, source: `s${Math.floor(j / perSource)}` };
    if (j % 3 !== 2) {
      const cuts = Float64Array.from({ length: cutsPerFeature }, (_, c) => (c + 1) / (cutsPerFeature + 1));
      return { ...head, kind: 'numeric', cuts };
    }
    const names = Array.from({ length: levels }, (_, k) => `level ${k}`);
    return {
      ...head,
      kind: 'categorical',
      cuts: new Float64Array(0),
      levels: names,
      groups: names.map((_, k) => k + 1),
    };
  });
  const list = infos.map((info): Feature => {
    const draw = () =>
      info.kind === 'numeric' ? random.next() : Math.min(levels - 1, Math.floor(random.next() * levels));
    const values = Float64Array.from({ length: rows }, () => (random.next() < 1 / 6 ? Number.NaN : draw()));
    return { name: info.name, source: info.source, kind: info.kind, values, levels: info.levels };
  });
  const halves = [Math.ceil(trees / 2), Math.floor(trees / 2)].filter((count) => count > 0);
  const blocks = halves.map((count) => {
    const writer = new TreeWriter(1, 'double');
    for (let t = 0; t < count; t++)
      grow(writer, writer.begin(), infos, 1000, wishes.depth, wishes.early ?? 0.2, random);
    return writer.finish();
  });
  const base = Array.from({ length: outputs }, () => random.next());
  return {
    ensemble: { objective: 'squared', outputs, base, blocks, features: infos },
    table: { rows, list },
  };
}

function grow(
  writer: TreeWriter,
  node: number,
  infos: readonly FeatureInfo[],
  cover: number,
  depth: number,
  early: number,
  random: Random,
): void {
  if (depth === 0 || random.next() < early) {
    writer.setValue(writer.leaf(node, cover), 0, 2 * random.next() - 1);
    return;
  }
  const feature = random.below(infos.length);
  const missingLeft = random.next() < 0.5;
  const set = Uint32Array.from({ length: 8 }, (_, word) => (word === 0 ? random.below(1 << 10) : 0));
  const left =
    infos[feature].kind === 'numeric'
      ? writer.splitNumbers(node, feature, random.below(cutsPerFeature + 1), missingLeft)
      : writer.splitGroups(node, feature, set, missingLeft);
  const share = 0.05 + 0.9 * random.next();
  grow(writer, left, infos, cover * share, depth - 1, early, random);
  grow(writer, left + 1, infos, cover * (1 - share), depth - 1, early, random);
}
