import type { Table } from '../../../../kernel/src/data/table.js';
import { gatherDemandInArms } from '../../../../kernel/src/decide/stock/demand-in-arms.js';
import { estimateStock } from '../../../../kernel/src/decide/stock/estimate-stock.js';
import { fractileOf } from '../../../../kernel/src/decide/stock/newsvendor.js';
import type { StockEstimate } from '../../../../kernel/src/decide/stock/request.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { boolean, category, noise, number, parametersOf, tableOf } from '../../effects/tables.js';

export const terms = { price: 20, unitCost: 12, salvage: 4 };
export const kinds = ['dry', 'fresh'];

/** Demand is lognormal: `exp(level + .5 popularity + .4 promoted + .2 fresh + spread * noise)`, fresh items varying more. */
const level = 3;
const spread = [0.3, 0.5];

interface Item {
  readonly popularity: number;
  readonly kind: number;
  readonly promoted: number;
}

const draw = ({ popularity, kind, promoted }: Item, normal: () => number): number =>
  Math.round(Math.exp(level + 0.5 * popularity + 0.4 * promoted + 0.2 * kind + spread[kind] * normal()));

/** Weeks of items: those expected to sell are promoted. */
export function stocked(n: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  const items = Array.from({ length: n }, () => {
    const popularity = normal();
    const kind = uniform() < 0.4 ? 1 : 0;
    const promoted = uniform() < 1 / (1 + Math.exp(0.4 - 0.9 * popularity)) ? 1 : 0;
    const item = { popularity, kind, promoted };
    return { ...item, sold: draw(item, normal) };
  });
  return tableOf(
    boolean(
      'promoted',
      items.map(({ promoted }) => promoted),
    ),
    number(
      'sold',
      items.map(({ sold }) => sold),
    ),
    number(
      'popularity',
      items.map(({ popularity }) => popularity),
    ),
    category(
      'kind',
      items.map(({ kind }) => kinds[kind]),
    ),
  );
}

/** True orders and what they earn, by two million draws of everybody in the arm; of one kind where it is named. */
export function truthOf(
  promoted: number,
  only?: number,
): { quantity: number; profitAt: (order: number) => number } {
  const { normal, uniform } = noise(4711 + promoted);
  const demand = Float64Array.from({ length: 400_000 }, () => {
    const kind = only ?? (uniform() < 0.4 ? 1 : 0);
    return draw({ popularity: normal(), kind, promoted }, normal);
  }).sort();
  const { price, unitCost, salvage } = terms;
  const fractile = (price - unitCost) / (price - salvage);
  return {
    quantity: demand[Math.ceil(fractile * demand.length) - 1],
    profitAt: (order) =>
      demand.reduce((sum, asked) => {
        const sold = Math.min(order, asked);
        return sum + price * sold + salvage * (order - sold) - unitCost * order;
      }, 0) / demand.length,
  };
}

/** Orders of such items. */
export function orderFor(table: Table, seed: number, by: readonly string[] = [], given = {}): StockEstimate {
  const parameters = parametersOf({
    treatment: 'promoted',
    outcome: 'sold',
    adjustment: ['popularity', 'kind'],
    nuisances: { kind: 'linear', options: {} },
    seed,
    ...given,
  });
  const demand = gatherDemandInArms({ table, texts: [], parameters }, fractileOf(terms), unwatched);
  const asked = { effect: 'effect:lift', ...terms, by };
  return estimateStock({ name: 'order', effect: 'lift', demand, table, parameters: asked }, unwatched);
}
