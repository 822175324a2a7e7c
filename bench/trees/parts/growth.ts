import { unwatched } from '../../../kernel/src/task.js';
import { treeShap } from '../../../kernel/src/trees/attribution/tree-shap.js';
import { fitBoosting } from '../../../kernel/src/trees/boosting/fit-boosting.js';
import { binFeatures } from '../../../kernel/src/trees/matrix/binning.js';
import { predictMargin } from '../../../kernel/src/trees/model/predict.js';
import { measured } from '../../shared/clock.js';
import { ask, type Job } from '../../shared/contest.js';
import { allRows, readColumn, readFeatures } from '../../shared/ours.js';
import type { Part } from '../../shared/part.js';
import { samples } from '../../shared/samples.js';
import { timeText } from '../../shared/time-text.js';
import { growForest } from '../forest.js';

const byRows = [10_000, 31_623, 100_000, 316_228, 1_000_000];
const byFeatures = [10, 20, 40, 80];
const standard = { rows: 100_000, features: 20 };

/** Boosting, and what is done with a boosted model of 100 trees that was fitted to 10,000 rows. */
function boostingGrowth({ rows, features, what }: Job): object {
  const table = readFeatures(samples.outcomes(), Number(features), Number(rows));
  const y = readColumn(samples.outcomes(), 'y', table.rows);
  const learn = (count: number) =>
    fitBoosting(binFeatures(table), y, allRows(count), { objective: 'squared' }, unwatched);
  if (what === 'boosting') return measured(() => learn(table.rows)).cost;
  const model = learn(10_000);
  return measured(() =>
    what === 'prediction'
      ? predictMargin(model, table)
      : treeShap(model, table, allRows(table.rows), unwatched),
  ).cost;
}

function forestGrowth(job: Job): object {
  return growForest(job).cost;
}

/** What grows with its data, and the measure that tells. */
const kinds = [
  { what: 'boosting', title: 'boosting, 100 trees', measure: 'boosting growth', byFeatures },
  { what: 'forest', title: 'causal forest, 48 trees', measure: 'forest growth', byFeatures: [10, 20, 30] },
  { what: 'prediction', title: 'prediction, 100 trees', measure: 'boosting growth', byFeatures: [] },
  { what: 'TreeSHAP', title: 'TreeSHAP, 100 trees', measure: 'boosting growth', byFeatures: [] },
];

/** Slope of the straight line through the logarithms. */
function slope(sizes: readonly number[], seconds: readonly number[]): number {
  const x = sizes.map(Math.log);
  const y = seconds.map(Math.log);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - mx) * (y[i] - my))) / mean(x.map((value) => (value - mx) ** 2));
}

/** Least seconds of two runs; NaN where it failed. */
function secondsOf(measure: string, what: string, rows: number, features: number): number {
  const job = { threads: 1, rows, features, what, trees: 48 };
  const seconds = [1, 2].map(() => ask({ name: what, runs: { ours: measure }, job })?.seconds ?? Number.NaN);
  console.log(`  ${what}, ${rows} x ${features}: ${Math.min(...seconds).toFixed(3)} s`);
  return Math.min(...seconds);
}

export const growth: Part = {
  title: 'Growth',
  note:
    `Our time on one thread as data grow: ${byRows[0].toLocaleString('en-US')} to ${byRows.at(-1)?.toLocaleString('en-US')} rows of ${standard.features} features, and more features on ` +
    `${standard.rows.toLocaleString('en-US')} rows; slope of a straight line through the logarithms. Goal: at most 1.1.`,
  columns: ['work', 'grows by', 'least', 'time', 'most', 'time', 'slope'],
  measures: { 'boosting growth': boostingGrowth, 'forest growth': forestGrowth },
  run() {
    const rows = kinds.flatMap(({ what, title, measure, byFeatures }) => {
      const row = (by: string, sizes: readonly number[], seconds: readonly number[]): string[][] => {
        if (sizes.length === 0) return [];
        const ends = [0, sizes.length - 1].flatMap((i) => [
          sizes[i].toLocaleString('en-US'),
          timeText(seconds[i]),
        ]);
        return [[title, by, ...ends, slope(sizes, seconds).toFixed(2)]];
      };
      const overRows = byRows.map((rows) => secondsOf(measure, what, rows, standard.features));
      const overFeatures = byFeatures.map((features) => secondsOf(measure, what, standard.rows, features));
      return [...row('rows', byRows, overRows), ...row('features', byFeatures, overFeatures)];
    });
    return { rows, versions: [] };
  },
};
