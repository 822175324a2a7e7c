import * as Plot from '@observablehq/plot';
import type { Estimate, PriceResult } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Charts } from './card.js';
import { bottomAxis, chart, domainOf, figure, ink, leftAxis, legend } from './chart.js';
import { forestByColumn } from './forest-by-column.js';
import { formatEstimate, formatNumber, formatTick } from './format.js';
import { segmentCaption } from './tables/price.js';

type Point = PriceResult['curve']['points'][number];

/** Something of the curve by the price, with its intervals, and marks over it. */
function overPrices(
  document: Document,
  sentence: string,
  { curve: { points }, treatment, best }: PriceResult,
  name: string,
  of: (point: Point) => Estimate,
  more: { readonly under: Plot.Markish[]; readonly over: Plot.Markish[]; readonly also: readonly number[] },
): Element {
  const place = { x: (point: Point) => point.price, y: (point: Point) => of(point).estimate };
  return chart(document, sentence, {
    height: 280,
    marginLeft: 64,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 40,
    x: { domain: [...best.support] },
    y: { domain: domainOf([...points.flatMap((point) => [...of(point).interval]), ...more.also]) },
    marks: [
      ...bottomAxis(treatment),
      ...leftAxis(name, formatTick),
      ...more.under,
      Plot.areaY(points, {
        x: place.x,
        y1: (point: Point) => of(point).interval[0],
        y2: (point: Point) => of(point).interval[1],
        fill: ink.main,
        fillOpacity: 0.16,
      }),
      Plot.line(points, { ...place, stroke: ink.main, strokeWidth: 2.25 }),
      Plot.dot(points, {
        ...place,
        r: 3,
        fill: ink.main,
        title: (point: Point) =>
          `${treatment} ${formatNumber(point.price)}: ${formatEstimate(of(point).estimate, of(point).interval)}`,
      }),
      ...more.over,
    ],
  });
}

/** Margin by the price: where it is highest, between which prices that may be, and what the prices that were had. */
function marginChart(result: PriceResult, document: Document): Element {
  const { price, margin, today } = result.best;
  const marked = [{ x: price.estimate, y: margin.estimate }];
  const drawn = overPrices(document, result.sentence, result, say`margin per row`, (point) => point.margin, {
    under: [Plot.rectX([price.interval], { x1: '0', x2: '1', fill: ink.other, fillOpacity: 0.12 })],
    over: [
      Plot.ruleY([today.margin.estimate], { stroke: ink.muted, strokeDasharray: '4 3' }),
      Plot.dot(marked, {
        ...{ x: 'x', y: 'y', r: 6, stroke: ink.other, fill: ink.page, strokeWidth: 2 },
        title: () =>
          say`best: ${formatEstimate(price.estimate, price.interval)} earns ${formatNumber(margin.estimate)}`,
      }),
    ],
    also: [today.margin.estimate, margin.estimate],
  });
  const key = legend(document, [
    ['dot', say`had all rows this price, with its interval`],
    ['ring-other', say`best price, shaded where it may lie`],
    ['dashes', say`margin of the prices that were`],
  ]);
  return figure(document, key, drawn);
}

function demandChart(result: PriceResult, document: Document, sentence: string): Element {
  const { outcome } = result;
  const name = say`mean ${outcome}`;
  const drawn = overPrices(document, sentence, result, name, (point) => point.demand, {
    ...{ under: [], over: [], also: [] },
  });
  return figure(document, drawn);
}

/** Best prices of segments on one scale, column by column. */
function segmentCharts(result: PriceResult, document: Document, sentence: string): Element {
  const { segments = [], treatment } = result;
  const all = segments.map(({ column, group, price }) => ({ column, label: group, ...price }));
  return forestByColumn(document, sentence, all, {
    axis: say`best ${treatment}`,
    zero: false,
    twinOf: segmentCaption,
  });
}

/** The charts of a price by section. */
export function priceCharts(result: PriceResult, document: Document): Charts {
  const charts: Charts = new Map();
  if (result.curve.points.length > 0) {
    charts.set('prices', () => marginChart(result, document));
    charts.set('curve', (sentence) => demandChart(result, document, sentence));
  }
  if (result.segments?.length) {
    charts.set('segments', (sentence) => segmentCharts(result, document, sentence));
  }
  return charts;
}
