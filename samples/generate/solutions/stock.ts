import { createDraws, type Draws } from '../random.js';
import { writeData } from './write-data.js';

const itemWeeks = 6000;

/** Money of the order: what a unit sells for, costs, and brings when it is left over. */
export const money = { price: 20, unitCost: 12, salvage: 8 };

/** Kinds of items, and how much demand varies around what is expected. */
const kinds = [
  { name: 'dry', spread: 0.3 },
  { name: 'fresh', spread: 0.5 },
];

interface ItemWeek {
  readonly kind: number;
  /** Mean of the four weeks before. */
  readonly pastSales: number;
  readonly holiday: number;
  readonly promoted: number;
}

/** The buyer promotes what is expected to sell: items that sold well, and before holidays. */
function drawWeek({ uniform, normal, chance }: Draws): ItemWeek {
  const kind = uniform() < 0.6 ? 0 : 1;
  const warmth = normal();
  const pastSales = Math.round(10 * Math.exp(3 + 0.5 * warmth)) / 10;
  const holiday = chance(0.2) ? 1 : 0;
  const promoted = chance(1 / (1 + Math.exp(0.8 - 0.9 * warmth - 0.8 * holiday))) ? 1 : 0;
  return { kind, pastSales, holiday, promoted };
}

/** How many are asked for, sold out or not. */
function asksOf({ kind, pastSales, holiday }: ItemWeek, promoted: number, { normal }: Draws): number {
  const expected = Math.log(pastSales) + 0.35 * promoted + 0.25 * holiday;
  return Math.round(Math.exp(expected + kinds[kind].spread * normal()));
}

interface Truth {
  readonly quantity: number;
  readonly profit: number;
}

/** The quantile of demand that pays, and what ordering it earns. */
function truthOf(asked: Float64Array): Truth {
  const { price, unitCost, salvage } = money;
  const fractile = (price - unitCost) / (price - salvage);
  const quantity = asked.sort()[Math.ceil(fractile * asked.length) - 1];
  const earned = asked.reduce((sum, demand) => {
    const sold = Math.min(quantity, demand);
    return sum + price * sold + salvage * (quantity - sold) - unitCost * quantity;
  }, 0);
  return { quantity, profit: earned / asked.length };
}

/** Items of a shop in weeks: `items.csv`, with true orders by arm, and by kind in the arm, in `truth.json`. */
export async function writeStock(folder: string, seed: number): Promise<void> {
  const draws = createDraws(seed);
  const rows = Array.from({ length: itemWeeks }, () => {
    const item = drawWeek(draws);
    return { ...item, asked: asksOf(item, item.promoted, draws) };
  });
  const columns = {
    item_week: rows.map((_, i) => `i${i + 1}`),
    kind: rows.map(({ kind }) => kinds[kind].name),
    past_sales: rows.map(({ pastSales }) => pastSales),
    holiday: rows.map(({ holiday }) => holiday),
    promoted: rows.map(({ promoted }) => promoted),
    asked: rows.map(({ asked }) => asked),
  };
  await writeData(folder, { 'items.csv': columns }, truths());
}

/** Over many item-weeks that are not in the data, each in both arms. */
function truths(): { readonly arms: Truth[]; readonly byKind: Readonly<Record<string, Truth[]>> } {
  const draws = createDraws(20_260_101);
  const many = Array.from({ length: 400_000 }, () => drawWeek(draws));
  const of = (items: readonly ItemWeek[]): Truth[] =>
    [0, 1].map((promoted) => truthOf(Float64Array.from(items, (item) => asksOf(item, promoted, draws))));
  const byKind = kinds.map(
    ({ name }, kind) => [name, of(many.filter((item) => item.kind === kind))] as const,
  );
  return { arms: of(many), byKind: Object.fromEntries(byKind) };
}
