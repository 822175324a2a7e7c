import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { measuredLater } from '../../shared/clock.js';
import { ask, contest, type Job, type Side } from '../../shared/contest.js';
import { contestColumns, contestRows, versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { runCausal } from '../run-causal.js';
import { workspace, workspaceWith } from '../workspace.js';

const rows = 1_000_000;
const someRows = 200_000;
const fewRows = 50_000;
const threads = 2;

async function ours({ name, on, into, reasons }: Job): Promise<object> {
  const more = Number(reasons) > 0 ? ['--reasons', String(reasons)] : [];
  const cost = await runCausal([
    'score',
    'shop.causal',
    String(name),
    '--on',
    String(on),
    '--into',
    String(into),
    ...more,
  ]);
  return { ...cost, bytes: statSync(join(workspace, String(into))).size };
}

/** The file read and written again by the engine that ours reads with, in all its threads: nothing is scored. */
async function copied({ on, into }: Job): Promise<object> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  const [from, to] = [on, into].map((file) => join(workspace, String(file)));
  const { cost } = await measuredLater(() =>
    connection.run(
      `COPY (SELECT * FROM read_csv('${from}')) TO '${to}' ${to.endsWith('.parquet') ? '(FORMAT parquet)' : '(HEADER)'}`,
    ),
  );
  return { ...cost, bytes: statSync(to).size };
}

/** Has it learn what is scored with, so that scoring alone is measured. */
function trained({ name }: Work): void {
  const few = workspaceWith(100);
  ask({
    name: `training ${name}`,
    runs: { ours: 'causal score' },
    job: { name, on: few, into: 'few.csv', reasons: 0, threads },
  });
}

interface Work {
  readonly what: string;
  readonly name: string;
  readonly extension: string;
  readonly rows: number;
  readonly reasons?: number;
  readonly peers?: boolean;
}

const works: readonly Work[] = [
  { what: 'boosted trees (200), CSV', name: 'will_buy', extension: 'csv', rows, peers: true },
  { what: 'causal forest (500 trees) with intervals, CSV', name: 'lift', extension: 'csv', rows },
  {
    what: 'policy with its effect and intervals, Parquet',
    name: 'coupons',
    extension: 'parquet',
    rows: someRows,
  },
  {
    what: 'boosted trees (200) with 3 reasons, JSON',
    name: 'will_buy',
    extension: 'json',
    rows: fewRows,
    reasons: 3,
  },
];

function sidesOf({ name, extension, rows: count, reasons = 0, peers }: Work): Side[] {
  const on = workspaceWith(count);
  const side = (label: string, runs: Side['runs']): Side => {
    const into = `${label.replace(/\W+/g, '-')}.${extension}`;
    return { name: label, runs, job: { name, on, into, reasons, threads, workspace } };
  };
  return [
    side('ours', { ours: 'causal score' }),
    ...(extension === 'json' ? [] : [side('DuckDB, copied without scores', { ours: 'copied' })]),
    ...(peers ? [side('pandas and LightGBM', { peer: 'score_csv.py', environment: 'scoring' })] : []),
  ];
}

export const scoring: Part = {
  title: 'A file with 30 columns',
  note:
    'Files without texts: an id, 25 numbers, two categories, a day, the treatment. Goals for 1,000,000 rows on two cores: at most 60 s and 1,000 MB, from the start of the program ' +
    'to its end, all processes together. What was trained is kept from before. Beside it the same file read and written by DuckDB alone, in memory as the engine likes it, ' +
    'and `pandas.read_csv`, a LightGBM model of as many trees, and `to_csv`. Times are those of a machine that has other things to do, as the load says: seconds of the processor are what the work costs.',
  columns: contestColumns,
  measures: { 'causal score': ours, copied },
  run() {
    const versions: string[] = [];
    const table = works.flatMap((work) => {
      const sides = sidesOf(work);
      trained(work);
      const answers = contest(sides, 1);
      versions.push(...versionsOf(answers));
      return contestRows(
        `${work.what}, ${work.rows.toLocaleString('en-US')} rows`,
        sides,
        answers,
        (answer) => {
          return `${answer.cpuSeconds.toFixed(1)} s of processor, ${(Number(answer.bytes) / 1e6).toFixed(0)} MB written`;
        },
      );
    });
    return { rows: table, versions };
  },
};
