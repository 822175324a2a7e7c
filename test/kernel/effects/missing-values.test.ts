import { describe, expect, it } from 'vitest';
import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import { scoreEffect } from '../../../kernel/src/effects/score-effect.js';
import { fitLinear } from '../../../kernel/src/models/linear.js';
import { unwatched } from '../../../kernel/src/task.js';
import { undisclosed } from './simulate.js';
import { type Parameters, parametersOf, type tableOf } from './tables.js';

const estimate = (table: ReturnType<typeof tableOf>, given: Partial<Parameters>) =>
  estimateEffect({ table, texts: [], parameters: parametersOf(given) }, unwatched);

describe('missing covariates', () => {
  it('are adjusted for, be it that who does not tell differs', () => {
    const table = undisclosed(2000, 1);
    for (const kind of ['stack', 'linear', 'boosted trees'] as const) {
      const result = estimate(table, { adjustment: ['income', 'age'], nuisances: { kind, options: {} } });
      const [{ estimate: found, stdError }] = result.contrasts;
      // .5 among those who tell, 2 among those who do not, a third of all
      expect(Math.abs(found - 1) / stdError).toBeLessThan(3);
      expect(result.n).toBe(2000);
    }
  });

  it('that were only filled with the mean would confound', () => {
    const table = undisclosed(2000, 1);
    const income = table.columns.get('income');
    if (income?.kind !== 'numeric') throw new Error('no income');
    const filled = { ...income, values: income.values.map((value) => (Number.isNaN(value) ? 0 : value)) };
    const columns = new Map([...table.columns, ['income', filled] as const]);
    const [{ estimate: found, stdError }] = estimate(
      { ...table, columns },
      { adjustment: ['income', 'age'] },
    ).contrasts;
    // Trees find the pile at the mean; lines do not.
    const [lines] = estimate(
      { ...table, columns },
      { adjustment: ['income', 'age'], nuisances: { kind: 'linear', options: {} } },
    ).contrasts;
    expect(Math.abs(lines.estimate - 1) / lines.stdError).toBeGreaterThan(4);
    expect(Math.abs(found - 1) / stdError).toBeLessThan(Math.abs(lines.estimate - 1) / lines.stdError);
  });

  it('are scored as they were learned, as a group of their own', () => {
    const table = undisclosed(2000, 2);
    const { fitted, heterogeneity } = estimate(table, {
      adjustment: ['income', 'age'],
      modifiers: ['income'],
      estimator: { kind: 'causal forest', options: { trees: 100 } },
    });
    const [missing] = heterogeneity[0].groups.filter(({ group }) => group === 'income missing');
    expect(Math.abs(missing.estimate - 2) / missing.stdError).toBeLessThan(3);
    const [{ effect }] = scoreEffect(fitted, table, [], unwatched);
    const income = table.columns.get('income');
    const gaps =
      income?.kind === 'numeric'
        ? [...income.values.keys()].filter((row) => Number.isNaN(income.values[row]))
        : [];
    const scored = gaps.map((row) => effect[row]);
    expect(scored.every((value) => value === scored[0])).toBe(true);
    expect(Math.abs(scored[0] - 2)).toBeLessThan(0.5);
  });

  it('get one indicator in linear models, and none for each curve', () => {
    const values = Float64Array.from({ length: 50 }, (_, i) => (i % 5 === 0 ? Number.NaN : i));
    const y = values.map((value) => (Number.isNaN(value) ? 10 : 0));
    const features = { rows: 50, list: [{ name: 'x', source: 'x', kind: 'numeric' as const, values }] };
    const model = fitLinear(
      features,
      y,
      Int32Array.from(values.keys()),
      { family: 'gaussian', l2: 0 },
      unwatched,
    );
    expect(model.terms.map(({ kind }) => kind)).toEqual(['number', 'missing']);
  });
});
