import * as Plot from '@observablehq/plot';
import type { ComparisonResult } from '../../../kernel/src/result.js';
import type { Charts } from './card.js';
import { chart, chartTitle, domainOf, figure, ink, labelsBeside } from './chart.js';
import { formatNumber } from './format.js';

const mostColumns = 6;

function strip(document: Document, result: ComparisonResult, column: number): Element {
  const points = result.rows.map((row, y) => ({ y, x: row.values[column] as number }));
  const { labels, margin } = labelsBeside(result.rows.map((row) => row.name));
  const title = result.columns[column];
  return chart(document, `${title} of each result. ${result.sentence}`, {
    height: points.length * 24 + 34,
    marginLeft: margin,
    marginRight: 72,
    marginTop: 4,
    marginBottom: 28,
    x: { domain: domainOf(points.map((p) => p.x)) },
    y: { type: 'point', domain: points.map((p) => p.y), padding: 0.6 },
    marks: [
      Plot.gridX({ stroke: ink.line, strokeOpacity: 1 }),
      Plot.ruleY(points, { y: 'y', stroke: ink.line }),
      Plot.axisX({ tickSize: 0, ticks: 5, label: null }),
      Plot.axisY({ tickSize: 0, label: null, tickFormat: (i: number) => labels[i] }),
      Plot.dot(points, { x: 'x', y: 'y', r: 4.5, fill: ink.main }),
      Plot.text(points, {
        y: 'y',
        text: (p: (typeof points)[number]) => formatNumber(p.x),
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 12,
        fill: ink.text,
      }),
    ],
  });
}

/** A strip of dots for each of the first six columns that hold numbers alone. */
export function comparisonCharts(result: ComparisonResult, document: Document): Charts {
  const numeric = result.columns
    .map((_, column) => column)
    .filter((column) => result.rows.every((row) => typeof row.values[column] === 'number'))
    .slice(0, mostColumns);
  if (numeric.length === 0 || result.rows.length === 0) return new Map();
  const draw = (): Element =>
    figure(
      document,
      ...numeric.flatMap((column) => [
        chartTitle(document, result.columns[column]),
        strip(document, result, column),
      ]),
    );
  return new Map([['comparison', draw]]);
}
