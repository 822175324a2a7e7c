import { readFileSync, writeFileSync } from 'node:fs';
import { importModel } from '../../../kernel/src/trees/exchange/exchange.js';
import { predictMargin } from '../../../kernel/src/trees/model/predict.js';
import { rowPredictor } from '../../../kernel/src/trees/model/row-predictor.js';
import { measured } from '../../shared/clock.js';
import { type Answer, contest, type Job, type Side } from '../../shared/contest.js';
import { readFeatures } from '../../shared/ours.js';
import { contestColumns, contestRows, versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { samples } from '../../shared/samples.js';
import { fileOf, peersModels } from '../models.js';

const features = 50;
const trees = 200;
const depth = 6;
const works = [
  { rows: 200_000, single: false, threads: 1, times: 3 },
  { rows: 200_000, single: false, threads: 2, times: 3 },
  { rows: 20_000, single: true, threads: 1, times: 3 },
];

/** Predictions of a model that a peer trained: of a table at once, or the mean time of one row after another. */
function prediction({ model, rows, single, values }: Job): object {
  const ensemble = importModel(readFileSync(String(model), 'utf8'));
  const read = readFeatures(samples.outcomes(), features, Number(rows));
  const list = read.list.map((feature, j) => ({ ...feature, name: ensemble.features[j].name }));
  if (!single) {
    const { result, cost } = measured(() => predictMargin(ensemble, { ...read, list }));
    writeFileSync(String(values), new Uint8Array(result.buffer));
    return cost;
  }
  const predict = rowPredictor(ensemble);
  const all = Array.from({ length: read.rows }, (_, row) => Float64Array.from(list, (x) => x.values[row]));
  const warmUp = all.length / 2;
  for (let row = 0; row < warmUp; row++) predict(all[row]);
  const { cost } = measured(() => {
    for (let row = warmUp; row < all.length; row++) predict(all[row]);
  });
  return { ...cost, seconds: cost.seconds / warmUp };
}

function worstDifference(ours: string, theirs: string): string {
  const [a, b] = [ours, theirs].map((path) => new Float64Array(Uint8Array.from(readFileSync(path)).buffer));
  const worst = a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
  return `differs from ours by ${worst.toExponential(0)}`;
}

export const prediction200: Part = {
  title: 'Prediction',
  note:
    `${trees} trees of depth ${depth} that LightGBM and XGBoost trained; ours imports those of LightGBM. One row: the mean time of a call, warm (the peers through Python). ` +
    'Goal: 200,000 rows in at most the time of LightGBM, one row in at most 6 us.',
  columns: contestColumns,
  measures: { prediction },
  run() {
    const models = peersModels(trees, depth, features);
    if (!models) return { rows: [], versions: [] };
    const all: (Answer | undefined)[] = [];
    const rows = works.flatMap(({ rows, single, threads, times }) => {
      const job = { rows, single, threads, features, data: samples.outcomes() };
      const valuesOf = (name: string): string => fileOf('values', `predictions of ${name}.bin`);
      const peer = (name: string, model: string): Side => ({
        name,
        runs: { peer: 'prediction.py' },
        job: { ...job, peer: name, model, values: valuesOf(name) },
      });
      const { lightgbm, xgboost } = models;
      const sides: Side[] = [
        {
          name: 'Causal Spec',
          runs: { ours: 'prediction' },
          job: { ...job, model: lightgbm, values: valuesOf('ours') },
        },
        peer('LightGBM', lightgbm),
        peer('XGBoost', xgboost),
      ];
      const answers = contest(sides, times);
      all.push(...answers);
      const quality = (answer: Answer): string =>
        single || answer !== answers[1] ? '' : worstDifference(valuesOf('ours'), valuesOf('LightGBM'));
      return contestRows(
        single ? 'one row' : `${rows.toLocaleString('en-US')} rows`,
        sides,
        answers,
        quality,
      );
    });
    return { rows, versions: versionsOf(all) };
  },
};
