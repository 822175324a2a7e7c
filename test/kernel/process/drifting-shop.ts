import { createRandom } from '../../../kernel/src/statistics/random.js';

export interface Visit {
  readonly number: number;
  readonly age: number;
  readonly land: string;
  /** 0 or 1, and the chance of a 1. */
  readonly bought: number;
  readonly chance: number;
}

/** Visits `from` to `to` of a shop in which the young buy, and the more it drifts (0 to 1) the old instead. */
export function drifting(
  from: number,
  to: number,
  drift: number,
  { lands = ['at', 'de'], seed = 8 }: { lands?: readonly string[]; seed?: number } = {},
): Visit[] {
  const random = createRandom(seed, from);
  const leaning: Readonly<Record<string, number>> = { at: -0.4, de: 0.8, ch: 2.5 };
  return Array.from({ length: to - from }, (_, i) => {
    const age = 20 + random.below(50);
    const land = lands[random.below(lands.length)];
    const logit = (1.2 * (2 * drift - 1) * (age - 45)) / 15 + leaning[land];
    const chance = 1 / (1 + Math.exp(-logit));
    return { number: from + i, age, land, bought: random.next() < chance ? 1 : 0, chance };
  });
}
