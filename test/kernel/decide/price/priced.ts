import type { Table } from '../../../../kernel/src/data/table.js';
import { gatherDemand } from '../../../../kernel/src/decide/price/demand.js';
import { estimatePrice } from '../../../../kernel/src/decide/price/estimate-price.js';
import type { PriceEstimate } from '../../../../kernel/src/decide/price/request.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { category, noise, number, parametersOf, tableOf } from '../../effects/tables.js';

export const unitCost = 4;
export const regions = ['north', 'south'];

/** Slope of demand in the price by region: the south minds prices more. */
const steepness = [1.2, 2];

/** Mean of `season`, which is uniform from -1 to 1, times how much demand moves with it. */
const seasonal = 3;

/** Mean demand per row at a price; the season averages out. */
export function demandAt(price: number, region?: number): number {
  const own = (r: number): number => 20 - steepness[r] * price;
  return region === undefined ? (own(0) + own(1)) / 2 : own(region);
}

/** `(20 - b p)(p - c)` is highest at `(20 / b + c) / 2`. */
export function bestOf(region?: number): number {
  const b = region === undefined ? (steepness[0] + steepness[1]) / 2 : steepness[region];
  return (20 / b + unitCost) / 2;
}

export function marginAt(price: number, region?: number): number {
  return (price - unitCost) * demandAt(price, region);
}

/** Mean margin of the prices that are asked: `E (p - c)(20 - b p + 3 season)` with `p = 8.5 + season + 1.5 z`. */
export const marginToday =
  (8.5 - unitCost) * demandAt(8.5) - ((steepness[0] + steepness[1]) / 2) * (1 / 3 + 1.5 ** 2) + seasonal / 3;

/** Percent by which demand changes with one percent more. */
export function elasticityAt(price: number): number {
  return (-((steepness[0] + steepness[1]) / 2) * price) / demandAt(price);
}

/** Sales of a shop that asks more in the season, when more is bought. */
export function priced(n: number, seed: number): Table {
  const { normal, uniform } = noise(seed);
  const rows = Array.from({ length: n }, () => {
    const season = 2 * uniform() - 1;
    const region = uniform() < 0.5 ? 0 : 1;
    const price = 8.5 + 1 * season + 1.5 * normal();
    const sold = 20 - steepness[region] * price + seasonal * season + 2 * normal();
    return { season, region, price, sold };
  });
  return tableOf(
    number(
      'price',
      rows.map(({ price }) => price),
    ),
    number(
      'sold',
      rows.map(({ sold }) => sold),
    ),
    number(
      'season',
      rows.map(({ season }) => season),
    ),
    category(
      'region',
      rows.map(({ region }) => regions[region]),
    ),
  );
}

/** The best price of such sales. */
export function priceOf(table: Table, seed: number, by: readonly string[] = [], given = {}): PriceEstimate {
  const parameters = parametersOf({
    treatment: 'price',
    outcome: 'sold',
    adjustment: ['season', 'region'],
    estimator: { kind: 'dose response', options: {} },
    nuisances: { kind: 'linear', options: {} },
    seed,
    ...given,
  });
  const demand = gatherDemand({ table, texts: [], parameters }, unwatched);
  const asked = { effect: 'effect:demand', unitCost, by };
  return estimatePrice({ name: 'best', effect: 'demand', demand, table, parameters: asked }, unwatched);
}
