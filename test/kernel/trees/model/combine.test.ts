import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { concatenate, mergeFeatures, truncate } from '../../../../kernel/src/trees/model/combine.js';
import type { FeatureInfo } from '../../../../kernel/src/trees/model/feature-info.js';
import { decodeEnsemble, encodeEnsemble } from '../../../../kernel/src/trees/model/format.js';
import { recode, usedCuts } from '../../../../kernel/src/trees/model/recode.js';
import { TreeWriter } from '../../../../kernel/src/trees/model/tree-writer.js';
import { leafCount, treeCount } from '../../../../kernel/src/trees/model/trees.js';
import { drawing, plainMargins, randomEnsemble, randomInfos, randomTable } from './random-models.js';

const seeds = Array.from({ length: 60 }, (_, i) => i + 1);

const numeric = (name: string, ...cuts: number[]): FeatureInfo => ({
  name,
  source: name,
  kind: 'numeric',
  cuts: Float64Array.from(cuts),
});

const categorical = (name: string, levels: string[], groups: number[]): FeatureInfo => ({
  name,
  source: name,
  kind: 'categorical',
  cuts: new Float64Array(0),
  levels,
  groups,
});

describe('two ensembles as one', () => {
  test('have margins that are the sum of both, whatever their cuts, levels and groups', () => {
    let tried = 0;
    for (const seed of seeds) {
      const first = randomEnsemble(seed);
      const second = randomEnsemble(seed + 1000);
      let both: typeof first;
      try {
        both = concatenate(first, second);
      } catch (error) {
        if (error instanceof InputError && error.message.includes('was')) continue;
        throw error;
      }
      tried++;
      const table = randomTable(both.features, 40, drawing(seed));
      const sums = plainMargins(first, table).map((margin, i) => margin + plainMargins(second, table)[i]);
      const margins = plainMargins(both, table);
      sums.forEach((sum, i) => {
        expect(margins[i]).toBeCloseTo(sum, 9);
      });
      expect(plainMargins(decodeEnsemble(encodeEnsemble(both)), table)).toEqual(margins);
    }
    expect(tried).toBeGreaterThan(10);
  });

  test('of classes go on in turn, and only after a whole round', () => {
    const first = randomEnsemble(3, { objective: 'softmax', outputs: 3 });
    const whole = truncate(
      first,
      Math.floor(first.blocks.reduce((sum, block) => sum + treeCount(block), 0) / 3),
    );
    const table = randomTable(first.features, 20, drawing(1));
    const twice = plainMargins(concatenate(whole, whole), table);
    plainMargins(whole, table).forEach((margin, i) => {
      expect(twice[i]).toBeCloseTo(2 * margin, 9);
    });
    const ragged = { ...first, blocks: [...first.blocks, ...truncate({ ...first, outputs: 1 }, 1).blocks] };
    const odd = [first, ragged].find(
      ({ blocks }) => blocks.reduce((sum, block) => sum + treeCount(block), 0) % 3 !== 0,
    );
    expect(() => concatenate(odd ?? first, whole)).toThrow('last round');
    expect(() => concatenate(first, randomEnsemble(3))).toThrow('one objective');
  });
});

describe('merged features', () => {
  test('have the cuts of both in order, and say where each is', () => {
    const { features, first, second } = mergeFeatures(
      [numeric('a', 1, 3), numeric('b', 5)],
      [numeric('c', 0), numeric('a', 2, 3, 4)],
    );
    expect(features.map(({ name, cuts }) => [name, ...cuts])).toEqual([
      ['a', 1, 2, 3, 4],
      ['b', 5],
      ['c', 0],
    ]);
    expect([[...first.features], [...second.features]]).toEqual([
      [0, 1],
      [2, 0],
    ]);
    expect(first.cuts.map((cuts) => [...(cuts ?? [])])).toEqual([
      [0, 2, 4],
      [0, 1],
    ]);
    expect(second.cuts.map((cuts) => [...(cuts ?? [])])).toEqual([
      [0, 1],
      [1, 2, 3, 4],
    ]);
  });

  test('tell levels apart that either side does', () => {
    const { features, first, second } = mergeFeatures(
      [categorical('p', ['a', 'b', 'c', 'd'], [1, 1, 2, 0])],
      [categorical('p', ['b', 'a', 'e', 'd'], [7, 8, 8, 0])],
    );
    expect(features[0].levels).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(features[0].groups).toEqual([1, 2, 3, 0, 4]);
    expect([...(first.groups[0] ?? [])]).toEqual([0, 1, 1, 2, 0]);
    expect([...(second.groups[0] ?? [])]).toEqual([0, 8, 7, 0, 8]);
  });

  test('that cannot be merged are named, all at once', () => {
    const levels = Array.from({ length: 300 }, (_, i) => `level ${i}`);
    const many = (start: number) => numeric('n', ...Array.from({ length: 40_000 }, (_, i) => start + i));
    try {
      mergeFeatures(
        [
          numeric('k', 1),
          many(0.5),
          categorical(
            'g',
            levels,
            levels.map((_, i) => 1 + Math.floor(i / 20)),
          ),
        ],
        [
          categorical('k', [], []),
          many(0),
          categorical(
            'g',
            levels,
            levels.map((_, i) => 1 + (i % 20)),
          ),
        ],
      );
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      expect(error.problems.map(({ code }) => code)).toEqual(['CS5002', 'CS5007', 'CS5007']);
      expect(error.message).toMatch(/k .*\n.* n .*\n.* g /);
    }
  });

  test('lose the cuts that no tree uses where there would be too many', () => {
    const ensemble = (start: number) => {
      const writer = new TreeWriter(1, 'double');
      const left = writer.splitNumbers(writer.begin(), 0, 20_000, false);
      writer.setValue(writer.leaf(left, 1), 0, 1);
      writer.setValue(writer.leaf(left + 1, 1), 0, 2);
      const features = [numeric('n', ...Array.from({ length: 40_000 }, (_, i) => start + i))];
      return { objective: 'squared', outputs: 1, base: [0], blocks: [writer.finish()], features } as const;
    };
    const both = concatenate(ensemble(0), ensemble(0.5));
    expect([...both.features[0].cuts]).toEqual([20_000, 20_000.5]);
    const list = [
      {
        name: 'n',
        source: 'n',
        kind: 'numeric',
        values: Float64Array.of(2e4, 20_000.2, 20_001, Number.NaN),
      } as const,
    ];
    expect([...plainMargins(both, { rows: 4, list })]).toEqual([2, 3, 4, 4]);
  });
});

test('trees say the same in terms of the cuts they use', () => {
  for (const seed of seeds) {
    const ensemble = randomEnsemble(seed);
    const { features, recoding } = usedCuts(ensemble.features, ensemble.blocks);
    const lean = { ...ensemble, features, blocks: ensemble.blocks.map((block) => recode(block, recoding)) };
    const table = randomTable(ensemble.features, 40, drawing(seed));
    expect(plainMargins(lean, table)).toEqual(plainMargins(ensemble, table));
    expect(usedCuts(lean.features, lean.blocks).features).toEqual(lean.features);
  }
});

test('an ensemble cut off after some rounds has the trees of those alone', () => {
  for (const seed of seeds) {
    const outputs = 1 + (seed % 3);
    const ensemble = randomEnsemble(seed, { objective: outputs > 1 ? 'softmax' : 'cox', outputs });
    const table = randomTable(ensemble.features, 10, drawing(seed));
    for (const rounds of [0, 1, 2, 100]) {
      const short = truncate(ensemble, rounds);
      const count = short.blocks.reduce((sum, block) => sum + treeCount(block), 0);
      const all = ensemble.blocks.reduce((sum, block) => sum + treeCount(block), 0);
      expect(count).toBe(Math.min(all, rounds * outputs));
      for (const block of short.blocks)
        expect(leafCount(block)).toBe((block.nodes.length / 2 + treeCount(block)) / 2);
      const back = decodeEnsemble(encodeEnsemble(short));
      expect(plainMargins(back, table)).toEqual(firstRounds(rounds));
    }

    /** The margins of the first rounds alone: leaf values of all later trees are 0. */
    function firstRounds(rounds: number): Float64Array {
      let left = rounds * outputs;
      const blocks = ensemble.blocks.map((block) => {
        const values = block.values.slice();
        for (let tree = 0; tree < treeCount(block); tree++) {
          if (left-- > 0) continue;
          for (let node = block.roots[tree]; node < block.roots[tree + 1]; node++)
            if (((block.nodes[2 * node] >>> 16) & 0x3fff) === 0x3fff) values[block.nodes[2 * node + 1]] = 0;
        }
        return { ...block, values };
      });
      return plainMargins({ ...ensemble, blocks }, table);
    }
  }
});

test('a feature that one model lacks is of no concern to it', () => {
  const [info] = randomInfos(1, drawing(2));
  expect(mergeFeatures([info], []).features).toEqual(mergeFeatures([], [info]).features);
});
