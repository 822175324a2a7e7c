import type { Table } from '../../../kernel/src/data/table.js';
import { category, noise, number, tableOf } from './tables.js';

/**
 * A shop with known confounding: people of higher `x` are treated more often and buy more; the effect is
 * `1 + slope * x`, so the ATE is 1 and the ATT larger where the slope is positive.
 */
export function confounded(n: number, seed: number, slope = 0): { table: Table; att: number; ate: number } {
  const { normal, uniform } = noise(seed);
  const columns = {
    x: [] as number[],
    z: [] as number[],
    treatment: [] as number[],
    outcome: [] as number[],
  };
  const shops: string[] = [];
  let effects = 0;
  let treatedEffects = 0;
  let treated = 0;
  for (let i = 0; i < n; i++) {
    const x = normal();
    const z = normal();
    const shop = uniform() < 0.3 ? 'south' : 'north';
    const propensity = 1 / (1 + Math.exp(-(0.6 * x - 0.4 * z + (shop === 'south' ? 0.5 : 0))));
    const t = uniform() < propensity ? 1 : 0;
    const effect = 1 + slope * x;
    columns.x.push(x);
    columns.z.push(z);
    shops.push(shop);
    columns.treatment.push(t);
    columns.outcome.push(2 * x + z * z + (shop === 'south' ? 1 : 0) + t * effect + normal());
    effects += effect;
    treatedEffects += t * effect;
    treated += t;
  }
  const table = tableOf(
    number('x', columns.x),
    number('z', columns.z),
    category('shop', shops),
    number('treatment', columns.treatment),
    number('outcome', columns.outcome),
  );
  return { table, ate: effects / n, att: treatedEffects / treated };
}

/** An experiment with three arms of unequal size: `a` adds 1, `b` adds .5 and hits the outcome's spread too. */
export function experiment(n: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  const x = Array.from({ length: n }, normal);
  const arms = Array.from({ length: n }, () => {
    const u = uniform();
    return u < 0.5 ? 'none' : u < 0.8 ? 'a' : 'b';
  });
  const outcome = arms.map(
    (arm, i) => x[i] + (arm === 'a' ? 1 : arm === 'b' ? 0.5 + 2 * normal() : 0) + normal(),
  );
  return tableOf(number('x', x), category('treatment', arms), number('outcome', outcome));
}

/**
 * Shops whose customers resemble each other: outcomes of a shop share a part as large as their own, so that the correlation within
 * a shop is one half; shops of half to one and a half times `size` rows are treated as a whole, every other one. The effect is 1.
 */
export function clustered(given: { clusters: number; size: number; seed: number }): { table: Table } {
  const { normal, uniform } = noise(given.seed);
  const columns = {
    shop: [] as number[],
    x: [] as number[],
    treatment: [] as number[],
    outcome: [] as number[],
  };
  for (let shop = 0; shop < given.clusters; shop++) {
    const shared = normal();
    const rows = Math.round(given.size * (0.5 + uniform()));
    for (let i = 0; i < rows; i++) {
      const x = normal();
      columns.shop.push(shop);
      columns.x.push(x);
      columns.treatment.push(shop % 2);
      columns.outcome.push((shop % 2) + shared + 0.5 * x + normal());
    }
  }
  return { table: tableOf(...Object.entries(columns).map(([name, values]) => number(name, values))) };
}

/**
 * Customers of whom those of high `x` answer a survey more often, with the weights that make up for it. The effect is `1 + x`, so it is
 * 1 on average over all and larger over those who answered.
 */
export function surveyed(n: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  const columns = {
    x: [] as number[],
    weight: [] as number[],
    treatment: [] as number[],
    outcome: [] as number[],
  };
  while (columns.x.length < n) {
    const x = normal();
    const answers = 1 / (1 + Math.exp(1 - 1.2 * x));
    if (uniform() >= answers) continue;
    const treatment = uniform() < 1 / (1 + Math.exp(-0.5 * x)) ? 1 : 0;
    columns.x.push(x);
    columns.weight.push(1 / answers);
    columns.treatment.push(treatment);
    columns.outcome.push(x + treatment * (1 + x) + normal());
  }
  return tableOf(...Object.entries(columns).map(([name, values]) => number(name, values)));
}

/** Days within which the customers of {@link watched} may leave. */
export const horizon = 90;

const watchedRate = (x: number, treatment: number): number => 0.006 * Math.exp(0.6 * x - 0.7 * treatment);

/** True effect of the treatment on the chance that {@link watched} customers leave within the horizon: over the normal `x`, by a fine grid. */
export function effectAtHorizon(): number {
  let [sum, all] = [0, 0];
  for (let x = -8; x <= 8; x += 0.001) {
    const density = Math.exp((-x * x) / 2);
    const leaves = [0, 1].map((treatment) => 1 - Math.exp(-horizon * watchedRate(x, treatment)));
    sum += density * (leaves[1] - leaves[0]);
    all += density;
  }
  return sum / all;
}

/**
 * Customers who came at different days and were watched until today, the treated (of whom most came late) for shorter: `left` says whether they left
 * while they were watched, `watched` for how many days that was, or until they left. Those of high `x` leave sooner and are treated more often.
 * `all` holds `left` within the horizon as it would be known later.
 */
export function watched(n: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  const columns = {
    x: [] as number[],
    treatment: [] as number[],
    left: [] as number[],
    watched: [] as number[],
    all: [] as number[],
  };
  for (let i = 0; i < n; i++) {
    const x = normal();
    const treatment = uniform() < 1 / (1 + Math.exp(-0.5 * x)) ? 1 : 0;
    const leaves = Math.ceil(-Math.log(1 - uniform()) / watchedRate(x, treatment));
    const today = Math.floor(treatment === 1 ? 10 + 110 * uniform() : 70 + 180 * uniform());
    columns.x.push(x);
    columns.treatment.push(treatment);
    columns.left.push(leaves <= today ? 1 : 0);
    columns.watched.push(Math.min(leaves, today));
    columns.all.push(leaves <= horizon ? 1 : 0);
  }
  return tableOf(...Object.entries(columns).map(([name, values]) => number(name, values)));
}

/** An experiment over six groups of equal size; the effect is 1 in every group. */
export function grouped(n: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  const group = Array.from({ length: n }, (_, i) => i % 6);
  const treatment = group.map(() => (uniform() < 0.5 ? 1 : 0));
  const outcome = treatment.map((t) => t + normal());
  return tableOf(number('group', group), number('treatment', treatment), number('outcome', outcome));
}

/**
 * Customers of whom a third do not tell their income, the young more often. Those who do not tell are treated more often, buy more and
 * gain more: the effect is .5 for those who tell and 2 for the others, so 1 on average. Of those who tell, income decides treatment
 * and purchases.
 */
export function undisclosed(n: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  const columns = {
    income: [] as number[],
    age: [] as number[],
    treatment: [] as number[],
    outcome: [] as number[],
  };
  for (let i = 0; i < n; i++) {
    const old = uniform() < 0.5 ? 1 : 0;
    const tells = uniform() < (old ? 5 / 6 : 1 / 2);
    const income = normal();
    const index = (tells ? 0.8 * income - 0.5 : 1) + 0.3 * old;
    const treatment = uniform() < 1 / (1 + Math.exp(-index)) ? 1 : 0;
    columns.income.push(tells ? income : Number.NaN);
    columns.age.push(old);
    columns.treatment.push(treatment);
    columns.outcome.push((tells ? income : 2) - old + treatment * (tells ? 0.5 : 2) + normal());
  }
  return tableOf(...Object.entries(columns).map(([name, values]) => number(name, values)));
}
