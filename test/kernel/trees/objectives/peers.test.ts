import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLoss } from '../../../../kernel/src/trees/boosting/objectives/create-loss.js';
import type { LossData } from '../../../../kernel/src/trees/boosting/objectives/loss.js';
import {
  gain,
  multiclassLogLoss,
  ndcg,
  pinballLoss,
  poissonDeviance,
} from '../../../../kernel/src/trees/boosting/objectives/metrics.js';
import type { Objective } from '../../../../kernel/src/trees/model/ensemble.js';
import { derivatives } from './examples.js';

interface Derivatives {
  /** Of the rows that the peer split off; null for the others. */
  readonly gradient: readonly (number | null)[];
  readonly hessian: readonly (number | null)[];
}

/** What peers.py wrote. */
interface Peers {
  readonly data: Readonly<Record<string, readonly number[]>>;
  readonly lightgbm: Readonly<Record<string, Derivatives>>;
  readonly xgboost: Readonly<Record<string, Derivatives>>;
  readonly sklearn: {
    readonly ndcg: readonly number[];
    readonly pinball: number;
    readonly poissonDeviance: number;
    readonly logLoss: number;
  };
}

const peers: Peers = JSON.parse(readFileSync(join(import.meta.dirname, 'peers.json'), 'utf8'));
const column = (name: string): Float64Array => Float64Array.from(peers.data[name]);
const margin = column('margin');
const ranking = { y: column('relevance'), queries: Int32Array.from(peers.data.queries) };

const own = (objective: Objective, data: LossData, at = margin) =>
  derivatives(createLoss(objective, data), at);

/** Peers sum in single precision, and reading off two leaves loses some of it: five digits are left. */
function same(ours: ArrayLike<number>, theirs: readonly (number | null)[], least: number): void {
  let compared = 0;
  theirs.forEach((value, i) => {
    if (value === null) return;
    compared++;
    expect(Math.abs(ours[i] - value)).toBeLessThan(2e-5 * (1 + Math.abs(value)));
  });
  expect(compared).toBeGreaterThanOrEqual(least);
}

describe('LightGBM has the same', () => {
  test('gradients and Hessians of Huber', () => {
    const ours = own('huber', { y: column('number'), delta: 0.7 });
    same(ours.gradient, peers.lightgbm.huber.gradient, 11);
    same(ours.hessian, peers.lightgbm.huber.hessian, 11);
  });

  test('gradients of Poisson, and Hessians but for its factor e^0.7', () => {
    const ours = own('poisson', { y: column('counts') });
    same(ours.gradient, peers.lightgbm.poisson.gradient, 6);
    same(
      ours.hessian.map((h) => h * Math.exp(0.7)),
      peers.lightgbm.poisson.hessian,
      6,
    );
  });

  test('gradients and Hessians of softmax', () => {
    const ours = own('softmax', { y: column('classes'), classes: 3 }, column('logits'));
    same(ours.gradient, peers.lightgbm.softmax.gradient, 25);
    same(ours.hessian, peers.lightgbm.softmax.hessian, 25);
  });

  test.each([
    [30, 'lambdamart'],
    [2, 'lambdamartOfTwo'],
  ])('gradients and Hessians of LambdaMART, cut at %i places', (truncation, name) => {
    const ours = own('lambdamart', { ...ranking, truncation });
    same(ours.gradient, peers.lightgbm[name].gradient, 10);
    same(ours.hessian, peers.lightgbm[name].hessian, 10);
  });
});

describe('XGBoost has the same', () => {
  test('gradients of Cox', () => {
    const { gradient } = own('cox', { y: column('time'), events: Uint8Array.from(peers.data.events) });
    same(gradient, peers.xgboost.cox.gradient, 9);
  });

  test('gradients of LambdaMART, and half its Hessians', () => {
    const ours = own('lambdamart', ranking);
    same(ours.gradient, peers.xgboost.lambdamart.gradient, 12);
    same(
      ours.hessian.map((h) => 2 * h),
      peers.xgboost.lambdamart.hessian,
      12,
    );
  });

  test('gradients of pairs, where a query counts by its pairs instead of its rows', () => {
    const { gradient } = own('pairwise', ranking);
    const starts = [...ranking.queries, ranking.y.length];
    const scaled = gradient.map((value, i) => {
      const q = starts.findLastIndex((start) => start <= i);
      const list = ranking.y.subarray(starts[q], starts[q + 1]);
      let pairs = 0;
      for (const better of list) for (const worse of list) if (better > worse) pairs++;
      return (value * pairs) / list.length;
    });
    same(scaled, peers.xgboost.pairwise.gradient, 12);
  });
});

describe('scikit-learn has the same', () => {
  const weights = column('weights');

  test('NDCG', () => {
    [1, 3, 12].forEach((k, i) => {
      expect(ndcg(ranking.y, margin, k)).toBeCloseTo(peers.sklearn.ndcg[i], 12);
    });
    expect(gain(3)).toBe(7);
  });

  test('pinball loss, Poisson deviance and log loss', () => {
    expect(pinballLoss(column('number'), margin, 0.3, weights)).toBeCloseTo(peers.sklearn.pinball, 12);
    const deviance = poissonDeviance(column('counts'), margin.map(Math.exp), weights);
    expect(deviance).toBeCloseTo(peers.sklearn.poissonDeviance, 12);
    const logLoss = multiclassLogLoss(column('classes'), column('logits'), 3, weights);
    expect(logLoss).toBeCloseTo(peers.sklearn.logLoss, 12);
  });
});
