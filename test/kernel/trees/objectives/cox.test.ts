import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Task } from '../../../../kernel/src/task.js';
import { createLoss } from '../../../../kernel/src/trees/boosting/objectives/create-loss.js';
import type { LossData } from '../../../../kernel/src/trees/boosting/objectives/loss.js';
import { allRows, uniforms } from '../data.js';
import { derivatives, examples } from './examples.js';

/** Breslow's partial likelihood word for word, its gradient and its whole Hessian: for each event all rows at risk. */
function direct({ y, events, weights }: LossData, margin: Float64Array) {
  const n = y.length;
  const weight = (i: number): number => weights?.[i] ?? 1;
  const hessian = Array.from({ length: n }, () => new Float64Array(n));
  const gradient = new Float64Array(n);
  let value = 0;
  let total = 0;
  for (let k = 0; k < n; k++) {
    total += weight(k);
    if (events?.[k] !== 1) continue;
    const share = new Float64Array(n);
    for (let i = 0; i < n; i++) if (y[i] >= y[k]) share[i] = weight(i) * Math.exp(margin[i]);
    const sum = share.reduce((a, b) => a + b, 0);
    value += weight(k) * (Math.log(sum) - margin[k]);
    gradient[k] += weight(k);
    for (let i = 0; i < n; i++) {
      gradient[i] -= (weight(k) * share[i]) / sum;
      hessian[i][i] += (weight(k) * share[i]) / sum;
      for (let j = 0; j < n; j++) hessian[i][j] -= (weight(k) * share[i] * share[j]) / sum ** 2;
    }
  }
  return { value: value / total, gradient, hessian };
}

describe('Cox', () => {
  test('is the direct formula, ties, censoring and weights included', () => {
    fc.assert(
      fc.property(examples('cox'), ({ data, margin }) => {
        const loss = createLoss('cox', data);
        const expected = direct(data, margin);
        expect(loss.value(margin)).toBeCloseTo(expected.value, 9);
        const { gradient } = derivatives(loss, margin);
        gradient.forEach((value, i) => void expect(value).toBeCloseTo(expected.gradient[i], 9));
      }),
      { numRuns: 200 },
    );
  });

  test('has a diagonal above the whole Hessian: their difference is positive semidefinite', () => {
    fc.assert(
      fc.property(
        examples('cox'),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true })),
        ({ data, margin }, draws) => {
          const bound = derivatives(createLoss('cox', data), margin).hessian;
          const { hessian } = direct(data, margin);
          const along = margin.map((_, i) => draws[i % Math.max(1, draws.length)] ?? 1);
          let form = 0;
          for (let i = 0; i < along.length; i++) {
            form += bound[i] * along[i] ** 2;
            for (let j = 0; j < along.length; j++) form -= along[i] * hessian[i][j] * along[j];
          }
          expect(form).toBeGreaterThanOrEqual(-1e-9);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('never gets worse when leaves take their whole step', () => {
    fc.assert(
      fc.property(examples('cox'), fc.integer({ min: 1, max: 4 }), ({ data, margin }, leaves) => {
        const loss = createLoss('cox', data);
        const { gradient, hessian } = derivatives(loss, margin);
        const next = margin.slice();
        for (let leaf = 0; leaf < leaves; leaf++) {
          let [g, h] = [0, 0.1];
          for (let i = leaf; i < next.length; i += leaves) [g, h] = [g + gradient[i], h + hessian[i]];
          for (let i = leaf; i < next.length; i += leaves) next[i] += loss.leafStep?.(g / h) ?? Number.NaN;
        }
        expect(loss.value(next)).toBeLessThanOrEqual(loss.value(margin) + 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  test('does not change with a constant added to all margins', () => {
    fc.assert(
      fc.property(examples('cox'), fc.integer({ min: -900, max: 900 }), ({ data, margin }, constant) => {
        const loss = createLoss('cox', data);
        const moved = margin.map((m) => m + constant);
        expect(loss.value(moved)).toBe(loss.value(margin));
        expect(derivatives(loss, moved)).toEqual(derivatives(loss, margin));
      }),
    );
  });

  test('keeps small risk sets apart from margins a thousand higher that have left them', () => {
    // The first row leaves at time 1 with a hazard e^1000 times that of the others, who then share what follows as equals.
    const data = { y: Float64Array.of(1, 2, 3, 4), events: Uint8Array.of(1, 1, 0, 0) };
    const loss = createLoss('cox', data);
    const margin = Float64Array.of(1000, -1000, -1000, -1000);
    expect(loss.value(margin)).toBeCloseTo(Math.log(3) / 4, 12);
    const { gradient } = derivatives(loss, margin);
    [0, 2 / 3, -1 / 3, -1 / 3].forEach((value, i) => void expect(gradient[i]).toBeCloseTo(value, 12));
  });

  test('orders hundreds of thousands of rows, the last of them first', () => {
    const n = 300_000;
    const order = allRows(n).map((row) => (row * 77_777 + 5) % n);
    const latest = Float64Array.from(order, (_, place) => Math.floor((n - place) / 3));
    const events = Uint8Array.from(order, (_, place) => (place % 5 === 0 ? 0 : 1));
    const margin = Float64Array.from(order, (_, place) => Math.sin(place));
    const shuffled = <Values extends Float64Array | Uint8Array>(values: Values): Values => {
      const to = values.slice() as Values;
      order.forEach((row, place) => {
        to[row] = values[place];
      });
      return to;
    };
    const inOrder = derivatives(createLoss('cox', { y: latest, events }), margin);
    const loss = createLoss('cox', { y: shuffled(latest), events: shuffled(events) });
    const { gradient, hessian } = derivatives(loss, shuffled(margin));
    let off = 0;
    order.forEach((row, place) => {
      off = Math.max(off, Math.abs(gradient[row] - inOrder.gradient[place]));
      off = Math.max(off, Math.abs(hessian[row] - inOrder.hessian[place]));
    });
    expect(off).toBeLessThan(1e-9);
    expect(Math.abs(gradient.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-6);
  });

  test('looks at its task every 65,536 rows or sooner, whatever is asked of it', () => {
    const n = 300_000;
    let looks = 0;
    const task: Task = { check: () => void looks++, report: () => void looks++, part: () => task };
    const since = (before: number): number => looks - before;
    const loss = createLoss('cox', { y: uniforms(n, 1) }, task);
    expect(looks).toBeGreaterThanOrEqual(16);
    const margin = new Float64Array(n);
    const made = looks;
    derivatives(loss, margin);
    expect(since(made)).toBeGreaterThanOrEqual(8);
    const derived = looks;
    loss.value(margin);
    expect(since(derived)).toBeGreaterThanOrEqual(8);
  });

  test('is linear in the rows once they are sorted', () => {
    const n = 200_000;
    const y = Float64Array.from({ length: n }, (_, i) => 1 + ((i * 7919) % 1000));
    const loss = createLoss('cox', { y, events: Uint8Array.from(y, (time) => time % 2) });
    const margin = y.map((time) => Math.sin(time));
    derivatives(loss, margin);
    const begin = performance.now();
    derivatives(loss, margin);
    expect(performance.now() - begin).toBeLessThan(500);
  });
});
