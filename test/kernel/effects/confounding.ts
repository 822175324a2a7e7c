import type { Table } from '../../../kernel/src/data/table.js';
import { noise, number, tableOf } from './tables.js';

/** How a shop with a hidden confounder is made: per deviation, log odds of the treatment and units of the outcome. */
export interface Confounding {
  readonly effect: number;
  /** Of the covariate `x`, which is observed, and of `u`, which is a column too but for a test to leave out. */
  readonly seen: { readonly treatment: number; readonly outcome: number };
  readonly hidden: { readonly treatment: number; readonly outcome: number };
}

/** Independent standard normals x, z and u; z moves the outcome alone. */
export function shopWithHidden(n: number, seed: number, { effect, seen, hidden }: Confounding): Table {
  const { normal, uniform } = noise(seed);
  const draw = () => Float64Array.from({ length: n }, normal);
  const [x, z, u, e] = [draw(), draw(), draw(), draw()];
  const odds = x.map((value, i) => seen.treatment * value + hidden.treatment * u[i]);
  const treatment = odds.map((value) => (uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
  const outcome = e.map(
    (value, i) => value + effect * treatment[i] + seen.outcome * x[i] + hidden.outcome * u[i] + 0.5 * z[i],
  );
  return tableOf(
    number('x', x),
    number('z', z),
    number('u', u),
    number('treatment', treatment),
    number('outcome', outcome),
  );
}
