import { createRandom, type Random } from '../../../../kernel/src/statistics/random.js';
import type { TreeEnsemble } from '../../../../kernel/src/trees/model/ensemble.js';
import type { FeatureInfo } from '../../../../kernel/src/trees/model/feature-info.js';
import { TreeWriter } from '../../../../kernel/src/trees/model/tree-writer.js';
import type { Cell, Rows } from './fixtures.js';

const levels = ['search', 'e-mail', 'app', 'shop', 'never trained on'];

/** Numbers of single precision, words of which the last counts as missing, and whole numbers as words. */
function describe(random: Random): FeatureInfo[] {
  const numbers = (name: string): FeatureInfo => {
    const cuts = Float64Array.from({ length: 6 }, () => Math.fround(4 * random.next() - 2)).sort();
    return { name, source: name, kind: 'numeric', cuts };
  };
  const words = (name: string, texts: readonly string[], groups: readonly number[]): FeatureInfo => {
    return { name, source: name, kind: 'categorical', cuts: new Float64Array(0), levels: texts, groups };
  };
  return [
    numbers('price'),
    numbers('weight'),
    words('channel', levels, [1, 2, 3, 3, 0]),
    words('size', ['36', '38', '40'], [3, 1, 2]),
  ];
}

/** Trees that split at random in every way trees can: both kinds, missing values both ways and alone. */
export function randomEnsemble(seed: number, outputs = 1): TreeEnsemble {
  const random = createRandom(seed, 11);
  const features = describe(random);
  const writer = new TreeWriter(1, 'double');
  for (let t = 0; t < 4 * outputs; t++) grow(writer, writer.begin(), 4);
  const base = Array.from({ length: outputs }, () => random.next());
  const objective = outputs > 1 ? 'softmax' : 'logistic';
  return { objective, outputs, base, features, blocks: [writer.finish()] };

  function grow(to: TreeWriter, node: number, depth: number): void {
    if (depth === 0 || random.next() < 0.1) {
      to.setValue(to.leaf(node, 1 + Math.floor(50 * random.next())), 0, random.next() - 0.5);
      return;
    }
    const feature = Math.floor(features.length * random.next());
    const missingLeft = random.next() < 0.5;
    const left =
      features[feature].kind === 'numeric'
        ? to.splitNumbers(node, feature, Math.floor(7 * random.next()), missingLeft)
        : to.splitGroups(node, feature, [Math.floor(16 * random.next()), 0, 0, 0, 0, 0, 0, 0], missingLeft);
    grow(to, left, depth - 1);
    grow(to, left + 1, depth - 1);
  }
}

/** Rows for it, of single precision. */
export function randomRows({ features }: TreeEnsemble, rows: number): Rows {
  const random = createRandom(rows, 12);
  const cell = ({ cuts, levels: texts }: FeatureInfo): Cell => {
    if (random.next() < 0.15) return null;
    if (texts) return texts[Math.floor(texts.length * random.next())];
    const number =
      random.next() < 0.3 ? cuts[Math.floor(cuts.length * random.next())] : 5 * random.next() - 2.5;
    return Math.fround(number);
  };
  return {
    columns: features.map(({ name, kind }) => ({ name, kind })),
    rows: Array.from({ length: rows }, () => features.map(cell)),
  };
}
