import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import {
  type ExchangeFormat,
  exportModel,
  importModel,
} from '../../../../kernel/src/trees/exchange/exchange.js';
import type { TreeEnsemble } from '../../../../kernel/src/trees/model/ensemble.js';
import { digits, expectContributions, expectMargins } from './agreement.js';
import { fixtures, type Rows, type Said } from './fixtures.js';
import { randomEnsemble, randomRows } from './random-ensemble.js';

const python = process.env.CAUSAL_PEERS_PYTHON ?? 'python3';
const here = spawnSync(python, ['-c', 'import lightgbm, xgboost, pandas'], { timeout: 60_000 }).status === 0;

/** What the library of a format says of rows when it has loaded the models we wrote. */
function say(format: ExchangeFormat, cases: readonly Case[]): Said[] {
  const script = fileURLToPath(new URL('./fixtures/predict.py', import.meta.url));
  const input = JSON.stringify(
    cases.map(({ ensemble, rows }) => ({ library: format, model: exportModel(ensemble, format), ...rows })),
  );
  const { status, stdout, stderr } = spawnSync(python, ['-W', 'ignore', script], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Said[];
}

interface Case {
  readonly name: string;
  readonly ensemble: TreeEnsemble;
  readonly rows: Rows;
}

function casesFor(format: ExchangeFormat): Case[] {
  const read = fixtures.map(([name, { model, columns, rows }]) => {
    const ensemble = importModel(model);
    return { name, ensemble, rows: { columns, rows: rowsFor(format, ensemble, rows) } };
  });
  const random = [1, 2, 3, 4, 5, 6].map((seed) => {
    const ensemble = randomEnsemble(seed, 1 + (seed % 3));
    return { name: `random ${seed}`, ensemble, rows: randomRows(ensemble, 60) };
  });
  return [...read, ...random].filter(({ ensemble }) => format === 'xgboost' || ensemble.objective !== 'cox');
}

/** XGBoost knows numbers of single precision only, and has its own way with categories it does not know. */
function rowsFor(format: ExchangeFormat, { features }: TreeEnsemble, rows: Rows['rows']): Rows['rows'] {
  if (format === 'lightgbm') return rows;
  const rounded = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? Math.fround(cell) : cell)));
  return rounded.filter((row) =>
    row.every((cell, j) =>
      typeof cell === 'string' ? features[j].levels?.includes(cell) : cell === null || Number.isFinite(cell),
    ),
  );
}

/** LightGBM counts rows in whole numbers: weights of leaves are rounded to about 1e-9 of those of the root. */
const contribution = { lightgbm: 1e-8, xgboost: digits.xgboost.contribution };

const missing = here ? '' : ' (needs a Python with lightgbm, xgboost and pandas: CAUSAL_PEERS_PYTHON)';

describe.skipIf(!here).each(['lightgbm', 'xgboost'] as const)(
  `%s loads what we write${missing}`,
  (format) => {
    test('and predicts and attributes as we do', { timeout: 120_000 }, () => {
      const cases = casesFor(format);
      say(format, cases).forEach((said, i) => {
        const { ensemble, rows } = cases[i];
        expectMargins(ensemble, rows, said, digits[format].margin);
        expectContributions(ensemble, rows, said, contribution[format]);
      });
    });
  },
);
