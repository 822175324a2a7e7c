import { unwatched } from '../../../kernel/src/task.js';
import { fitBoosting } from '../../../kernel/src/trees/boosting/fit-boosting.js';
import { binFeatures } from '../../../kernel/src/trees/matrix/binning.js';
import { predictMargin } from '../../../kernel/src/trees/model/predict.js';
import { measured } from '../../shared/clock.js';
import { type Answer, contest, type Job, type Side } from '../../shared/contest.js';
import { allRows, readColumn, readFeatures } from '../../shared/ours.js';
import { contestColumns, contestRows, versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { samples } from '../../shared/samples.js';

const rounds = 100;
const peers = ['LightGBM', 'XGBoost', 'scikit-learn'];

/** From features in memory to a fitted model, and its loss on rows it has not seen: mean squared error, or log loss. */
function fit({ features, rows, logistic }: Job): object {
  const table = readFeatures(samples.outcomes(), Number(features), Number(rows));
  const outcome = logistic ? 'event' : 'y';
  const y = readColumn(samples.outcomes(), outcome, Number(rows));
  const { result, cost } = measured(() =>
    fitBoosting(
      binFeatures(table),
      y,
      allRows(table.rows),
      { objective: logistic ? 'logistic' : 'squared', rounds },
      unwatched,
    ),
  );
  const heldOut = samples.outcomesHeldOut();
  const margins = predictMargin(result, readFeatures(heldOut, Number(features)));
  const truth = readColumn(heldOut, outcome);
  let loss = 0;
  margins.forEach((margin, i) => {
    loss += logistic ? Math.log1p(Math.exp(truth[i] > 0 ? -margin : margin)) : (truth[i] - margin) ** 2;
  });
  return { ...cost, loss: loss / margins.length };
}

/** What is fitted, by how many threads, and how many times. */
const works: readonly Work[] = [
  { rows: 200_000, features: 50, logistic: false, threads: 1, peers, times: 3 },
  { rows: 200_000, features: 50, logistic: false, threads: 2, peers, times: 3 },
  { rows: 200_000, features: 50, logistic: true, threads: 2, peers, times: 2 },
  { rows: 1_000_000, features: 100, logistic: false, threads: 1, peers, times: 1 },
  { rows: 1_000_000, features: 100, logistic: false, threads: 2, peers, times: 2 },
];

interface Work {
  readonly rows: number;
  readonly features: number;
  readonly logistic: boolean;
  readonly threads: number;
  readonly peers: readonly string[];
  readonly times: number;
}

function sidesOf({ rows, features, logistic, threads, peers }: Work): Side[] {
  const job = { rows, features, logistic, threads, rounds };
  const files = { data: samples.outcomes(), heldOut: samples.outcomesHeldOut() };
  return [
    { name: 'Causal Spec', runs: { ours: 'boosting' }, job },
    ...peers.map((name) => ({ name, runs: { peer: 'boosting.py' }, job: { ...job, ...files, peer: name } })),
  ];
}

export const boosting: Part = {
  title: 'Boosted trees',
  note:
    'From features in memory to a model: 100 trees of at most 31 leaves, learning rate .1, L2 penalty 1, 20 rows in a leaf at least, 255 bins; binning is in the time. ' +
    'Quality is the loss on 50,000 rows held out (mean squared error, whose noise is 1, or log loss). perpetual chooses its own number of trees and their size (budget .5). ' +
    'Goal: at most .9 of the time of LightGBM, .5 of XGBoost and scikit-learn, and a loss within .3 % of the best.',
  columns: contestColumns,
  measures: { boosting: fit },
  run() {
    const all: (Answer | undefined)[] = [];
    const rows = works.flatMap((one) => {
      const { rows, features, logistic } = one;
      const sides = sidesOf(one);
      const answers = contest(sides, one.times);
      all.push(...answers);
      const work = `${rows.toLocaleString('en-US')} x ${features}, ${logistic ? 'logistic' : 'squared'}`;
      return contestRows(work, sides, answers, ({ loss }) => `loss ${Number(loss).toFixed(5)}`);
    });
    return { rows, versions: versionsOf(all) };
  },
};
