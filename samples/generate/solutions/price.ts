import { createDraws, type Draws } from '../random.js';
import { writeData } from './write-data.js';

const stores = 120;
const weeks = 52;
const firstWeek = Date.UTC(2025, 0, 6);
const weekLength = 7 * 86_400_000;

/** What one more unit costs the shop. */
export const unitCost = 6.5;

/** Kinds of stores, and by how much of itself demand falls with a price higher by one. */
const places = [
  { name: 'city', share: 0.5, steepness: 0.3, dearer: -0.2 },
  { name: 'resort', share: 0.5, steepness: 0.2, dearer: 0.4 },
];

interface Store {
  readonly place: number;
  /** Visitors relative to the usual store. */
  readonly footfall: number;
  /** What the store sells more or less than others like it, for reasons of its own that no price follows. */
  readonly own: number;
}

/** A store in a week, with its mean demand at any price. */
interface StoreWeek {
  readonly temperature: number;
  readonly price: number;
  readonly meanAt: (price: number) => number;
}

function drawStore({ uniform, normal }: Draws): Store {
  return {
    place: uniform() < places[0].share ? 0 : 1,
    footfall: Math.exp(0.3 * normal()),
    own: Math.exp(0.08 * normal() - 0.0032),
  };
}

/** The manager asks more where it is warm and stores are full, since more is sold there anyway; the rest of the price is chance. */
function drawWeek({ normal }: Draws, { place, footfall, own }: Store, week: number): StoreWeek {
  const { steepness, dearer } = places[place];
  const temperature = Math.round(10 * (14 - 10 * Math.cos((2 * Math.PI * week) / weeks) + 3 * normal())) / 10;
  const asked = 10.3 + dearer + 0.09 * (temperature - 14) + Math.log(footfall) + 1.3 * normal();
  const base = 20 * footfall * own * Math.exp(0.03 * (temperature - 14));
  return {
    temperature,
    price: Math.round(10 * asked) / 10,
    meanAt: (price) => base * Math.exp(-steepness * (price - 10)),
  };
}

interface Truth {
  readonly price: number;
  readonly margin: number;
  /** At the mean of the prices that were. */
  readonly elasticity: number;
  readonly today: number;
}

/** The price with the highest mean margin over store-weeks, to a hundredth, and what goes with it. */
function truthOf(drawn: readonly StoreWeek[]): Truth {
  const mean = (of: (week: StoreWeek) => number): number =>
    drawn.reduce((sum, week) => sum + of(week), 0) / drawn.length;
  // The mean demand is a sum of two exponentials of the price: two means hold all of it.
  const demand = meanDemand(drawn);
  const margin = (price: number): number => (price - unitCost) * demand(price);
  let best = 7;
  for (let price = 7; price <= 16; price += 0.01) if (margin(price) > margin(best)) best = price;
  const usual = mean(({ price }) => price);
  const step = 0.001;
  return {
    price: Math.round(100 * best) / 100,
    margin: margin(best),
    elasticity: (usual * (demand(usual + step) - demand(usual - step))) / (2 * step * demand(usual)),
    today: mean(({ price, meanAt }) => (price - unitCost) * meanAt(price)),
  };
}

/** Mean demand by the price, laid out every hundredth. */
function meanDemand(drawn: readonly StoreWeek[]): (price: number) => number {
  const at = (price: number): number =>
    drawn.reduce((sum, { meanAt }) => sum + meanAt(price), 0) / drawn.length;
  const known = new Map<number, number>();
  return (price) => {
    const found = known.get(price) ?? at(price);
    known.set(price, found);
    return found;
  };
}

/** Sales of a drink in the stores of a chain: `weeks.csv`, with the best prices overall and by place in `truth.json`. */
export async function writePrice(folder: string, seed: number): Promise<void> {
  const draws = createDraws(seed);
  const rows = Array.from({ length: stores }, (_, id) => {
    const store = drawStore(draws);
    return Array.from({ length: weeks }, (__, week) => {
      const own = drawWeek(draws, store, week);
      const mean = own.meanAt(own.price);
      const sold = Math.max(0, Math.round(mean + Math.sqrt(1.5 * mean) * draws.normal()));
      return { id, week, store, own, sold };
    });
  }).flat();
  const columns = {
    store: rows.map(({ id }) => `s${id + 1}`),
    week_of: rows.map(({ week }) => new Date(firstWeek + week * weekLength).toISOString().slice(0, 10)),
    place: rows.map(({ store }) => places[store.place].name),
    footfall: rows.map(({ store }) => Math.round(1000 * store.footfall) / 1000),
    temperature: rows.map(({ own }) => own.temperature),
    price: rows.map(({ own }) => own.price),
    sold: rows.map(({ sold }) => sold),
  };
  await writeData(folder, { 'weeks.csv': columns }, truths());
}

/** Over many stores that are not in the data: the truth is that of the chain's kind of store. */
function truths(): { readonly all: Truth; readonly byPlace: Readonly<Record<string, Truth>> } {
  const draws = createDraws(20_260_101);
  const many = Array.from({ length: 400 }, () => drawStore(draws)).map((store) => ({
    store,
    drawn: Array.from({ length: weeks }, (_, week) => drawWeek(draws, store, week)),
  }));
  const of = (place?: number): Truth =>
    truthOf(
      many.filter(({ store }) => place === undefined || store.place === place).flatMap(({ drawn }) => drawn),
    );
  return { all: of(), byPlace: Object.fromEntries(places.map(({ name }, place) => [name, of(place)])) };
}
