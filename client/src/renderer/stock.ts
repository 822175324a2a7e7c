import * as Plot from '@observablehq/plot';
import type { StockResult } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Charts } from './card.js';
import { bottomAxis, chart, chartTitle, domainOf, figure, ink, leftAxis, legend } from './chart.js';
import { forestPlot } from './forest.js';
import { forestByColumn } from './forest-by-column.js';
import { formatEstimate, formatNumber, formatShare } from './format.js';
import { armInWords } from './tables/arms.js';
import { distributionCaption, groupCaption } from './tables/stock.js';

type Distribution = StockResult['distributions'][number];
type Point = Distribution['points'][number];

/** Orders of the arms, one row each. */
function orderChart(result: StockResult, document: Document): Element {
  const rows = result.orders.map(({ arm, quantity }) => ({
    label: armInWords(result.treatment, arm),
    ...quantity,
  }));
  const axis = say`order per row`;
  return figure(document, forestPlot(document, result.sentence, rows, { axis, zero: false }));
}

/** The probability that demand is at most so much, with the order where it reaches what is to be met. */
function distributionChart(
  result: StockResult,
  document: Document,
  sentence: string,
  { arm, points }: Distribution,
  place: number,
): Element {
  const { quantity } = result.orders[place];
  const shares = { x: (point: Point) => point.demand, y: (point: Point) => 100 * point.probability.estimate };
  const bounded = (value: number): number => 100 * Math.min(1, Math.max(0, value));
  const all = result.distributions.flatMap(({ points: each }) => each.map(({ demand }) => demand));
  const options: Plot.PlotOptions = {
    height: 220,
    marginLeft: 60,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 40,
    x: { domain: domainOf(all) },
    y: { domain: [0, 100] },
    marks: [
      ...bottomAxis(result.outcome),
      ...leftAxis(say`% of rows`, String),
      Plot.areaY(points, {
        x: shares.x,
        y1: (point: Point) => bounded(point.probability.interval[0]),
        y2: (point: Point) => bounded(point.probability.interval[1]),
        fill: ink.main,
        fillOpacity: 0.16,
      }),
      Plot.line(points, { ...shares, stroke: ink.main, strokeWidth: 2.25 }),
      Plot.dot(points, {
        ...shares,
        r: 2.5,
        fill: ink.main,
        title: ({ demand, probability }: Point) =>
          say`at most ${formatNumber(demand)} in ${formatShare(probability.estimate)}`,
      }),
      Plot.ruleY([100 * result.fractile], { stroke: ink.muted, strokeDasharray: '4 3' }),
      Plot.dot([quantity], {
        ...{ x: (own: typeof quantity) => own.estimate, y: 100 * result.fractile },
        ...{ r: 6, stroke: ink.other, fill: ink.page, strokeWidth: 2 },
        title: (own: typeof quantity) => say`order ${formatEstimate(own.estimate, own.interval)}`,
      }),
    ],
  };
  return chart(document, sentence, options, { twin: distributionCaption(result.treatment, arm) });
}

function distributionCharts(result: StockResult, document: Document, sentence: string): Element {
  const key = legend(document, [
    ['dot', say`share that asks for at most so much`],
    ['dashes', say`share that is to be met`],
    ['ring-other', say`what to order`],
  ]);
  const drawn = result.distributions.flatMap((distribution, place) => [
    chartTitle(document, armInWords(result.treatment, distribution.arm)),
    distributionChart(result, document, sentence, distribution, place),
  ]);
  return figure(document, key, ...drawn);
}

/** Orders of groups on one scale, column by column, each arm by itself. */
function groupCharts(result: StockResult, document: Document, sentence: string): Element {
  const all = (result.groups ?? []).flatMap(({ column, group, orders }) =>
    orders.map(({ arm, quantity }) => ({
      column,
      label: `${group}, ${armInWords(result.treatment, arm)}`,
      ...quantity,
    })),
  );
  return forestByColumn(document, sentence, all, {
    axis: say`order per row`,
    zero: false,
    twinOf: groupCaption,
  });
}

/** The charts of orders by section. */
export function stockCharts(result: StockResult, document: Document): Charts {
  const charts: Charts = new Map();
  if (result.orders.length > 0) charts.set('orders', () => orderChart(result, document));
  if (result.distributions.length > 0) {
    charts.set('distributions', (sentence) => distributionCharts(result, document, sentence));
  }
  if (result.groups?.length) charts.set('groups', (sentence) => groupCharts(result, document, sentence));
  return charts;
}
