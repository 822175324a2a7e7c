import * as Plot from '@observablehq/plot';
import type { RankingResult } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Charts } from './card.js';
import { bottomAxis, chart, domainOf, figure, ink, leftAxis, legend } from './chart.js';
import { forestPlot } from './forest.js';
import { formatEstimate, formatNumber, formatTick } from './format.js';
import { wayName } from './tables/ranking.js';

type Point = RankingResult['curve']['points'][number];

/** What each way to choose adds, one row each. */
function waysChart(result: RankingResult, document: Document): Element {
  const rows = result.ways.map((way) => ({
    label: wayName(way),
    estimate: way.gain.estimate,
    interval: way.gain.interval,
  }));
  const axis = say`${result.outcome} added per ${result.user}`;
  return figure(document, forestPlot(document, result.sentence, rows, { axis, zero: true }));
}

/** What more or fewer items would add, beside predicted purchase. */
function curveChart({ curve, outcome, user }: RankingResult, document: Document, sentence: string): Element {
  const { points } = curve;
  const gain = { x: 'top', y: (point: Point) => point.gain.estimate };
  const drawn = chart(document, sentence, {
    height: 280,
    marginLeft: 64,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 40,
    y: {
      domain: domainOf([
        ...points.flatMap((point) => [...point.gain.interval, point.gain.estimate, point.byPurchase]),
        0,
      ]),
    },
    marks: [
      ...bottomAxis(say`items shown to each ${user}`, true),
      ...leftAxis(say`${outcome} added`, formatTick),
      Plot.ruleY([0], { stroke: ink.text }),
      Plot.areaY(points, {
        x: 'top',
        y1: (point: Point) => point.gain.interval[0],
        y2: (point: Point) => point.gain.interval[1],
        fill: ink.main,
        fillOpacity: 0.16,
      }),
      Plot.line(points, { x: 'top', y: 'byPurchase', stroke: ink.other, strokeWidth: 2 }),
      Plot.line(points, { ...gain, stroke: ink.main, strokeWidth: 2.25 }),
      Plot.dot(points, {
        ...gain,
        r: 3,
        fill: ink.main,
        title: ({ top, gain: { estimate, interval }, byPurchase }: Point) =>
          say`${formatNumber(top)} shown: ${formatEstimate(estimate, interval)}; by predicted purchase ${formatNumber(byPurchase)}`,
      }),
    ],
  });
  const key = legend(document, [
    ['dot', say`by what showing adds, with its interval`],
    ['bar-other', say`by predicted purchase`],
  ]);
  return figure(document, key, drawn);
}

/** The charts of a ranking by section. */
export function rankingCharts(result: RankingResult, document: Document): Charts {
  const charts: Charts = new Map();
  if (result.ways.length > 0) charts.set('ways', () => waysChart(result, document));
  if (result.curve.points.length > 1) {
    charts.set('curve', (sentence) => curveChart(result, document, sentence));
  }
  return charts;
}
