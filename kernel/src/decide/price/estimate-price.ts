import { meanError } from '../../effects/inference/mean-error.js';
import { inputError } from '../../problem.js';
import type { Interval, PriceResult } from '../../result.js';
import type { Task } from '../../task.js';
import { counted, listed } from '../../words/phrases.js';
import { type Segment, segmentsOf } from '../segments.js';
import { tableRows } from '../table-rows.js';
import { bestPrice, type Question } from './best-price.js';
import { type Market, marketOf } from './market.js';
import type { PriceEstimate, PriceRequest } from './request.js';
import { curveSentence, priceSentence, priceWarnings, segmentSentence } from './sentence.js';

/** Points of the curve on the card. */
const curvePoints = 25;
/** Fewer rows than this have no curve of their own. */
const fewestRows = 100;

/**
 * The price that earns most per row, over all rows and by segment. The same request gives the same prices.
 *
 * @throws InputError CS6086 where hardly any price was possible for most rows, CS6088 where no segment has enough rows
 */
export function estimatePrice(request: PriceRequest, task: Task): PriceEstimate {
  const { demand, parameters, table, name, effect } = request;
  const { treatment, outcome, level, seed, warnings } = demand;
  const { unitCost, by } = parameters;
  const question: Question = { unitCost, level, seed };
  const market = marketOf(demand);
  if (!isTold(market)) {
    throw inputError(
      'CS6086',
      `Most rows could hardly have had another ${treatment} than they had, given what is adjusted for: which one earns most cannot be told. Vary ${treatment} for some time, or narrow the rows with \`where\`.`,
      { column: treatment },
    );
  }
  const best = bestPrice(market, question, task.part(0, 0.3));
  const parted = segmentsOf(table, tableRows(table, demand.sourceRow), by);
  const { told, left } = markets(request, parted);
  const segments = told.map(({ column, group, market: own }, i) => {
    const part = task.part(0.3 + (0.6 * i) / told.length, 0.3 + (0.6 * (i + 1)) / told.length);
    return { column, group, ...bestPrice(own, question, part) };
  });
  const points = curveOf(market, question);
  const found = {
    kind: 'price' as const,
    ...{ name, effect, treatment, outcome, level, unitCost, best },
    curve: { points, sentence: curveSentence(points, demand) },
    ...(segments.length > 0 && { segments, segmentSentence: segmentSentence(segments, treatment) }),
  };
  return {
    ...found,
    sentence: priceSentence(found),
    warnings: [...warnings, ...left, ...priceWarnings(found)],
  };
}

type ToldMarket = Market & { readonly support: Interval };

const isTold = (market: Market): market is ToldMarket => market.support !== undefined;

/** Segments whose demand is told, and in words those that are left out. */
function markets(
  { demand, name, parameters }: PriceRequest,
  parted: readonly Segment[],
): { told: (Segment & { market: ToldMarket })[]; left: string[] } {
  const large = parted.filter(({ rows }) => rows.length >= fewestRows);
  const small = parted.filter(({ rows }) => rows.length < fewestRows);
  if (parted.length > 0 && large.length === 0) {
    throw inputError(
      'CS6088',
      `No segment of ${listed(parameters.by)} has ${fewestRows} rows, which a curve of its own needs; take columns of fewer values, or leave \`by\` out of ${name}.`,
    );
  }
  const all = large.map((segment) => ({ ...segment, market: marketOf(demand, segment.rows) }));
  const told = all.flatMap(({ market, ...segment }) => (isTold(market) ? [{ ...segment, market }] : []));
  const untold = all.filter(({ market }) => !isTold(market));
  const names = (segments: readonly Segment[]): string =>
    listed(segments.map(({ column, group, rows }) => `${column} ${group} (${counted(rows.length, 'row')})`));
  return {
    told,
    left: [
      ...(small.length > 0 ? [`Left out, with fewer than ${fewestRows} rows: ${names(small)}.`] : []),
      ...(untold.length > 0
        ? [`Left out, since hardly any other ${demand.treatment} was possible there: ${names(untold)}.`]
        : []),
    ],
  };
}

/** Demand and margin at even prices; each interval is about its own price. */
function curveOf(
  { support: [low, high], demandAt, clusters }: ToldMarket,
  question: Question,
): PriceResult['curve']['points'] {
  const { unitCost, level } = question;
  return Array.from({ length: curvePoints }, (_, i) => {
    const price = low + ((high - low) * i) / (curvePoints - 1);
    const { estimate, influence } = demandAt(price);
    const found = meanError(
      influence.map((value) => estimate + value),
      level,
      clusters,
    );
    const demand = { estimate, stdError: found.stdError, interval: found.interval };
    const each = price - unitCost;
    const [a, b] = [each * demand.interval[0], each * demand.interval[1]];
    const margin = {
      estimate: each * estimate,
      stdError: Math.abs(each) * demand.stdError,
      interval: [Math.min(a, b), Math.max(a, b)] as const,
    };
    return { price, demand, margin };
  });
}
