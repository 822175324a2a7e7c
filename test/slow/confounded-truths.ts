import type { Estimand } from '../../kernel/src/plan.js';
import { confounded } from '../kernel/effects/simulate.js';

/** Averages of `1 + x` over whom each estimand is about, by the true propensities of the confounded shop. */
export function confoundedTruths(): Record<Estimand, number> {
  const { columns, rows } = confounded(1_000_000, 0, 1).table;
  const [x, z, shop] = ['x', 'z', 'shop'].map((name) => columns.get(name));
  if (x?.kind !== 'numeric' || z?.kind !== 'numeric' || shop?.kind !== 'category')
    throw new Error('not the shop');
  const e = Float64Array.from({ length: rows }, (_, i) => {
    const south = shop.levels[shop.codes[i]] === 'south';
    return 1 / (1 + Math.exp(-(0.6 * x.values[i] - 0.4 * z.values[i] + (south ? 0.5 : 0))));
  });
  const over = (weight: (e: number) => number): number => {
    let top = 0;
    let bottom = 0;
    e.forEach((p, i) => {
      top += weight(p) * (1 + x.values[i]);
      bottom += weight(p);
    });
    return top / bottom;
  };
  return { ate: 1, att: over((p) => p), atc: over((p) => 1 - p), overlap: over((p) => p * (1 - p)) };
}
