import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLoss, lossOptions } from '../../../../kernel/src/trees/boosting/objectives/create-loss.js';
import type { Loss } from '../../../../kernel/src/trees/boosting/objectives/loss.js';
import { derivatives, type Example, examples, lossOf, objectives, repeated } from './examples.js';

const smooth = objectives.filter((objective) => objective !== 'lambdamart');
/** Their Hessian is the diagonal of the true one; the others' is an upper bound (quantile's none at all). */
const exactHessian = ['squared', 'poisson', 'logistic', 'pairwise'] as const;

const totalWeight = ({ data }: Example): number => (data.weights ?? data.y).reduce((a, b) => a + b, 0);

/** Central difference of the loss in one margin, times the total weight. */
function slope(loss: Loss, { data, margin }: Example, at: number, step: number): number {
  const up = margin.slice();
  const down = margin.slice();
  up[at] += step;
  down[at] -= step;
  return ((loss.value(up) - loss.value(down)) / (2 * step)) * totalWeight({ data, margin });
}

/** Away from where the loss bends: residuals are multiples of 1/64, and so are not when moved by this. */
const offKinks = (example: Example): Example => ({
  ...example,
  margin: example.margin.map((m) => m + 0.0051),
});

describe.each(smooth)('the loss %s', (objective) => {
  test('has gradients that are its negative derivatives', () => {
    fc.assert(
      fc.property(examples(objective).map(offKinks), (example) => {
        const loss = lossOf(objective, example);
        const { gradient } = derivatives(loss, example.margin);
        for (let at = 0; at < example.margin.length; at++)
          expect(-gradient[at]).toBeCloseTo(slope(loss, example, at, 1e-5), 4);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(exactHessian)('the loss %s', (objective) => {
  test('has Hessians that are the derivatives of its gradients', () => {
    fc.assert(
      fc.property(examples(objective), (example) => {
        const loss = lossOf(objective, example);
        const { hessian } = derivatives(loss, example.margin);
        for (let at = 0; at < example.margin.length; at++) {
          const [up, down] = [example.margin.slice(), example.margin.slice()];
          up[at] += 1e-5;
          down[at] -= 1e-5;
          const difference = derivatives(loss, down).gradient[at] - derivatives(loss, up).gradient[at];
          const expected = difference / 2e-5;
          expect(Math.abs(hessian[at] - expected)).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(objectives)('the loss %s', (objective) => {
  test('is least at its start among constants', () => {
    fc.assert(
      fc.property(examples(objective), ({ data }) => {
        const loss = createLoss(objective, data);
        const start = loss.start();
        expect(start).toHaveLength(loss.outputs);
        const constant = (values: number[]): number =>
          loss.value(
            Float64Array.from(
              { length: loss.rows * loss.outputs },
              (_, at) => values[Math.floor(at / loss.rows)],
            ),
          );
        const least = constant(start);
        for (let output = 0; output < loss.outputs; output++) {
          for (const step of [-1, -0.05, 0.05, 1]) {
            const other = start.map((value, k) => (k === output ? value + step : value));
            expect(constant(other)).toBeGreaterThanOrEqual(least - 1e-5);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('counts a row of weight 2 as two rows (rankings: a query)', () => {
    fc.assert(
      fc.property(examples(objective), (example) => {
        const many = repeated(objective, example);
        const [weighted, counted] = [lossOf(objective, example), lossOf(objective, many)];
        expect(weighted.value(example.margin)).toBeCloseTo(counted.value(many.margin), 10);
        weighted.start().forEach((value, k) => void expect(value).toBeCloseTo(counted.start()[k], 10));
        for (const part of ['gradient', 'hessian'] as const) {
          const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
          const squares = (one: Float64Array, other: Float64Array): number =>
            one.reduce((total, value, at) => total + value * other[at], 0);
          const own = derivatives(weighted, example.margin)[part];
          const others = derivatives(counted, many.margin)[part];
          expect(sum(own)).toBeCloseTo(sum(others), 8);
          expect(squares(own, example.margin)).toBeCloseTo(squares(others, many.margin), 8);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('stays finite at margins of a thousand, and no Hessian is 0', () => {
    fc.assert(
      fc.property(
        examples(objective),
        fc.infiniteStream(fc.constantFrom(-1000, 1000, 0)),
        (example, draws) => {
          const loss = lossOf(objective, example);
          const margin = example.margin.map(() => draws.next().value);
          const { gradient, hessian } = derivatives(loss, margin);
          expect(loss.value(margin)).toSatisfy(Number.isFinite);
          expect([...gradient].every(Number.isFinite)).toBe(true);
          expect([...hessian].every((h) => Number.isFinite(h) && h >= 0)).toBe(true);
          const ranked = objective === 'pairwise' || objective === 'lambdamart';
          if (!ranked) expect(Math.min(...hessian)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is the same in portions', () => {
    fc.assert(
      fc.property(examples(objective), fc.integer({ min: 0, max: 30 }), (example, cut) => {
        const loss = lossOf(objective, example);
        if (!loss.rowWise && !loss.groups) return;
        const whole = derivatives(loss, example.margin);
        const bounds = loss.groups ?? Int32Array.from(example.data.y.keys());
        const middle = bounds[cut % bounds.length];
        const gradient = new Float64Array(example.margin.length).fill(7);
        const hessian = gradient.slice();
        loss.derive(example.margin, middle, loss.rows, gradient, hessian);
        loss.derive(example.margin, 0, middle, gradient, hessian);
        expect({ gradient, hessian }).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the bound of the Hessian', () => {
  test('of softmax is above the whole Hessian at equal shares, and its trace exact times K / (K - 1)', () => {
    for (const classes of [2, 3, 7]) {
      const loss = createLoss('softmax', { y: Float64Array.of(0), classes });
      const { hessian } = derivatives(loss, new Float64Array(classes));
      // At equal shares the whole Hessian is (I - 11'/K)/K, whose largest eigenvalue is 1/K.
      for (const bound of hessian) expect(bound).toBeCloseTo(1 / classes, 12);
    }
  });

  test('of huber and quantile is the weight', () => {
    for (const objective of ['huber', 'quantile'] as const) {
      const data = { y: Float64Array.of(1, 2, 50), weights: Float64Array.of(1, 2, 3), delta: 1 };
      const loss = createLoss(objective, data);
      expect(loss.constantHessian).toBe(1);
      expect(derivatives(loss, new Float64Array(3)).hessian).toEqual(data.weights);
    }
  });
});

describe('Poisson', () => {
  test('turns the Newton step of a leaf into the best one', () => {
    fc.assert(
      fc.property(examples('poisson'), (example) => {
        const loss = lossOf('poisson', example);
        const { gradient, hessian } = derivatives(loss, example.margin);
        const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
        const step = loss.leafStep?.(sum(gradient) / sum(hessian)) ?? Number.NaN;
        const least = loss.value(example.margin.map((m) => m + step));
        for (const other of [step - 0.01, step + 0.01])
          expect(loss.value(example.margin.map((m) => m + other))).toBeGreaterThan(least - 1e-9);
      }),
    );
  });

  test('starts at a very low rate where nothing was ever counted', () => {
    const [start] = createLoss('poisson', { y: new Float64Array(5) }).start();
    expect(start).toBeCloseTo(Math.log(1e-12), 6);
  });
});

describe('options', () => {
  test('left open are settled by the rows', () => {
    const y = Float64Array.of(0, 2, 1, 0);
    expect(lossOptions('softmax', { y })).toEqual({ classes: 3 });
    expect(lossOptions('softmax', { y, classes: 5 })).toEqual({ classes: 5 });
    expect(lossOptions('quantile', { y })).toEqual({ quantile: 0.5 });
    expect(lossOptions('lambdamart', { y })).toEqual({ truncation: 30 });
    expect(lossOptions('squared', { y })).toEqual({});
  });
});
