import { type Browsing, drawBrowsing } from './browsing.js';
import { createDraws, type Draws } from './random.js';

/** One visit before anybody acted: everything here is older than the coupon. */
interface Visitor {
  readonly userId: number;
  /** Days since 2026-01-01. */
  readonly day: number;
  /** Days since the visit before. */
  readonly recency: number;
  /** Months as a customer. */
  readonly tenure: number;
  readonly device: (typeof devices)[number];
  /** Price of what was looked at, in euros. */
  readonly price: number;
  readonly browsing: Browsing;
}

/** A visit with what happened, and with what would have happened. */
export interface Visit extends Visitor {
  readonly coupon: 0 | 1;
  readonly purchased: 0 | 1;
  readonly spend: number;
  /** Probability that this visitor gets a coupon. */
  readonly propensity: number;
  /** True effect of the coupon on this visitor's probability to buy. */
  readonly cate: number;
}

/** What the estimates of the sample are held against. */
export interface Truth {
  /** Over the population the visits are drawn from, by 200,000 further draws. */
  readonly ate: number;
  readonly att: number;
  /** Over the visits of the file. */
  readonly sampleAte: number;
  readonly sampleAtt: number;
}

const devices = ['phone', 'desktop', 'tablet'] as const;
const distinctTexts = 3000;
const textSeed = 11;
const populationSeed = 12;
const populationSize = 200_000;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The shop hands coupons to those who seem about to buy: what they browsed drives coupon and purchase alike. */
const propensityOf = (v: Visitor): number =>
  logistic(
    -0.2 +
      0.8 * v.browsing.keenness -
      0.012 * (v.tenure - 18) +
      (v.device === 'phone' ? 0.25 : -0.2) -
      0.01 * (v.recency - 20),
  );

const purchaseWithoutCoupon = (v: Visitor): number =>
  0.7 *
  logistic(
    -0.9 +
      0.9 * v.browsing.keenness +
      0.015 * (v.tenure - 18) -
      0.35 * Math.log(v.price / 60) -
      0.012 * (v.recency - 20),
  );

/** New customers, and those away for long, are moved most; nobody is moved below 2 points. */
const effectOf = (v: Visitor): number =>
  0.02 + 0.12 * Math.exp(-v.tenure / 18) + (v.recency > 30 ? 0.06 : 0) + (v.device === 'phone' ? 0.03 : 0);

function drawVisitor(draws: Draws, texts: readonly Browsing[]): Visitor {
  const deviceDraw = draws.uniform();
  return {
    userId: 100_000 + draws.index(900_000),
    day: draws.index(150),
    recency: Math.min(120, Math.floor(-20 * Math.log(1 - draws.uniform()))),
    tenure: Math.min(96, Math.floor(-20 * Math.log(1 - draws.uniform()))),
    device: deviceDraw < 0.55 ? 'phone' : deviceDraw < 0.9 ? 'desktop' : 'tablet',
    price: Math.round(6000 * Math.exp(0.6 * draws.normal())) / 100,
    browsing: texts[draws.index(texts.length)],
  };
}

function live(visitor: Visitor, draws: Draws): Visit {
  const propensity = propensityOf(visitor);
  const cate = effectOf(visitor);
  const coupon = draws.chance(propensity) ? 1 : 0;
  const purchased = draws.chance(purchaseWithoutCoupon(visitor) + coupon * cate) ? 1 : 0;
  const basket = visitor.price * (1 + 0.4 * draws.uniform()) * (coupon ? 0.9 : 1);
  return {
    ...visitor,
    coupon,
    purchased,
    spend: purchased ? Math.round(basket * 100) / 100 : 0,
    propensity,
    cate,
  };
}

function averages(visits: readonly Visit[]): { ate: number; att: number } {
  let ate = 0;
  let att = 0;
  let treated = 0;
  for (const visit of visits) {
    ate += visit.cate;
    att += visit.propensity * visit.cate;
    treated += visit.propensity;
  }
  return { ate: ate / visits.length, att: att / treated };
}

/**
 * A shop's visits with known effects. Confounding runs through the free text: leave `browsing` out and the coupon seems to
 * do far more than it does.
 */
export function generateShop(options: { readonly rows: number; readonly seed: number }): {
  visits: Visit[];
  truth: Truth;
} {
  const texts = drawBrowsing(distinctTexts, createDraws(textSeed));
  const draws = createDraws(options.seed);
  const visits = Array.from({ length: options.rows }, () => live(drawVisitor(draws, texts), draws));
  const population = createDraws(populationSeed);
  const all = averages(
    Array.from({ length: populationSize }, () => live(drawVisitor(population, texts), population)),
  );
  const here = averages(visits);
  return { visits, truth: { ate: all.ate, att: all.att, sampleAte: here.ate, sampleAtt: here.att } };
}
