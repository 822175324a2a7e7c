import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwatched } from '../../../../kernel/src/task.js';
import { fitBoosting } from '../../../../kernel/src/trees/boosting/fit-boosting.js';
import { createLoss } from '../../../../kernel/src/trees/boosting/objectives/create-loss.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import type { Objective } from '../../../../kernel/src/trees/model/ensemble.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { allRows, features, numeric } from '../data.js';
import { type Planted, planted, queryLength } from './planted.js';

const rows = 3000;
/** Those of planted.py. */
export const growth = { leaves: 15, learningRate: 0.1, minLeaf: 20, l2: 1 } as const;
const rankings: readonly Objective[] = ['pairwise', 'lambdamart'];

/** Means over the seeds. */
export interface Learned {
  /** Of the outcomes learned from. */
  readonly outcome: number;
  /** Loss of rows held out; 1 - NDCG@10 for both rankings. */
  readonly reached: number;
  /** The same of the best constant. */
  readonly naive: number;
}

/** Margins of some rows by trees grown on others. */
export function boost(objective: Objective, learned: Planted, held: Planted, rounds: number): Float64Array {
  const table = ({ x }: Planted) => features(...x.map((values, i) => numeric(`x${i}`, values)));
  const matrix = binFeatures(table(learned));
  const { y, queries: _, ...details } = learned.data;
  const options = {
    ...growth,
    ...details,
    objective,
    rounds,
    groups: Int32Array.from(y.keys(), (row) => Math.floor(row / queryLength)),
  };
  const fitted = fitBoosting(matrix, y, allRows(y.length), options, unwatched);
  return predictMargin(fitted, table(held));
}

/** Learns the planted signal of an objective from seeds 1 to `seeds`. */
export function learn(objective: Objective, seeds: number): Learned {
  const sums = { outcome: 0, reached: 0, naive: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const [learned, held] = [planted(objective, rows, seed), planted(objective, rows, seed + 1000)];
    const loss = createLoss(objective, learned.data);
    const rounds = rankings.includes(objective) ? 100 : 40;
    const margin = boost(objective, learned, held, rounds);
    const judge = createLoss(objective === 'pairwise' ? 'lambdamart' : objective, held.data);
    const start = loss.start();
    sums.outcome += learned.data.y.reduce((a, b) => a + b) / rows / seeds;
    sums.reached += judge.value(margin) / seeds;
    sums.naive += judge.value(margin.map((_, at) => start[Math.floor(at / rows)])) / seeds;
  }
  return sums;
}

/** What planted.py wrote: mean outcome of the rows learned from, and the least mean loss of a peer on the rows held out. */
export function peersOf(objective: Objective): { outcome: number; best: number } {
  const text = readFileSync(join(import.meta.dirname, 'planted.json'), 'utf8');
  const all: Record<string, { mean: number; lightgbm?: number; xgboost?: number }> = JSON.parse(text);
  const { mean, lightgbm = Number.POSITIVE_INFINITY, xgboost = Number.POSITIVE_INFINITY } = all[objective];
  return { outcome: mean, best: Math.min(lightgbm, xgboost) };
}
