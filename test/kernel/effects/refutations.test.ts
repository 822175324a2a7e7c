import { describe, expect, it } from 'vitest';
import type { Column, Table } from '../../../kernel/src/data/table.js';
import { holm } from '../../../kernel/src/effects/checks/holm.js';
import { residualProduct } from '../../../kernel/src/effects/checks/residual-product.js';
import { openStudy } from '../../../kernel/src/effects/study.js';
import { unwatched } from '../../../kernel/src/task.js';
import { shopWithHidden } from './confounding.js';
import { diagnosed } from './diagnosed.js';
import { confounded } from './simulate.js';
import { category, noise, number, type Parameters, parametersOf, tableOf } from './tables.js';

const adjustment = ['x', 'z', 'shop'];
const withColumns = (table: Table, ...columns: Column[]): Table => ({
  ...table,
  columns: new Map([...table.columns, ...columns.map((column) => [column.name, column] as const)]),
});
const values = (table: Table, name: string): Float64Array => {
  const column = table.columns.get(name);
  if (column?.kind !== 'numeric') throw new Error(`${name} is not a column of numbers.`);
  return column.values;
};

describe('estimates made again', () => {
  it('a dummy outcome, a random cause and subsets speak for a sound analysis, and say what they asked', () => {
    const given = {
      adjustment,
      checks: ['dummy outcome', 'random cause', 'subsets', 'bootstrap'],
      folds: 3,
    } as const;
    const { checks } = diagnosed(confounded(500, 11).table, { ...given, seed: 11 });
    expect(checks.map(({ name, passed }) => [name, passed])).toEqual(
      given.checks.map((name) => [name, true]),
    );
    for (const { sentence, value, threshold } of checks) {
      expect(sentence.length).toBeGreaterThan(80);
      expect(value).toBeLessThanOrEqual(threshold);
    }
  });

  it('an experiment needs no nuisances, and has no random cause to add', () => {
    const estimator = { kind: 'difference in means', options: {} } as const;
    const checks = ['dummy outcome', 'random cause', 'subsets', 'bootstrap'] as const;
    const table = shopWithHidden(300, 2, {
      effect: 1,
      seen: { treatment: 0, outcome: 1 },
      hidden: { treatment: 0, outcome: 0 },
    });
    const { check } = diagnosed(table, { estimator, checks });
    expect(check('random cause').sentence).toContain('nothing is adjusted for');
    expect(check('dummy outcome').passed && check('subsets').passed && check('bootstrap').passed).toBe(true);
  });

  it('too few rows to part are said to be so', () => {
    const checks = ['random cause', 'subsets'] as const;
    const { check } = diagnosed(confounded(50, 1).table, { adjustment, checks, folds: 5 });
    expect(check('subsets').sentence).toContain('too few rows');
    expect(check('random cause').sentence).toContain('too few rows');
  });

  it('the bootstrap tells outcomes that are too skewed for their interval', () => {
    const { normal, uniform } = noise(3);
    const arm = Array.from({ length: 400 }, () => (uniform() < 0.05 ? 1 : 0));
    const table = tableOf(
      number('treatment', arm),
      number(
        'outcome',
        arm.map(() => Math.exp(2 * normal())),
      ),
    );
    const { check } = diagnosed(table, { checks: ['bootstrap'] });
    expect(check('bootstrap').passed).toBe(false);
    expect(check('bootstrap').sentence).toContain('too narrow');
  });
});

describe('negative controls', () => {
  const hidden = { treatment: 0.8, outcome: 0.8 };
  const controlled = (seed: number, missing: boolean) => {
    const table = shopWithHidden(600, seed, { effect: 1, seen: hidden, hidden });
    const { normal } = noise(seed + 1000);
    const [u, x] = [values(table, 'u'), values(table, 'x')];
    const before = u.map((value, i) => value + x[i] + normal());
    const region = Array.from(u, (value) => (value + normal() > 0 ? 'south' : 'north'));
    return diagnosed(withColumns(table, number('before', before), category('region', region)), {
      adjustment: missing ? ['x', 'z'] : ['x', 'z', 'u'],
      negativeOutcomes: ['before'],
      negativeTreatments: ['region'],
      checks: ['negative controls'],
      folds: 3,
      seed,
    }).check('negative controls');
  };

  it('see a confounder that is missing, and name what moved', () => {
    const check = controlled(1, true);
    expect(check.passed).toBe(false);
    expect(check.sentence).toContain('treatment "1" on before');
    expect(check.sentence).toContain('region = ');
  });

  it('pass where it is adjusted for', () => {
    expect(controlled(1, false)).toMatchObject({ passed: true });
  });

  it('are all looked over before any is estimated', () => {
    const table = withColumns(confounded(200, 1).table, category('kind', Array(200).fill('a')));
    const run = () =>
      diagnosed(table, {
        negativeOutcomes: ['kind', 'nowhere'],
        checks: ['negative controls'],
      });
    expect(run).toThrow(/"kind" is not a column of numbers.*\n.*"nowhere" is not a column of the data/);
  });

  it('are found unusable before anything is fitted, with all else that is wrong', () => {
    const { table } = confounded(200, 1);
    const rare = number(
      'rare',
      Array.from({ length: 200 }, (_, i) => (i < 4 ? i : Number.NaN)),
    );
    const given = { adjustment, checks: ['negative controls'], folds: 3 } as const;
    const open = (parameters: Partial<Parameters>) =>
      openStudy(
        { table: withColumns(table, rare), texts: [], parameters: parametersOf(parameters) },
        unwatched,
      );
    expect(() => open({ ...given, outcome: 'sales', negativeTreatments: ['nowhere'] })).toThrow(
      /outcome "sales" is not a column of the data.*\n.*"nowhere" is not a column of the data/,
    );
    expect(() => open({ ...given, negativeOutcomes: ['rare'], negativeTreatments: ['rare'] })).toThrow(
      /The negative outcome "rare" has \d values? in arm "0"; it needs at least 6.*\n.*The negative treatment "rare"/,
    );
    // Nobody asked for them.
    expect(() => open({ ...given, checks: [], negativeOutcomes: ['nowhere'] })).not.toThrow();
  });

  it("Holm's p-values are those of the step-down by hand", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });
});

describe('implications', () => {
  /** a -> b -> c, with categories of a on the side; `leak` adds the arrow a -> c. */
  const chain = (seed: number, leak: number) => {
    const { normal, uniform } = noise(seed);
    const a = Float64Array.from({ length: 1000 }, normal);
    const b = a.map((value) => Math.sin(2 * value) + value + normal());
    const c = b.map((value, i) => value + 0.3 * value ** 2 + leak * a[i] + normal());
    const kind = Array.from(a, (value) => (value + normal() > 0.5 ? 'big' : value > -1 ? 'middle' : 'small'));
    const arm = Array.from(a, () => (uniform() < 0.5 ? 1 : 0));
    const table = tableOf(
      number('a', a),
      number('b', b),
      number('c', c),
      category('kind', kind),
      number('treatment', arm),
      number('outcome', c),
    );
    return diagnosed(table, {
      implications: [
        {
          a: 'a',
          b: 'c',
          given: ['b'],
          additions: [
            { missing: 'arrow', between: ['a', 'c'], takesBack: [0] },
            { missing: 'common cause', between: ['a', 'c'], takesBack: [0, 1] },
          ],
        },
        { a: 'kind', b: 'c', given: ['a', 'b'] },
        { a: 'a', b: 'treatment', given: [] },
      ],
      checks: ['implications'],
      folds: 3,
      seed,
    }).check('implications');
  };

  it('hold where the graph is right, curved as the arrows may be', () => {
    const check = chain(1, 0);
    expect(check.passed).toBe(true);
    expect(check.sentence).toContain('implies 3 independences');
  });

  it('fail where an arrow is missing, and say which would explain it', () => {
    const check = chain(2, 0.4);
    expect(check.passed).toBe(false);
    expect(check.sentence).toContain('a and c are not independent given b');
    expect(check.sentence).toMatch(/given b; an arrow a -> c would explain it\.$/);
    expect(check.sentence).not.toContain('treatment are not');
  });

  it('a product of residuals is normal where they are independent, and counts clusters once', () => {
    const { normal } = noise(4);
    const a = Float64Array.from({ length: 400 }, normal);
    const b = Float64Array.from({ length: 400 }, normal);
    const twice = (values: Float64Array) => Float64Array.from({ length: 800 }, (_, i) => values[i >> 1]);
    const clusters = { of: Int32Array.from({ length: 800 }, (_, i) => i >> 1), count: 400 };
    const { distance, p } = residualProduct(a, b);
    expect(Math.abs(distance)).toBeLessThan(3);
    expect(p).toBeGreaterThan(0.002);
    expect(residualProduct(twice(a), twice(b), clusters).distance).toBeCloseTo(distance, 10);
    expect(residualProduct(a, a).p).toBeLessThan(1e-10);
  });
});

describe('a simulated cause', () => {
  const strong = { treatment: 0.8, outcome: 1 };
  const simulated = (seed: number, effect: number, hidden: typeof strong) =>
    diagnosed(shopWithHidden(600, seed, { effect, seen: strong, hidden }), {
      adjustment: ['x', 'z'],
      checks: ['simulated cause'],
      folds: 3,
      seed,
    });

  it('as strong as the strongest covariate takes away what one left out had done', () => {
    const { check, simulated: tables, contrast } = simulated(1, 0, strong);
    const [table] = tables ?? [];
    expect(contrast.interval[0]).toBeGreaterThan(0.2);
    expect(table.unit).toBe('x');
    // Without any effect on the outcome it moves nothing; three times as strong on the treatment it cannot be.
    expect(table.estimates[0].slice(0, 3)).toEqual(Array(3).fill(contrast.estimate));
    expect(table.estimates[5][5]).toBeNull();
    const one = table.multiples.indexOf(1);
    expect(Math.abs(Number(table.estimates[one][one]))).toBeLessThan(contrast.estimate / 2);
    expect(check('simulated cause').threshold).toBe(1);
  });

  it('leaves the sign of a large effect', () => {
    const { check, simulated: tables } = simulated(2, 3, { treatment: 0, outcome: 0 });
    expect(check('simulated cause').passed).toBe(true);
    expect(tables?.[0].turns ?? 2).toBeGreaterThan(1);
  });
});
