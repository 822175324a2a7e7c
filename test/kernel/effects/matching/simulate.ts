import type { Table } from '../../../../kernel/src/data/table.js';
import { category, noise, number, tableOf } from '../tables.js';

/** As many normal columns `x0`, `x1`, ..., all of which move treatment and outcome a little; the effect is 1 for everyone. */
export function manyConfounders(n: number, columns: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  const x = Array.from({ length: columns }, () => new Float64Array(n));
  const treatment = new Float64Array(n);
  const outcome = new Float64Array(n);
  const slope = 1 / Math.sqrt(columns);
  for (let row = 0; row < n; row++) {
    let index = 0;
    for (const column of x) {
      column[row] = normal();
      index += slope * column[row];
    }
    treatment[row] = uniform() < 1 / (1 + Math.exp(-0.8 * index)) ? 1 : 0;
    outcome[row] = 2 * index + treatment[row] + normal();
  }
  return tableOf(
    ...x.map((values, k) => number(`x${k}`, values)),
    number('treatment', treatment),
    number('outcome', outcome),
  );
}

/** Arms `none`, `a` and `b`, likelier or not by `x` and `z`, which move the outcome, too; `a` adds `1 + x` and `b` adds .5. */
export function threeArms(n: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  const x = Float64Array.from({ length: n }, normal);
  const z = Float64Array.from({ length: n }, normal);
  const arms = Array.from(x, (value, row) => {
    const odds = [1, Math.exp(0.5 * value), Math.exp(0.5 * z[row] - 0.2)];
    const u = uniform() * (odds[0] + odds[1] + odds[2]);
    return u < odds[0] ? 'none' : u < odds[0] + odds[1] ? 'a' : 'b';
  });
  const outcome = arms.map(
    (arm, row) => x[row] + z[row] + (arm === 'a' ? 1 + x[row] : arm === 'b' ? 0.5 : 0) + normal(),
  );
  return tableOf(number('x', x), number('z', z), category('treatment', arms), number('outcome', outcome));
}

/** About a tenth treated, likelier by `x` and less so by `z`, with an effect of `1 + x`; and its mean over the treated. */
export function rarelyTreated(n: number, seed: number): { readonly table: Table; readonly att: number } {
  const { normal, uniform } = noise(seed);
  const x = Float64Array.from({ length: n }, normal);
  const z = Float64Array.from({ length: n }, normal);
  const treatment = x.map((value, row) =>
    uniform() < 1 / (1 + Math.exp(2.4 - 0.6 * value + 0.4 * z[row])) ? 1 : 0,
  );
  const outcome = x.map((value, row) => 2 * value + z[row] + treatment[row] * (1 + value) + normal());
  const treated = treatment.reduce((sum, t) => sum + t, 0);
  const att = treatment.reduce((sum, t, row) => sum + (t * (1 + x[row])) / treated, 0);
  const table = tableOf(
    number('x', x),
    number('z', z),
    number('treatment', treatment),
    number('outcome', outcome),
  );
  return { table, att };
}
