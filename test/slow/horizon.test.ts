import { afterAll, describe, expect, it } from 'vitest';
import type { Table } from '../../kernel/src/data/table.js';
import { effectAtHorizon, horizon as length, watched } from '../kernel/effects/simulate.js';
import { number, type Parameters, tableOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';
import { cells, expectSound, judgeMany, type Soundness, seeds, soundnessColumns } from './many-samples.js';

const rows = 1500;
const truth = effectAtHorizon();
const horizon = { length, days: true, column: 'watched' };
const linear = { kind: 'linear', options: {} } as const;
const measured: string[][] = [];

function study(
  name: string,
  given: Partial<Parameters>,
  draw = (seed: number) => watched(rows, seed),
): Soundness {
  const shared = { outcome: 'left', adjustment: ['x'], nuisances: linear };
  const { effect } = judgeMany(draw, { ...shared, ...given }, ({ contrasts: [found] }) => ({
    effect: { found, truth },
  }));
  measured.push([name, String(seeds), ...cells(effect)]);
  return effect;
}

/** Without the rows that were censored before the horizon, as if they had never been there. */
function uncensored(table: Table): Table {
  const valuesOf = (name: string): Float64Array => {
    const column = table.columns.get(name);
    return column?.kind === 'numeric' ? column.values : new Float64Array();
  };
  const [left, times] = ['left', 'watched'].map(valuesOf);
  const kept = [...left.keys()].filter((row) => left[row] === 1 || times[row] >= length);
  return tableOf(
    ...[...table.columns.keys()].map((name) => {
      const values = valuesOf(name);
      return number(
        name,
        kept.map((row) => values[row]),
      );
    }),
  );
}

describe('an event within a horizon', () => {
  afterAll(() =>
    writeResults('horizon.md', {
      title: 'Effects on an event within a horizon, where rows are observed for different lengths of time',
      command: 'npm run test:slow -- horizon',
      note: `${rows} customers each, of whom the treated came late: most of them, and a tenth of the others, came less than ${length} days ago. True effect on leaving within ${length} days: ${truth.toFixed(4)}. 95 % intervals.`,
      columns: ['what', 'samples', ...soundnessColumns],
      rows: measured,
    }),
  );

  it.each([
    ['aipw', {}],
    ['ipw', {}],
    ['tmle', {}],
    ['causal forest', { trees: 50 }],
  ] as const)('is told by %s with sound intervals', { timeout: 7_200_000 }, (kind, options) => {
    const estimator = { kind, options };
    expectSound(study(`${kind}, horizon`, { estimator, horizon }));
  });

  it('is told as if all had been watched for as long', { timeout: 7_200_000 }, () => {
    expectSound(study('aipw, had everybody been watched', { outcome: 'all' }));
  });

  it('is not told by leaving censoring out of account', { timeout: 7_200_000 }, () => {
    const ignored = study('aipw, censoring ignored', {});
    expect(ignored.covered).toBeLessThan(0.8);
    // To leave out who was censored raises leaving in both arms, so that part of the error goes: it is told, and not relied on.
    study('aipw, censored rows left out', {}, (seed) => uncensored(watched(rows, seed)));
  });
});
