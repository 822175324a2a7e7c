import { matchArms } from '../../../kernel/src/effects/estimators/matching/matching.js';
import { openStudy } from '../../../kernel/src/effects/study.js';
import { unwatched } from '../../../kernel/src/task.js';
import { measured } from '../../shared/clock.js';
import { type Answer, contest, type Job, type Side } from '../../shared/contest.js';
import { contestColumns, contestRows, versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { featureNames, samples } from '../../shared/samples.js';
import { effectParameters, effectTable } from '../data.js';

const features = 20;

/** From a table in memory to the ATE with its standard error. */
function match({ rows, on }: Job): object {
  const table = effectTable(Number(rows), features);
  const parameters = effectParameters({
    adjustment: featureNames(features),
    estimator: { kind: 'matching', options: { on, metric: 'standardised' } },
  });
  const { result, cost } = measured(() =>
    matchArms(openStudy({ table, texts: [], parameters }, unwatched), 1, unwatched),
  );
  const { estimate, stdError } = result.average;
  return { ...cost, estimate, stdError };
}

/** What is matched. The peer's interval is a bootstrap of a hundred draws; without draws it gives an estimate alone. */
interface Work {
  readonly rows: number;
  readonly on: 'propensity' | 'covariates';
  readonly draws: number;
  readonly times: number;
}

const works: readonly Work[] = [
  { rows: 100_000, on: 'propensity', draws: 0, times: 3 },
  { rows: 100_000, on: 'propensity', draws: 100, times: 1 },
  { rows: 25_000, on: 'covariates', draws: 0, times: 2 },
  { rows: 50_000, on: 'covariates', draws: 0, times: 2 },
  { rows: 100_000, on: 'covariates', draws: 0, times: 1 },
];

function sidesOf({ rows, on, draws }: Work): Side[] {
  const job = { rows, on, threads: 2 };
  const peer = { ...job, features, draws, data: samples.effects() };
  const name =
    draws > 0 ? `DoWhy, estimate with its interval (${draws} bootstrap draws)` : 'DoWhy, estimate alone';
  return [
    { name: 'Causal Spec', runs: { ours: 'matching' }, job },
    { name, runs: { peer: 'dowhy_matching.py', environment: 'causal' }, job: peer },
  ];
}

const quality = ({ estimate, stdError }: Answer): string =>
  `ATE ${Number(estimate).toFixed(4)}${stdError === undefined ? '' : `, standard error ${Number(stdError).toFixed(4)}`}`;

export const matching: Part = {
  title: 'Matching',
  note:
    'From a table in memory to the ATE by one nearest neighbour with replacement, of 20 normal covariates; the truth is .399. Ours comes with its standard error (Abadie and Imbens), for which every matched row is ' +
    'compared with its nearest rows in its own arm, and with bias correction; the peer gives an estimate alone, or with an interval by 100 bootstrap draws, which is what ours is to be held against. On covariates by Euclidean distance, the ' +
    "peer's own. Goal: at most .02 of the time that DoWhy takes for an estimate with its interval.",
  columns: contestColumns,
  measures: { matching: match },
  run() {
    const all: (Answer | undefined)[] = [];
    const rows = works.flatMap((one) => {
      const sides = sidesOf(one);
      const answers = contest(sides, one.times);
      all.push(...answers);
      const work = `${one.rows.toLocaleString('en-US')} x ${features}, on ${one.on}`;
      return contestRows(work, sides, answers, quality);
    });
    return { rows, versions: versionsOf(all) };
  },
};
