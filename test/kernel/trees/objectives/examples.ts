import fc from 'fast-check';
import { createLoss } from '../../../../kernel/src/trees/boosting/objectives/create-loss.js';
import type { Loss, LossData } from '../../../../kernel/src/trees/boosting/objectives/loss.js';
import type { Objective } from '../../../../kernel/src/trees/model/ensemble.js';

export const objectives: readonly Objective[] = [
  'squared',
  'huber',
  'quantile',
  'poisson',
  'logistic',
  'softmax',
  'pairwise',
  'lambdamart',
  'cox',
];

export interface Example {
  readonly data: LossData;
  readonly margin: Float64Array;
}

const steps = fc.integer({ min: -200, max: 200 }).map((k) => k / 64);

/** What an objective learns from a row: a few values, so that there are ties. */
const outcomes: Readonly<Record<Objective, fc.Arbitrary<number>>> = {
  squared: steps,
  huber: steps,
  quantile: steps,
  poisson: fc.integer({ min: 0, max: 9 }),
  logistic: fc.integer({ min: 0, max: 1 }),
  softmax: fc.integer({ min: 0, max: 2 }),
  pairwise: fc.integer({ min: 0, max: 3 }),
  lambdamart: fc.integer({ min: 0, max: 3 }),
  cox: fc.integer({ min: 1, max: 6 }),
};

/** Small random data of an objective with whole weights from 1 to 3, and margins. */
export function examples(objective: Objective): fc.Arbitrary<Example> {
  const outputs = objective === 'softmax' ? 3 : 1;
  return fc
    .array(
      fc.record({
        y: outcomes[objective],
        weight: fc.integer({ min: 1, max: 3 }),
        margins: fc.array(steps, { minLength: outputs, maxLength: outputs }),
        event: fc.boolean(),
        begins: fc.boolean(),
      }),
      { minLength: 2, maxLength: 25 },
    )
    .map((rows) => {
      const queries = Int32Array.from(rows.keys()).filter((i) => i === 0 || rows[i].begins);
      const weights = Float64Array.from(rows, ({ weight }) => weight);
      if (objective === 'pairwise' || objective === 'lambdamart')
        for (let i = 1; i < rows.length; i++) if (!queries.includes(i)) weights[i] = weights[i - 1];
      const margin = Float64Array.from({ length: outputs * rows.length }, (_, at) => {
        return rows[at % rows.length].margins[Math.floor(at / rows.length)];
      });
      const data = {
        y: Float64Array.from(rows, ({ y }) => y),
        weights,
        classes: 3,
        quantile: 0.3,
        delta: 0.7,
        queries,
        events: Uint8Array.from(rows, ({ event }, i) => (event || i === 0 ? 1 : 0)),
      };
      return { data, margin };
    });
}

/** Gradients and Hessians of all rows. */
export function derivatives(
  loss: Loss,
  margin: Float64Array,
): { gradient: Float64Array; hessian: Float64Array } {
  const gradient = new Float64Array(margin.length);
  const hessian = new Float64Array(margin.length);
  loss.derive(margin, 0, loss.rows, gradient, hessian);
  return { gradient, hessian };
}

/** Each row as often as its weight says, instead of the weights. */
export function repeated(objective: Objective, { data, margin }: Example): Example {
  const n = data.y.length;
  const weights = data.weights ?? new Float64Array(n).fill(1);
  const { queries = Int32Array.of(0) } = data;
  const ranked = objective === 'pairwise' || objective === 'lambdamart';
  const rows: number[] = [];
  const starts: number[] = [];
  if (ranked) {
    queries.forEach((from, q) => {
      const to = queries[q + 1] ?? n;
      for (let copy = 0; copy < weights[from]; copy++) {
        starts.push(rows.length);
        for (let i = from; i < to; i++) rows.push(i);
      }
    });
  } else for (let i = 0; i < n; i++) for (let copy = 0; copy < weights[i]; copy++) rows.push(i);
  const outputs = margin.length / n;
  return {
    data: {
      ...data,
      y: Float64Array.from(rows, (i) => data.y[i]),
      weights: undefined,
      queries: ranked ? Int32Array.from(starts) : undefined,
      events: Uint8Array.from(rows, (i) => data.events?.[i] ?? 1),
    },
    margin: Float64Array.from({ length: outputs * rows.length }, (_, at) => {
      return margin[Math.floor(at / rows.length) * n + rows[at % rows.length]];
    }),
  };
}

export function lossOf(objective: Objective, example: Example): Loss {
  return createLoss(objective, example.data);
}
