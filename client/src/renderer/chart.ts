import * as Plot from '@observablehq/plot';
import { html, svg } from './dom.js';
import { formatTick } from './format.js';
import { shorten, widthOf } from './names.js';

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

export const chartWidth = 640;
const longestAxis = 76;

/** Labels cut to fit beside a chart, and the margin that holds the longest of them. */
export function labelsBeside(names: readonly string[], longest = 26): { labels: string[]; margin: number } {
  const labels = names.map((name) => shorten(name, longest));
  const widest = Math.max(4, ...labels.map(widthOf));
  return { labels, margin: Math.round(widest * 6.9) + 18 };
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
export function bottomAxis(name: string | null, ticks = 6, grid = true): Plot.Markish[] {
  const label = name === null ? null : shorten(name, longestAxis);
  return [
    ...(grid ? [Plot.gridX({ stroke: ink.grid, strokeOpacity: 1, ticks })] : []),
    Plot.axisX({
      anchor: 'bottom',
      tickSize: 0,
      ticks,
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

/** A chart that reads as one picture with the sentence as its name. */
export function chart(document: Document, sentence: string, options: Plot.PlotOptions): Element {
  const drawn = Plot.plot({ width: chartWidth, ...options, document, className: 'cs-plot' });
  // Plot brings a style element of its own; ours says the same, and a strict content policy would refuse it.
  for (const style of drawn.querySelectorAll('style')) style.remove();
  // It names its groups after its marks, which tells nobody anything, and a group without a role may have no name.
  for (const group of drawn.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label');
  keepLegible(drawn, Number(drawn.getAttribute('width')));
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', shorten(sentence, 1000));
  return drawn;
}

export type Swatch =
  | 'dot'
  | 'ring'
  | 'ring-other'
  | 'bar'
  | 'bar-other'
  | 'bar-down'
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

/** A drawing made of shapes, not by the plotting library; it reads as one picture that the sentence describes. */
export function diagram(
  document: Document,
  sentence: string,
  width: number,
  height: number,
  ...children: readonly Element[]
): SVGElement {
  const viewBox = `0 0 ${width} ${height}`;
  const attributes = { class: 'cs-diagram', role: 'img', 'aria-label': sentence, viewBox, width, height };
  const drawn = svg(document, 'svg', attributes, ...children);
  keepLegible(drawn, width);
  return drawn;
}

/** Drawings of any width: they keep their size and scroll sideways, by keyboard too. */
export function scrolling(document: Document, name: string, ...parts: readonly Element[]): HTMLElement {
  return html(
    document,
    'div',
    { class: 'cs-figure cs-scroll', tabindex: 0, role: 'group', 'aria-label': shorten(name, longestAxis) },
    ...parts,
  );
}
