import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../kernel/src/problem.js';
import { unwatched } from '../../../kernel/src/task.js';
import { binFeatures } from '../../../kernel/src/trees/binning.js';
import { fitBoosting } from '../../../kernel/src/trees/boosting.js';
import { fitCausalForest, predictEffects } from '../../../kernel/src/trees/causal-forest.js';
import { predict } from '../../../kernel/src/trees/ensemble.js';
import {
  decodeCausalForest,
  decodeEnsemble,
  encodeCausalForest,
  encodeEnsemble,
  packEnsemble,
  unpackEnsemble,
} from '../../../kernel/src/trees/serialize.js';
import { treeShap } from '../../../kernel/src/trees/tree-shap.js';
import { allRows, categorical, features, normals, numeric, uniforms } from './data.js';

const n = 300;
const u = uniforms(n, 1);
const x = features(
  numeric(
    'age',
    u.map((v, i) => (i % 9 === 0 ? Number.NaN : v)),
  ),
  categorical(
    'plan',
    Array.from(u, (v, i) => ['a', 'b', 'c', undefined][(i + Math.floor(v * 4)) % 4]),
  ),
);
const y = normals(n, 2).map((e, i) => e + 3 * u[i] + (x.list[1].values[i] === 1 ? 2 : 0));
const matrix = binFeatures(x);
const ensemble = fitBoosting(
  matrix,
  y,
  allRows(n),
  { objective: 'squared', rounds: 5, minLeaf: 5 },
  unwatched,
);
const w = uniforms(n, 3).map((v) => (v < 0.5 ? -0.5 : 0.5));
const forest = fitCausalForest(matrix, y, w, allRows(n), { trees: 10 }, unwatched);

describe('stored trees', () => {
  test('come back as they were', () => {
    expect(decodeEnsemble(encodeEnsemble(ensemble))).toEqual(ensemble);
    expect(predict(decodeEnsemble(encodeEnsemble(ensemble)), x)).toEqual(predict(ensemble, x));
    const back = decodeCausalForest(encodeCausalForest(forest));
    expect(back).toEqual(forest);
    expect(predictEffects(back, x)).toEqual(predictEffects(forest, x));
  });

  test('are refused when cut off anywhere or with any bit flipped', () => {
    for (const [bytes, decode] of [
      [encodeEnsemble(ensemble), decodeEnsemble],
      [encodeCausalForest(forest), decodeCausalForest],
    ] as const) {
      const flip = fc.tuple(fc.nat(bytes.length - 1), fc.nat(7));
      fc.assert(
        fc.property(flip, fc.nat(bytes.length - 1), ([at, bit], length) => {
          const flipped = bytes.slice();
          flipped[at] ^= 1 << bit;
          expect(() => decode(flipped)).toThrow(InputError);
          expect(() => decode(bytes.subarray(0, length))).toThrow(InputError);
        }),
        { numRuns: 150 },
      );
    }
  });

  test('of one kind are not taken for the other', () => {
    expect(() => decodeEnsemble(encodeCausalForest(forest))).toThrow('no CSforest file');
  });
});

describe('hostile trees with a correct checksum', () => {
  interface Packed {
    base: number;
    trees: Record<string, Int32Array | Float64Array | Uint8Array | Uint32Array>;
    features: unknown[];
  }
  const tampered = (change: (packed: Packed) => void): (() => void) => {
    const packed = structuredClone(packEnsemble(ensemble)) as Packed;
    change(packed);
    return () => unpackEnsemble(packed);
  };

  test.each<[string, (packed: Packed) => void]>([
    [
      'a cycle',
      (p) => {
        p.trees.left[0] = 0;
      },
    ],
    [
      'a child before its parent',
      (p) => {
        p.trees.left[2] = 1;
      },
    ],
    [
      'a child out of bounds',
      (p) => {
        p.trees.left[0] = 2 ** 30;
      },
    ],
    [
      'a child of two parents',
      (p) => {
        p.trees.left[0] = 3;
      },
    ],
    [
      'a feature that does not exist',
      (p) => {
        p.trees.feature[0] = 2;
      },
    ],
    [
      'a NaN threshold',
      (p) => {
        p.trees.number[0] = Number.NaN;
      },
    ],
    [
      'a node without rows',
      (p) => {
        p.trees.cover[1] = 0;
      },
    ],
    [
      'rows that do not add up',
      (p) => {
        p.trees.cover[0] *= 2;
      },
    ],
    [
      'sizes beyond the arrays',
      (p) => {
        p.trees.sizes[0] = 2 ** 31 - 1;
      },
    ],
    [
      'a tree of negative size',
      (p) => {
        p.trees.sizes[0] = -1;
      },
    ],
    [
      'sets cut off',
      (p) => {
        p.trees.sets = new Uint32Array(1);
      },
    ],
    [
      'an infinite base',
      (p) => {
        p.base = Number.POSITIVE_INFINITY;
      },
    ],
    [
      'no features',
      (p) => {
        p.features = [];
      },
    ],
    [
      'a group beyond 8 bits',
      (p) => {
        p.features[1] = { name: 'plan', source: 'plan', kind: 'categorical', levels: ['a'], groups: [256] };
      },
    ],
  ])('%s is refused', (_, change) => {
    expect(tampered(change)).toThrow(InputError);
  });

  test('whatever passes the checks predicts and explains without a fault', () => {
    const fields = ['feature', 'left', 'number', 'cover', 'missingLeft', 'sizes', 'sets'];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.nat(), fc.double(), (field, at, value) => {
        const packed = structuredClone(packEnsemble(ensemble)) as Packed;
        packed.trees[field][at % packed.trees[field].length] = value;
        try {
          const survivor = unpackEnsemble(packed);
          expect(predict(survivor, x).length).toBe(n);
          expect(treeShap(survivor, x, allRows(5), unwatched).values.length).toBe(10);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
