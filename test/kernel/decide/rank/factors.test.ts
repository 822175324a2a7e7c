import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { afterAll, describe, expect, test } from 'vitest';
import {
  affinity,
  type Factors,
  factorLoss,
  fitFactors,
} from '../../../../kernel/src/decide/rank/fit-factors.js';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { type SparseMatrix, sparseMatrix, transposed } from '../../../../kernel/src/text/sparse-matrix.js';
import { Engine } from '../../../../kernel/src/trees/engine/engine.js';
import { noise } from '../../effects/tables.js';
import { openEngines } from '../../trees/boosting/engines.js';

const engines = openEngines();
afterAll(() => {
  for (const [, engine] of engines) engine.close();
});

/** Two kinds of users who want two kinds of items; every user has met a share of their kind's, and few others. */
function twoTastes(users: number, items: number, seed: number): SparseMatrix {
  const { uniform } = noise(seed);
  const rows = Array.from({ length: users }, (_, user) => {
    const row = new Map<number, number>();
    for (let item = 0; item < items; item++)
      if (uniform() < (user % 2 === item % 2 ? 0.4 : 0.02)) row.set(item, 5 + 5 * uniform());
    return row;
  });
  return sparseMatrix(rows, items);
}

/** The same by normal equations of every row, solved exactly in 64 bits. */
function exactFactors(interactions: SparseMatrix, start: Factors, l2: number, epochs: number): Factors {
  const { factors } = start;
  const users = Float64Array.from(start.users);
  const items = Float64Array.from(start.items);
  const turned = transposed(interactions);
  const solve = (
    { rows, start: starts, column, value }: SparseMatrix,
    own: Float64Array,
    other: Float64Array,
  ): void => {
    const others = Array.from({ length: other.length / factors }, (_, j) =>
      Matrix.columnVector([...other.subarray(j * factors, (j + 1) * factors)]),
    );
    const gram = others.reduce((sum, y) => sum.add(y.mmul(y.transpose())), Matrix.eye(factors, factors, l2));
    for (let i = 0; i < rows; i++) {
      const a = gram.clone();
      const b = Matrix.zeros(factors, 1);
      for (let k = starts[i]; k < starts[i + 1]; k++) {
        const y = others[column[k]];
        a.add(Matrix.mul(y.mmul(y.transpose()), value[k]));
        b.add(Matrix.mul(y, 1 + value[k]));
      }
      own.set(new CholeskyDecomposition(a).solve(b).to1DArray(), i * factors);
    }
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    solve(interactions, users, items);
    solve(turned, items, users);
  }
  return { factors, users: Float32Array.from(users), items: Float32Array.from(items) };
}

describe('factors of implicit feedback', () => {
  const interactions = twoTastes(300, 40, 3);

  test('threads and loops leave the same bits', () => {
    const found = engines.map(([, engine]) =>
      fitFactors(interactions, { factors: 12, epochs: 4 }, unwatched, engine),
    );
    for (const other of found.slice(1)) {
      expect(Buffer.compare(Buffer.from(other.users.buffer), Buffer.from(found[0].users.buffer))).toBe(0);
      expect(Buffer.compare(Buffer.from(other.items.buffer), Buffer.from(found[0].items.buffer))).toBe(0);
    }
  });

  test('with steps enough it is alternating least squares', () => {
    const small = twoTastes(60, 20, 4);
    const options = { factors: 6, l2: 2, seed: 5 };
    const start = fitFactors(small, { ...options, epochs: 0 }, unwatched);
    const exact = exactFactors(small, start, 2, 5);
    const found = fitFactors(small, { ...options, epochs: 5, steps: 12 }, unwatched);
    // Factors stand on other axes; their products do not.
    for (let user = 0; user < 60; user++)
      for (let item = 0; item < 20; item++)
        expect(affinity(found, user, item)).toBeCloseTo(affinity(exact, user, item), 3);
  });

  test('every round lowers the loss, and three steps a row end where exact rounds do', () => {
    const losses = [0, 1, 2, 5, 20].map((epochs) =>
      factorLoss(interactions, fitFactors(interactions, { factors: 8, epochs }, unwatched), 1),
    );
    for (const [i, loss] of losses.slice(1).entries()) expect(loss).toBeLessThan(losses[i]);
    const start = fitFactors(interactions, { factors: 8, epochs: 0 }, unwatched);
    const exact = factorLoss(interactions, exactFactors(interactions, start, 1, 20), 1);
    expect(losses[4]).toBeLessThan(1.01 * exact);
  });

  test('pairs that nobody has met are told apart by the tastes behind them', () => {
    const fitted = fitFactors(interactions, { factors: 2 }, unwatched);
    const met = new Set(
      Array.from({ length: 300 }, (_, user) =>
        [...interactions.column.subarray(interactions.start[user], interactions.start[user + 1])].map(
          (item) => 40 * user + item,
        ),
      ).flat(),
    );
    const [own, other]: number[][] = [[], []];
    for (let user = 0; user < 300; user++)
      for (let item = 0; item < 40; item++)
        if (!met.has(40 * user + item))
          (user % 2 === item % 2 ? own : other).push(affinity(fitted, user, item));
    const middle = [...other].sort((a, b) => a - b)[Math.floor(0.95 * other.length)];
    expect(own.filter((score) => score > middle).length / own.length).toBeGreaterThan(0.95);
  });

  test('users and items that nothing is known of have factors 0', () => {
    const rows = [
      new Map([[0, 1]]),
      new Map<number, number>(),
      new Map([
        [0, 2],
        [2, 1],
      ]),
    ];
    const fitted = fitFactors(sparseMatrix(rows, 4), { factors: 3, epochs: 3 }, unwatched);
    expect([...fitted.users.subarray(3, 6)]).toEqual([0, 0, 0]);
    expect([...fitted.items.subarray(3, 6), ...fitted.items.subarray(9, 12)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(fitted.users.every(Number.isFinite)).toBe(true);
  });

  test('it stops when asked to', () => {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const task = createTask(flag, (fraction) => {
      if (fraction > 0.2) flag[0] = 1;
    });
    expect(() => fitFactors(interactions, { epochs: 1000 }, task)).toThrow(Cancelled);
  });

  test('what would not fit into memory is refused before it starts', () => {
    const engine = new Engine({ memoryLimitMb: 0.01 });
    expect(() => fitFactors(interactions, {}, unwatched, engine)).toThrow('Factorising needs');
  });
});
