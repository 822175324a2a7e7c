import * as Plot from '@observablehq/plot';
import type { Brush, BrushField } from './brush.js';
import { html, svg } from './dom.js';
import { formatTick } from './format.js';
import { chartFrame } from './frame.js';
import { longestText, shorten, widthOf } from './names.js';

/** Colours of marks: variables of style.ts, which take them from the theme. */
export const ink = {
  text: 'var(--cs-text)',
  muted: 'var(--cs-muted)',
  grid: 'var(--cs-grid)',
  page: 'var(--cs-page)',
  main: 'var(--cs-blue)',
  other: 'var(--cs-orange)',
  up: 'var(--cs-blue)',
  down: 'var(--cs-red)',
} as const;

const widest = 640;
/** What a page keeps around a chart, and the least a chart keeps for its marks. */
const around = 44;
const leastField = 180;
const longestAxis = 76;
/** Pixels from number to number along the bottom: none touches the next, however narrow the chart. */
const tickSpacing = 62;

/** As wide as the window lets it be when it is drawn; a window made smaller later shrinks it, and then it scrolls. */
function widthFor(document: Document, { marginLeft = 0, marginRight = 0 }: Plot.PlotOptions): number {
  const room = Math.round(document.documentElement.clientWidth) - around;
  return Math.min(widest, Math.max(room, marginLeft + marginRight + leastField));
}

/** Labels cut to fit beside a chart, and the margin that holds the longest of them. */
export function labelsBeside(names: readonly string[], longest = 26): { labels: string[]; margin: number } {
  const labels = names.map((name) => shorten(name, longest));
  const columns = Math.max(4, ...labels.map(widthOf));
  return { labels, margin: Math.round(columns * 6.9) + 18 };
}

/** The finite ones of some numbers: what a domain can be made of. */
export function finite(values: readonly (number | null | undefined)[]): number[] {
  return values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}

/** From the least to the greatest of the values, with a little air; never empty. */
export function domainOf(values: readonly (number | null | undefined)[]): [number, number] {
  const known = finite(values);
  if (known.length === 0) return [0, 1];
  const low = known.reduce((a, b) => Math.min(a, b));
  const high = known.reduce((a, b) => Math.max(a, b));
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  return [low === 0 ? 0 : low - air, high === 0 ? 0 : high + air];
}

/** An axis along the bottom, with a quiet grid where no bars stand on it. */
export function bottomAxis(name: string | null, grid = true, spacing = tickSpacing): Plot.Markish[] {
  const label = name === null ? null : shorten(name, longestAxis);
  return [
    ...(grid ? [Plot.gridX({ stroke: ink.grid, strokeOpacity: 1, tickSpacing: spacing })] : []),
    Plot.axisX({
      anchor: 'bottom',
      tickSize: 0,
      tickSpacing: spacing,
      label,
      labelAnchor: 'center',
      labelArrow: 'none',
      tickFormat: formatTick,
    }),
  ];
}

/** The same along the left side. */
export function leftAxis(
  name: string | null,
  tickFormat: (value: number) => string,
  ticks = 5,
): Plot.Markish[] {
  const label = name === null ? null : shorten(name, longestAxis);
  return [
    Plot.gridY({ stroke: ink.grid, strokeOpacity: 1, ticks }),
    Plot.axisY({ tickSize: 0, ticks, label, labelArrow: 'none', tickFormat }),
  ];
}

/** Names beside rows that are placed by their number. */
export function leftNames(labels: readonly string[]): Plot.Markish {
  return Plot.axisY({ tickSize: 0, label: null, tickFormat: (row: number) => labels[row] });
}

export interface ChartLinks {
  /** Caption of the one table that says the same; else all tables of the section do. */
  readonly twin?: string;
  /** Makes ranges of the chart markable; its steps are the rows of the twin. */
  readonly brush?: Brush;
}

/** Steps of a brush where the chart shows them; steps that cannot be placed make none. */
function placed(brush: Brush, plot: Plot.Plot): (Brush & BrushField) | undefined {
  const [x, y] = [plot.scale('x'), plot.scale('y')];
  const spans = brush.steps.map(([low, high]) => [Number(x?.apply(low)), Number(x?.apply(high))] as const);
  const heights = [...(y?.range ?? [])].map(Number);
  if (heights.length === 0 || !spans.flat().every(Number.isFinite)) return undefined;
  return { ...brush, spans, top: Math.min(...heights), bottom: Math.max(...heights) };
}

/** A chart with the sentence as its name. Marks with a `title` are its points: give every mark that says something one. */
export function chart(
  document: Document,
  sentence: string,
  options: Plot.PlotOptions,
  { twin, brush }: ChartLinks = {},
): HTMLElement {
  const plot = Plot.plot({ width: widthFor(document, options), ...options, document, className: 'cs-plot' });
  // Without a title or legend of the library's own, which we never ask for, it is the drawing alone.
  const drawn = plot as unknown as SVGSVGElement & Plot.Plot;
  // Plot brings a style element of its own; ours says the same, and a strict content policy would refuse it.
  for (const style of drawn.querySelectorAll('style')) style.remove();
  // It names its groups after its marks, which tells nobody anything, and a group without a role may have no name.
  for (const group of drawn.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label');
  keepLegible(drawn, Number(drawn.getAttribute('width')));
  drawn.setAttribute('aria-label', shorten(sentence, longestText));
  const scale = drawn.scale('y')?.type;
  const rows = scale === 'band' || scale === 'point';
  return chartFrame(document, drawn, { rows, twin, brush: brush && placed(brush, drawn) });
}

export type Swatch =
  | 'dot'
  | 'ring'
  | 'ring-other'
  | 'bar'
  | 'bar-other'
  | 'bar-down'
  | 'span'
  | 'span-pale'
  | 'tick'
  | 'dashes'
  | 'phrase-up'
  | 'phrase-down';

/** What the marks of a chart stand for, in words beside a sample of each. */
export function legend(document: Document, entries: readonly (readonly [Swatch, string])[]): HTMLElement {
  const items = entries.map(([swatch, label]) =>
    html(
      document,
      'span',
      { class: 'cs-key' },
      html(document, 'span', { class: `cs-swatch cs-swatch-${swatch}`, 'aria-hidden': 'true' }),
      html(document, 'span', { dir: 'auto' }, label),
    ),
  );
  return html(document, 'div', { class: 'cs-legend' }, ...items);
}

/** Charts one below the other, each with its legend. */
export function figure(document: Document, ...parts: readonly Element[]): HTMLElement {
  return html(document, 'div', { class: 'cs-figure' }, ...parts);
}

/** A quiet heading above one of several charts. */
export function chartTitle(document: Document, title: string): HTMLElement {
  return html(document, 'p', { class: 'cs-chart-title', dir: 'auto' }, shorten(title, longestAxis));
}

/** Lets a drawing shrink to fit, but not below three quarters of its size: beyond that it scrolls. */
function keepLegible(drawing: ElementCSSInlineStyle, width: number): void {
  drawing.style.minWidth = `${Math.round(width * 0.75)}px`;
}

/** A drawing made of shapes, not by the plotting library, with the sentence as its name; a frame makes it a chart. */
export function diagram(
  document: Document,
  sentence: string,
  width: number,
  height: number,
  ...children: readonly Element[]
): SVGElement {
  const viewBox = `0 0 ${width} ${height}`;
  const attributes = {
    class: 'cs-diagram',
    'aria-label': shorten(sentence, longestText),
    viewBox,
    width,
    height,
  };
  const drawn = svg(document, 'svg', attributes, ...children);
  keepLegible(drawn, width);
  return drawn;
}
