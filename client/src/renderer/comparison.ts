import * as Plot from '@observablehq/plot';
import type { ComparisonResult } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Charts } from './card.js';
import { bottomAxis, chart, chartTitle, domainOf, figure, ink, labelsBeside, leftNames } from './chart.js';
import { formatNumber } from './format.js';

const mostColumns = 6;

/** Numbers in every row, and not the same in all: something to compare. */
function compares(result: ComparisonResult, column: number): boolean {
  const values = result.rows.map((row) => row.values[column]);
  return values.every((value) => typeof value === 'number') && new Set(values).size > 1;
}

function strip(document: Document, result: ComparisonResult, column: number): Element {
  const points = result.rows.map((row, y) => ({ y, x: row.values[column] as number }));
  const { labels, margin } = labelsBeside(result.rows.map((row) => row.name));
  const name = result.columns[column];
  return chart(document, say`${name} of each result. ${result.sentence}`, {
    height: points.length * 24 + 34,
    marginLeft: margin,
    marginRight: 72,
    marginTop: 4,
    marginBottom: 28,
    x: { domain: domainOf(points.map((p) => p.x)) },
    y: { type: 'point', domain: points.map((p) => p.y), padding: 0.6 },
    marks: [
      ...bottomAxis(null),
      Plot.ruleY(points, { y: 'y', stroke: ink.grid }),
      leftNames(labels),
      Plot.dot(points, {
        x: 'x',
        y: 'y',
        r: 4.5,
        fill: ink.main,
        title: ({ x, y }: (typeof points)[number]) => `${result.rows[y].name}: ${name} ${formatNumber(x)}`,
      }),
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

/** A strip of dots for each of the first six columns that differ in number. */
export function comparisonCharts(result: ComparisonResult, document: Document): Charts {
  const numeric = result.columns
    .map((_, column) => column)
    .filter((column) => compares(result, column))
    .slice(0, mostColumns);
  if (numeric.length === 0) return new Map();
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
