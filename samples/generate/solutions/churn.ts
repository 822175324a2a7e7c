import { createDraws, type Draws } from '../random.js';
import { date, logistic, mean, round, writeData } from './write-data.js';

/** A customer of a membership, as known on the day on which it was decided whether to call. */
interface Customer {
  /** Months as a member. */
  readonly tenure: number;
  /** Of the last 90 days. */
  readonly orders: number;
  readonly complaints: number;
  readonly plan: 'basic' | 'plus' | 'family';
  /** The shop's own guess of how likely the customer is to leave, in percent. */
  readonly risk: number;
}

/** What happened to a customer, and what would have. */
export interface Watched extends Customer {
  readonly called: 0 | 1;
  /** Days since 2026-01-01 on which watching began and ended: the customer left, or it is today. */
  readonly since: number;
  readonly until: number;
  readonly left: 0 | 1;
  /** True probability to leave within the horizon without a call, and with one. */
  readonly without: number;
  readonly with: number;
}

const horizon = 90;
const size = 8000;
const today = 330;
const populationSeed = 31;
const populationSize = 200_000;
/** Of what the shop's policy is about: see `churn.causal`. */
const money = { cost: 6, value: 120, riskToCall: 52 };

/** Leaving per day when nobody calls: those who hardly order any more are on their way out, a complaint drives others there. */
const hazardOf = ({ tenure, orders, complaints, plan }: Omit<Customer, 'risk'>): number =>
  0.0016 *
  Math.exp(
    2.1 * Math.exp(-orders) +
      0.75 * Math.min(complaints, 2) -
      0.012 * (Math.min(tenure, 60) - 20) -
      (plan === 'family' ? 0.3 : 0),
  );

/**
 * What a call does to the log of that: it settles a complaint, above all of new members. Whoever has stopped ordering is only reminded of the
 * membership that nobody uses.
 */
const callOf = ({ tenure, orders, complaints }: Omit<Customer, 'risk'>): number =>
  -0.05 - (complaints > 0 ? 1.2 : 0) - 0.3 * Math.exp(-tenure / 12) + (orders === 0 ? 0.9 : 0);

const leavesWithin = (days: number, hazard: number): number => 1 - Math.exp(-days * hazard);

function drawCustomer(draws: Draws): Customer {
  const planDraw = draws.uniform();
  const count = (most: number, p: number): number =>
    Array.from({ length: most }, () => (draws.chance(p) ? 1 : 0)).reduce<number>((sum, one) => sum + one, 0);
  const known = {
    tenure: Math.min(96, Math.floor(-24 * Math.log(1 - draws.uniform()))),
    orders: count(8, 0.05 + 0.5 * draws.uniform()),
    complaints: count(3, 0.16),
    plan: planDraw < 0.5 ? ('basic' as const) : planDraw < 0.8 ? ('plus' as const) : ('family' as const),
  };
  const chance = leavesWithin(horizon, hazardOf(known));
  const guess = logistic(Math.log(chance / (1 - chance)) + 0.35 * draws.normal());
  return { ...known, risk: Math.round(100 * guess) };
}

/** The shop calls those who seem about to leave. Calls began later than the records: whoever was called has been watched for shorter. */
function watch(customer: Customer, draws: Draws): Watched {
  const propensity = logistic(-1.2 + 0.03 * (customer.risk - 25) + 0.35 * Math.min(customer.complaints, 2));
  const called = draws.chance(propensity) ? 1 : 0;
  const since = today - (called === 1 ? 20 + draws.index(130) : 20 + draws.index(310));
  const hazards = [0, 1].map((call) => hazardOf(customer) * Math.exp(call * callOf(customer)));
  const leaves = since + Math.ceil(-Math.log(1 - draws.uniform()) / hazards[called]);
  const [without, withCall] = hazards.map((hazard) => leavesWithin(horizon, hazard));
  return {
    ...customer,
    called,
    since,
    until: Math.min(leaves, today),
    left: leaves <= today ? 1 : 0,
    without,
    with: withCall,
  };
}

/** Customers of known chances to leave, some of whom were called. */
export function generateMembers(rows: number, seed: number): Watched[] {
  const draws = createDraws(seed);
  return Array.from({ length: rows }, () => watch(drawCustomer(draws), draws));
}

const effects = (customers: readonly Watched[]): number[] => customers.map((own) => own.with - own.without);

/** What calling some of the customers gains, in money. */
export const gainOfCalls = (called: readonly Watched[]): number =>
  called.reduce((sum, own) => sum + money.value * (own.without - own.with) - money.cost, 0);

/** Effect of the call on leaving within the horizon, over everybody such customers are drawn from. */
export function trueEffect(): number {
  return mean(effects(generateMembers(populationSize, populationSeed)));
}

/**
 * Writes `customers.csv`, `today.csv` (members whom it is to be decided about now), and what is true of them: `truth.csv` row by row of the first,
 * `truth.json` on average.
 */
export async function writeChurn(folder: string, seed: number): Promise<void> {
  const customers = generateMembers(size, seed);
  const now = generateMembers(1000, seed + 1_000_003);
  const known = (of: readonly Watched[]) => ({
    customer_id: of.map((_, i) => 10_001 + i),
    tenure: of.map(({ tenure }) => tenure),
    orders: of.map(({ orders }) => orders),
    complaints: of.map(({ complaints }) => complaints),
    plan: of.map(({ plan }) => plan),
    risk: of.map(({ risk }) => risk),
  });
  const happened = {
    called: customers.map(({ called }) => called),
    since: customers.map(({ since }) => date(since)),
    until: customers.map(({ until }) => date(until)),
    left: customers.map(({ left }) => left),
  };
  const hidden = {
    without: customers.map((own) => round(own.without)),
    with: customers.map((own) => round(own.with)),
  };
  const risky = customers.filter(({ risk }) => risk > money.riskToCall);
  await writeData(
    folder,
    { 'customers.csv': { ...known(customers), ...happened }, 'today.csv': known(now), 'truth.csv': hidden },
    {
      effect: 'called on left within 90 days',
      ate: trueEffect(),
      sampleAte: mean(effects(customers)),
      riskiest: { calls: risky.length, gain: gainOfCalls(risky) },
    },
  );
}
