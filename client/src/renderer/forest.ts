import * as Plot from '@observablehq/plot';
import { say } from '../../../kernel/src/words/say.js';
import { bottomAxis, chart, domainOf, ink, labelsBeside, leftNames } from './chart.js';
import { formatEstimate } from './format.js';
import { widthOf } from './names.js';

export interface ForestEntry {
  readonly estimate: number | null;
  readonly interval: readonly [number | null, number | null];
}

export interface ForestRow extends ForestEntry {
  readonly label: string;
  /** Drawn as a ring below the estimate. */
  readonly beside?: ForestEntry;
}

export interface ForestOptions {
  readonly axis: string;
  /** Shared by several forests that are to be compared; else made from the rows and the zero line. */
  readonly domain?: readonly [number, number];
  readonly margin?: number;
  /** Caption of the one table that says the same; else all of the section do. */
  readonly twin?: string;
  /** A line at 0, for effects. */
  readonly zero: boolean;
  /** A line elsewhere, such as where money spent just comes back. */
  readonly line?: number;
}

/** The span of estimates and intervals, and 0 with them where there is a zero line. */
export function forestDomain(rows: readonly ForestRow[], zero: boolean): [number, number] {
  const spans = rows.flatMap((row) => [row, ...(row.beside ? [row.beside] : [])]);
  return domainOf([...spans.flatMap((s) => [s.estimate, ...s.interval]), ...(zero ? [0] : [])]);
}

function marksOf(rows: readonly ForestRow[], column: number): Plot.Markish[] {
  const all = rows.map((row, y) => ({ ...row, y }));
  const beside = all.flatMap((row) => (row.beside ? [{ ...row.beside, label: row.label, y: row.y }] : []));
  const shift = beside.length > 0 ? 6 : 0;
  type Placed = ForestEntry & { y: number; label: string };
  const at = (dy: number) => ({ y: (d: Placed) => d.y, dy });
  const span = { x1: (d: Placed) => d.interval[0], x2: (d: Placed) => d.interval[1] };
  const point = { x: (d: Placed) => d.estimate };
  const title = (d: Placed) => `${d.label}: ${formatEstimate(d.estimate, d.interval)}`;
  return [
    Plot.ruleY(beside, { ...span, ...at(shift), stroke: ink.muted, strokeWidth: 1.25 }),
    Plot.dot(beside, {
      ...point,
      ...at(shift),
      r: 3.5,
      stroke: ink.muted,
      fill: ink.page,
      strokeWidth: 1.5,
      title: (d: Placed) => say`${title(d)}, not adjusted`,
    }),
    Plot.ruleY(all, { ...span, ...at(-shift), stroke: ink.main, strokeWidth: 2.25 }),
    Plot.dot(all, { ...point, ...at(-shift), r: 4.5, fill: ink.main, title }),
    Plot.text(all, {
      ...at(-shift),
      text: (d: Placed) => formatEstimate(d.estimate, d.interval),
      frameAnchor: 'right',
      textAnchor: 'start',
      dx: column,
      fill: ink.text,
    }),
  ];
}

/** Estimates with their intervals, one row each; the numbers stand at the right. */
export function forestPlot(
  document: Document,
  sentence: string,
  rows: readonly ForestRow[],
  { axis, domain, margin, twin, zero, line }: ForestOptions,
): Element {
  const { labels, margin: own } = labelsBeside(rows.map((row) => row.label));
  const right =
    Math.max(...rows.map((row) => widthOf(formatEstimate(row.estimate, row.interval)))) * 6.9 + 20;
  const step = rows.some((row) => row.beside) ? 38 : 26;
  const options: Plot.PlotOptions = {
    height: step * rows.length + 52,
    marginLeft: margin ?? own,
    marginRight: right,
    marginTop: 8,
    marginBottom: 40,
    x: { domain: domain ?? forestDomain(rows, zero) },
    y: { type: 'point', domain: rows.map((_, i) => i), padding: 0.6 },
    marks: [
      ...bottomAxis(axis),
      ...(zero ? [Plot.ruleX([0], { stroke: ink.text, strokeWidth: 1.25 })] : []),
      ...(line === undefined
        ? []
        : [Plot.ruleX([line], { stroke: ink.text, strokeWidth: 1.25, strokeDasharray: '4 3' })]),
      leftNames(labels),
      ...marksOf(rows, 12),
    ],
  };
  return chart(document, sentence, options, { twin });
}
