import type { Column, Table } from '../../kernel/src/data/table.js';
import type { CheckKind } from '../../kernel/src/plan.js';
import { diagnosed } from '../kernel/effects/diagnosed.js';
import { confounded, experiment } from '../kernel/effects/simulate.js';
import { noise, number, type Parameters, tableOf } from '../kernel/effects/tables.js';

export const seeds = Number(process.env.SEEDS ?? 200);
/** The first seed: reported numbers begin at 1, other ones tell whether they hold elsewhere. */
export const firstSeed = Number(process.env.FIRST ?? 1);

/** At 5 %, more failures than this would happen in 1 of 100 runs. */
export const mostFailures = seeds * 0.05 + 2.33 * Math.sqrt(seeds * 0.05 * 0.95);

export type Design = (seed: number) => { readonly table: Table; readonly given: Partial<Parameters> };

/** How often each check fails over the seeds of a design. */
export function countFailures(
  draw: Design,
  checks: readonly CheckKind[],
  each: (found: ReturnType<typeof diagnosed>) => void = () => {},
): Map<string, number> {
  const failed = new Map<string, number>(checks.map((check) => [check, 0]));
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const { table, given } = draw(seed);
    const found = diagnosed(table, { folds: 3, seed, ...given, checks });
    for (const check of found.checks) {
      if (!check.passed) failed.set(check.name, (failed.get(check.name) ?? 0) + 1);
    }
    each(found);
  }
  return failed;
}

/** The same as rows of a table. */
export function failureRows(design: string, failed: ReadonlyMap<string, number>): string[][] {
  return [...failed].map(([check, count]) => [
    check,
    design,
    `${count} of ${seeds}`,
    `${((100 * count) / seeds).toFixed(1)} %`,
  ]);
}

export const withColumns = (table: Table, ...columns: Column[]): Table => ({
  ...table,
  columns: new Map([...table.columns, ...columns.map((column) => [column.name, column] as const)]),
});

export function values(table: Table, name: string): Float64Array {
  const column = table.columns.get(name);
  if (column?.kind !== 'numeric') throw new Error(`${name} is not a column of numbers.`);
  return column.values;
}

/** A shop that is as its analysis supposes, with controls that nothing moves but covariates. */
export const sound: Design = (seed) => {
  const { table } = confounded(400, seed, 0.5);
  const { normal } = noise(seed + 10_000);
  const [x, z] = [values(table, 'x'), values(table, 'z')];
  const columns = [
    number(
      'before',
      x.map((value, i) => Math.sin(value) + z[i] + normal()),
    ),
    number(
      'region',
      x.map((value) => value + normal()),
    ),
    number(
      'tenure',
      z.map((value) => value ** 2 + normal()),
    ),
  ];
  return {
    table: withColumns(table, ...columns),
    given: {
      adjustment: ['x', 'z', 'shop'],
      negativeOutcomes: ['before'],
      negativeTreatments: ['region'],
    },
  };
};

/** Arms by chance alone. */
export const byChance: Design = (seed) => ({
  table: experiment(300, seed + 500),
  given: { arms: ['none', 'a'] },
});

/** A small arm, and outcomes with a long tail. */
export const skewed: Design = (seed) => {
  const { normal, uniform } = noise(seed);
  const arm = Array.from({ length: 400 }, () => (uniform() < 0.05 ? 1 : 0));
  const outcome = arm.map(() => Math.exp(1.5 * normal()));
  return { table: tableOf(number('treatment', arm), number('outcome', outcome)), given: {} };
};
