import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { openStudy } from '../../../kernel/src/effects/study.js';
import { unwatched } from '../../../kernel/src/task.js';
import { measured } from '../../shared/clock.js';
import { type Answer, contest, type Job, type Side } from '../../shared/contest.js';
import { readTable } from '../../shared/data-file.js';
import { contestColumns, contestRows, versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { featureNames, samples } from '../../shared/samples.js';
import { effectParameters, effectTable } from '../data.js';

const features = 30;

/** From a table in memory to the ATE with its standard error. */
function estimate({ rows }: Job): object {
  const table = effectTable(Number(rows), features);
  const request = {
    table,
    texts: [],
    parameters: effectParameters({ adjustment: featureNames(features) }),
  };
  const { result, cost } = measured(() => estimateEffect(request, unwatched));
  const [{ estimate, stdError }] = result.contrasts;
  const { propensity, outcome } = openStudy(request, unwatched).nuisances(unwatched);
  return { ...cost, estimate, stdError, ...errorsOf(Number(rows), propensity[1], outcome[0]) };
}

/** Root mean squared errors of the nuisances, whose truth is known. */
function errorsOf(rows: number, propensity: Float64Array, untreated: Float64Array): object {
  const truth = readTable(samples.effects(), rows, ['wMean', 'yMean', 'effect']);
  const [p, y, effect] = [...truth.values()];
  const rmse = (values: Float64Array, mean: (row: number) => number): number =>
    Math.sqrt(values.reduce((sum, value, row) => sum + (value - mean(row)) ** 2, 0) / rows);
  return {
    propensityError: rmse(propensity, (row) => p[row]),
    outcomeError: rmse(untreated, (row) => y[row] - p[row] * effect[row]),
  };
}

/** Settings of the peers' LightGBM: its own, and small trees as ours. */
const settings = [
  { name: 'LightGBM as it comes', leaves: 31, trees: 100 },
  { name: 'LightGBM of 8 leaves, 300 trees', leaves: 8, trees: 300 },
];

const works = [
  { rows: 20_000, times: 2 },
  { rows: 100_000, times: 2 },
];

function sidesOf(rows: number): Side[] {
  const job = { rows, threads: 2 };
  const peers = settings.flatMap(({ name, leaves, trees }): Side[] => {
    const peer = { ...job, features, leaves, trees, data: samples.effects() };
    return [
      { name: `DoubleML, ${name}`, runs: { peer: 'doubleml_irm.py', environment: 'causal' }, job: peer },
      { name: `EconML, ${name}`, runs: { peer: 'econml_dr.py' }, job: peer },
      { name: `dml-rs, ${name}`, runs: { peer: 'dml_rs_irm.py', environment: 'causal' }, job: peer },
    ];
  });
  return [{ name: 'Causal Spec', runs: { ours: 'aipw' }, job }, ...peers];
}

const quality = ({ estimate, stdError, propensityError, outcomeError }: Answer): string => {
  const nuisances =
    propensityError === undefined
      ? ''
      : `; errors of propensity ${Number(propensityError).toFixed(4)}, of the mean ${Number(outcomeError).toFixed(4)}`;
  return `ATE ${Number(estimate).toFixed(4)}, standard error ${Number(stdError).toFixed(4)}${nuisances}`;
};

export const aipw: Part = {
  title: 'AIPW',
  note:
    'From a table in memory to the ATE with its standard error: five folds, 30 normal covariates; the truth is .399. Ours fits a stack of splines and boosted trees that stops by itself; the peers ' +
    'fit LightGBM. Errors of nuisances are root mean squared ones against their known truth. Goal: at most .5 of the time of a peer whose nuisances are as good.',
  columns: contestColumns,
  measures: { aipw: estimate },
  run() {
    const all: (Answer | undefined)[] = [];
    const rows = works.flatMap(({ rows, times }) => {
      const sides = sidesOf(rows);
      const answers = contest(sides, times);
      all.push(...answers);
      return contestRows(`${rows.toLocaleString('en-US')} x ${features}`, sides, answers, quality);
    });
    return { rows, versions: versionsOf(all) };
  },
};
