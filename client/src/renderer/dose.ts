import * as Plot from '@observablehq/plot';
import type { DoseCurve, DosePoint } from '../../../kernel/src/result.js';
import { bottomAxis, chart, domainOf, figure, ink, leftAxis, legend } from './chart.js';
import { formatEstimate, formatNumber, formatTick } from './format.js';

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
  const drawn = chart(document, sentence, {
    height: 280,
    marginLeft: 60,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 40,
    y: { domain: domainOf(points.flatMap(({ band }) => band)) },
    marks: [
      ...bottomAxis(treatment),
      ...leftAxis(`mean ${outcome}`, formatTick),
      Plot.areaY(points, { ...span(({ band }) => band), fillOpacity: 0.12 }),
      Plot.areaY(points, { ...span(({ interval }) => interval), fillOpacity: 0.25 }),
      Plot.line(points, { ...place, stroke: ink.main, strokeWidth: 2.25 }),
      Plot.dot(points, { ...place, r: 3, fill: ink.main, title }),
    ],
  });
  const key = legend(document, [
    ['dot', `had everyone had this ${treatment}`],
    ['bar', 'interval of each point, and paler the band of the whole curve'],
  ]);
  return figure(document, key, drawn);
}
