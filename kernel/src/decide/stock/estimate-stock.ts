import { quantilesAt } from '../../effects/estimators/dose-grid.js';
import { inputError } from '../../problem.js';
import type { StockResult } from '../../result.js';
import type { Task } from '../../task.js';
import { counted, listed } from '../../words/phrases.js';
import { type Segment, segmentsOf } from '../segments.js';
import { tableRows } from '../table-rows.js';
import { Counterfactual } from './counterfactual.js';
import type { DemandInArms } from './demand-in-arms.js';
import { fractileOf, orderOf } from './newsvendor.js';
import type { StockEstimate, StockRequest } from './request.js';
import { distributionSentence, groupSentence, stockSentence, stockWarnings } from './sentence.js';

/** Points of a distribution on the card, and shares of the arm's rows between which they lie. */
const shownPoints = 30;
const shown = [0.005, 0.99];
/** Fewer rows of an arm than this say nothing of a quantile. */
const fewestRows = 30;

/**
 * How much to order per row in each arm, over all rows and by group. The same request gives the same orders.
 *
 * @throws InputError CS6088 where no group has enough rows of every arm
 */
export function estimateStock(request: StockRequest, task: Task): StockEstimate {
  const { demand, parameters, table, name, effect } = request;
  const { treatment, outcome, arms, level, warnings } = demand;
  const { price, unitCost, salvage, by } = parameters;
  const terms = { price, unitCost, salvage };
  const counterfactuals = arms.map((_, arm) => new Counterfactual(demand, arm));
  const parted = segmentsOf(table, tableRows(table, demand.sourceRow), by);
  const { large, left } = enoughRows(request, parted);
  const groups = large.map(({ column, group, rows }, i) => {
    task.report(i / large.length, 'Ordering by group');
    const orders = counterfactuals.map((own) => orderOf(demand, own, terms, rows));
    return { column, group, n: rows.length, orders };
  });
  const orders = counterfactuals.map((own) => orderOf(demand, own, terms));
  const most = counterfactuals.map(({ amounts }) => amounts[amounts.length - 1]);
  const found = {
    kind: 'stock' as const,
    ...{ name, effect, treatment, outcome, arms, level, price, unitCost, salvage },
    n: demand.arm.length,
    fractile: fractileOf(terms),
    orders,
    distributions: counterfactuals.map((own) => distributionOf(demand, own)),
    distributionSentence: distributionSentence(orders, demand),
    ...(groups.length > 0 && { groups, groupSentence: groupSentence(groups, treatment) }),
  };
  return {
    ...found,
    sentence: stockSentence(found),
    warnings: [...warnings, ...left, ...stockWarnings(found, most)],
  };
}

/** Groups with enough rows of every arm, and in words those that are left out. */
function enoughRows(
  { demand, parameters: { by }, name }: StockRequest,
  parted: readonly Segment[],
): { large: Segment[]; left: string[] } {
  const enough = ({ rows }: Segment): boolean =>
    demand.arms.every((_, arm) => countOf(demand, arm, rows) >= fewestRows);
  const large = parted.filter(enough);
  const small = parted.filter((segment) => !enough(segment));
  if (parted.length > 0 && large.length === 0) {
    throw inputError(
      'CS6088',
      `No group of ${listed(by)} has ${fewestRows} rows of every arm, which an order of its own needs; take columns of fewer values, or leave \`by\` out of ${name}.`,
    );
  }
  const names = small.map(({ column, group, rows }) => `${column} ${group} (${counted(rows.length, 'row')})`);
  return {
    large,
    left:
      small.length > 0 ? [`Left out, with fewer than ${fewestRows} rows of an arm: ${listed(names)}.`] : [],
  };
}

function countOf({ arm: given }: DemandInArms, arm: number, rows: Int32Array): number {
  return rows.reduce((count, row) => count + (given[row] === arm ? 1 : 0), 0);
}

/** Probabilities at amounts that rows of the arm asked for, spread evenly over all but the rarest. */
function distributionOf(
  { arms, arm: given, quantity }: DemandInArms,
  own: Counterfactual,
): StockResult['distributions'][number] {
  const { amounts, arm } = own;
  const [low, high] = quantilesAt(
    quantity.filter((_, row) => given[row] === arm),
    shown,
  );
  const wanted = Array.from({ length: shownPoints }, (_, i) => low + ((high - low) * i) / (shownPoints - 1));
  const asked = wanted.map((at) => amounts.find((amount) => amount >= at) ?? high);
  const points = [...new Set(asked)].map((demand) => ({ demand, probability: own.probabilityOf(demand) }));
  return { arm: arms[arm], points };
}
