import { type Browsing, drawBrowsing } from '../browsing.js';
import { createDraws, type Draws } from '../random.js';
import { logistic, mean, round, writeData } from './write-data.js';

/** A visitor with a full basket, before the checkout. */
interface Shopper {
  readonly device: 'phone' | 'desktop';
  readonly returning: 0 | 1;
  /** Worth of the basket. */
  readonly basket: number;
  readonly looked: Browsing;
}

/** A checkout with what came of it, and with what would have. */
export interface Checkout extends Shopper {
  /** Whether the costs of shipping came up at the last step only. */
  readonly lateShipping: 0 | 1;
  /** Spent at the checkout. */
  readonly minutes: number;
  readonly abandoned: 0 | 1;
  /** True effects of late costs on the chance to abandon: by way of the minutes, and not. */
  readonly indirect: number;
  readonly direct: number;
}

const size = 7000;
/** Two thirds of them are in English, which the built-in encoder has learnt. */
const distinctTexts = 2400;
const textSeed = 51;
const populationSeed = 52;
const populationSize = 100_000;
/** What a minute more at the checkout adds to the chance to abandon. */
const perMinute = 0.022;

const keennessOf = ({ looked }: Shopper): number => Math.max(-2, Math.min(2, looked.keenness));

/** Those who know what they want take the express checkout, which tells of shipping at its last step. */
const propensityOf = (shopper: Shopper): number =>
  logistic(
    -0.2 + 0.8 * keennessOf(shopper) + (shopper.device === 'phone' ? 0.4 : 0) + 0.3 * shopper.returning,
  );

/** Costs that come late send people back to look for others, from 1 minute to 12. */
const minutesOf = (shopper: Shopper, late: number, noise: number): number =>
  1 +
  11 *
    logistic(-1 + late - 0.25 * keennessOf(shopper) + (shopper.device === 'phone' ? 0.25 : 0) + 0.7 * noise);

/** Chance that the basket is left: keen visitors stay, new ones are put off more by a surprise. */
const abandonsOf = (shopper: Shopper, late: number, minutes: number): number =>
  0.3 -
  0.09 * keennessOf(shopper) +
  0.07 * late * (shopper.returning ? 0.6 : 1.4) +
  perMinute * (minutes - 4) +
  0.02 * (shopper.basket < 40 ? 1 : 0);

function drawShopper(draws: Draws, texts: readonly Browsing[]): Shopper {
  return {
    device: draws.chance(0.6) ? 'phone' : 'desktop',
    returning: draws.chance(0.45) ? 1 : 0,
    basket: Math.round(5000 * Math.exp(0.5 * draws.normal())) / 100,
    looked: texts[draws.index(texts.length)],
  };
}

function checkOut(shopper: Shopper, draws: Draws): Checkout {
  const late = draws.chance(propensityOf(shopper)) ? 1 : 0;
  const noise = draws.normal();
  const minutes = [0, 1].map((own) => minutesOf(shopper, own, noise));
  const indirect = perMinute * (minutes[1] - minutes[0]);
  const direct = abandonsOf(shopper, 1, minutes[0]) - abandonsOf(shopper, 0, minutes[0]);
  return {
    ...shopper,
    lateShipping: late,
    minutes: minutes[late],
    abandoned: draws.chance(abandonsOf(shopper, late, minutes[late])) ? 1 : 0,
    indirect,
    direct,
  };
}

/** Checkouts of known effects. */
export function generateCheckouts(rows: number, seed: number): Checkout[] {
  const texts = drawBrowsing(distinctTexts, createDraws(textSeed)).filter(
    ({ text }) => !/\p{Script=Han}/u.test(text),
  );
  const draws = createDraws(seed);
  return Array.from({ length: rows }, () => checkOut(drawShopper(draws, texts), draws));
}

function effectsOf(checkouts: readonly Checkout[]): { total: number; direct: number; indirect: number } {
  const direct = mean(checkouts.map((own) => own.direct));
  const indirect = mean(checkouts.map((own) => own.indirect));
  return { total: direct + indirect, direct, indirect };
}

/** Writes `carts.csv`, and what is true of it: `truth.csv` row by row, `truth.json` on average. */
export async function writeBehaviour(folder: string, seed: number): Promise<void> {
  const carts = generateCheckouts(size, seed);
  await writeData(
    folder,
    {
      'carts.csv': {
        visitor_id: carts.map((_, i) => 30_001 + i),
        looked_at: carts.map(({ looked }) => looked.text),
        device: carts.map(({ device }) => device),
        returning: carts.map(({ returning }) => returning),
        basket: carts.map(({ basket }) => basket),
        late_shipping: carts.map(({ lateShipping }) => lateShipping),
        minutes: carts.map(({ minutes }) => Math.round(10 * minutes) / 10),
        abandoned: carts.map(({ abandoned }) => abandoned),
      },
      'truth.csv': {
        direct: carts.map(({ direct }) => round(direct)),
        indirect: carts.map(({ indirect }) => round(indirect)),
      },
    },
    {
      effect: 'late_shipping on abandoned, through minutes',
      population: effectsOf(generateCheckouts(populationSize, populationSeed)),
      sample: effectsOf(carts),
    },
  );
}
