import * as Plot from '@observablehq/plot';
import type { DoseCurve, DosePoint } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Brush } from './brush.js';
import { bottomAxis, chart, domainOf, figure, ink, leftAxis, legend } from './chart.js';
import { formatEstimate, formatNumber, formatTick } from './format.js';
import { isolated } from './names.js';
import { doseCaption } from './tables/dose.js';

/** Mean outcome by dose as a line, with its intervals and the band that holds the whole curve. */
export function doseChart(
  document: Document,
  sentence: string,
  { points }: DoseCurve,
  treatment: string,
  outcome: string,
): Element {
  const span = (of: (point: DosePoint) => readonly [number, number]) => ({
    x: (point: DosePoint) => point.dose,
    y1: (point: DosePoint) => of(point)[0],
    y2: (point: DosePoint) => of(point)[1],
    fill: ink.main,
  });
  const place = { x: (point: DosePoint) => point.dose, y: (point: DosePoint) => point.estimate };
  const title = (point: DosePoint): string =>
    `${treatment} ${formatNumber(point.dose)}: ${formatEstimate(point.estimate, point.interval)}`;
  /** `From dose 2 to 4 the mean spend goes from 1.2 [1.1, 1.3] to 1.9 [1.8, 2.0].` */
  const held = (first: number, last: number): string => {
    const [from, to] = [points[first], points[last]];
    const [low, high] = [from, to].map(({ estimate, interval }) => formatEstimate(estimate, interval));
    return say`From ${isolated(treatment)} ${formatNumber(from.dose)} to ${formatNumber(to.dose)} the mean ${isolated(outcome)} goes from ${low} to ${high}.`;
  };
  const brush: Brush = { steps: points.map(({ dose }) => [dose, dose]), say: held };
  const options: Plot.PlotOptions = {
    height: 280,
    marginLeft: 60,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 40,
    y: { domain: domainOf(points.flatMap(({ band }) => band)) },
    marks: [
      ...bottomAxis(treatment),
      ...leftAxis(say`mean ${outcome}`, formatTick),
      Plot.areaY(points, { ...span(({ band }) => band), fillOpacity: 0.16 }),
      Plot.areaY(points, { ...span(({ interval }) => interval), fillOpacity: 0.25 }),
      Plot.line(points, { ...place, stroke: ink.main, strokeWidth: 2.25 }),
      Plot.dot(points, { ...place, r: 3, fill: ink.main, title }),
    ],
  };
  const drawn = chart(document, sentence, options, { twin: doseCaption(treatment, outcome), brush });
  const key = legend(document, [
    ['dot', say`had everyone had this ${treatment}`],
    ['span', say`interval of each point`],
    ['span-pale', say`band of the whole curve`],
  ]);
  return figure(document, key, drawn);
}
