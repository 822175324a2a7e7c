import * as Plot from '@observablehq/plot';
import type { UpliftCurve } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Brush } from './brush.js';
import { bottomAxis, chart, chartTitle, domainOf, figure, ink, leftAxis, legend } from './chart.js';
import { formatEstimate, formatShare, formatTick } from './format.js';
import { curveCaption } from './tables/uplift.js';

type Point = UpliftCurve['points'][number];

/** `From 10% to 30% treated the gain goes from 0.011 [0.008, 0.014] to 0.031 [0.025, 0.037].` */
function brushOf(points: readonly Point[]): Brush {
  return {
    steps: points.map(({ share }) => [100 * share, 100 * share]),
    say: (first, last) => {
      const [from, to] = [points[first], points[last]];
      const [low, high] = [from, to].map(({ gain }) => formatEstimate(gain.estimate, gain.interval));
      return say`From ${formatShare(from.share)} to ${formatShare(to.share)} treated the gain goes from ${low} to ${high}.`;
    },
  };
}

function curveChart(document: Document, { arm, points, sentence }: UpliftCurve, outcome: string): Element {
  const gain = { x: (point: Point) => 100 * point.share, y: (point: Point) => point.gain.estimate };
  const ends = [points[0], points[points.length - 1]];
  const options: Plot.PlotOptions = {
    height: 280,
    marginLeft: 60,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 40,
    y: { domain: domainOf(points.flatMap(({ gain, response }) => [...gain.interval, response, 0])) },
    marks: [
      ...bottomAxis(say`% of rows treated with ${arm}`),
      ...leftAxis(say`gain in ${outcome}, per row of all`, formatTick),
      Plot.ruleY([0], { stroke: ink.text }),
      Plot.areaY(points, {
        x: gain.x,
        y1: (point: Point) => point.gain.interval[0],
        y2: (point: Point) => point.gain.interval[1],
        fill: ink.main,
        fillOpacity: 0.16,
      }),
      Plot.line(ends, { ...gain, stroke: ink.muted, strokeDasharray: '5,4', strokeWidth: 1.5 }),
      Plot.line(points, {
        ...gain,
        y: (point: Point) => point.response,
        stroke: ink.other,
        strokeWidth: 1.5,
      }),
      Plot.line(points, { ...gain, stroke: ink.main, strokeWidth: 2.25 }),
      Plot.dot(points, {
        ...gain,
        r: 3,
        fill: ink.main,
        title: ({ share, gain: { estimate, interval } }: Point) =>
          say`${formatShare(share)} treated: ${formatEstimate(estimate, interval)}`,
      }),
    ],
  };
  return chart(document, sentence, options, { twin: curveCaption(arm), brush: brushOf(points) });
}

/** Gains of treating by predicted effects, with their intervals, beside random order and the order by predicted outcome. */
export function upliftCharts(document: Document, arms: readonly UpliftCurve[], outcome: string): Element {
  const key = legend(document, [
    ['dot', say`by predicted effect, with its interval`],
    ['bar-other', say`by predicted outcome`],
    ['dashes', say`random order`],
  ]);
  const curves = arms
    .filter(({ points }) => points.length > 0)
    .flatMap((curve) => [
      ...(arms.length > 1 ? [chartTitle(document, curve.arm)] : []),
      curveChart(document, curve, outcome),
    ]);
  return figure(document, key, ...curves);
}
