/** A chart as one SVG file that needs neither this page nor its theme: styles written out, legend and title within. */
import { svg } from './dom.js';

/** What styles of a drawing pass on to their parts. */
const inherited = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
] as const;
const margin = 12;
const titleHeight = 20;

/** Mixed colours as every program reads them: `color(srgb 0.5 0 0 / 0.2)` is `rgba(128, 0, 0, 0.2)`. */
export function plainColour(colour: string): string {
  const [, channels, alpha] = /^color\(srgb ([^/)]+?)(?: \/ ([\d.e+-]+))?\)$/.exec(colour) ?? [];
  if (channels === undefined) return colour;
  const bytes = channels
    .split(' ')
    .map((channel) => Math.round(255 * Math.max(0, Math.min(1, Number(channel)))));
  return alpha === undefined ? `rgb(${bytes.join(', ')})` : `rgba(${bytes.join(', ')}, ${alpha})`;
}

function write(live: Element, copy: Element, above: CSSStyleDeclaration | undefined): void {
  const style = getComputedStyle(live);
  for (const property of inherited) {
    const value = style.getPropertyValue(property);
    if (above?.getPropertyValue(property) === value) copy.removeAttribute(property);
    else copy.setAttribute(property, plainColour(value));
  }
  if (style.opacity === '1') copy.removeAttribute('opacity');
  else copy.setAttribute('opacity', style.opacity);
  const name = live.classList.contains('cs-point') ? live.getAttribute('aria-label') : null;
  for (const { name: attribute } of [...copy.attributes]) {
    if (/^(class|style|role|tabindex|aria-.*)$/.test(attribute)) copy.removeAttribute(attribute);
  }
  const children = [...copy.children];
  [...live.children].forEach((child, i) => {
    if (child.matches('.cs-ring, .cs-range')) children[i].remove();
    else write(child, children[i], style);
  });
  if (name !== null) copy.prepend(svg(live.ownerDocument, 'title', {}, name));
}

/** A drawing with every style written out. */
function plain(drawing: Element): Element {
  const copy = drawing.cloneNode(true) as Element;
  write(drawing, copy, undefined);
  return copy;
}

/** The nearest of a kind before the frame among the parts of its figure, and not beyond the chart before it. */
function before(frame: Element, kind: string, pastOthers: boolean): Element | undefined {
  for (let at = frame.previousElementSibling; at; at = at.previousElementSibling) {
    if (at.matches(kind)) return at;
    if (!pastOthers && at.matches('.cs-frame')) return undefined;
  }
  return undefined;
}

/** The sample of a mark as it stands in the legend: a box with the swatch's own colours, or the drawing it holds. */
function sample(document: Document, swatch: Element, x: number, y: number): Element {
  const { width, height } = swatch.getBoundingClientRect();
  if (swatch instanceof SVGElement) {
    const copy = plain(swatch);
    copy.setAttribute('x', String(x));
    copy.setAttribute('y', String(y));
    return copy;
  }
  const style = getComputedStyle(swatch);
  const border = Number.parseFloat(style.borderLeftWidth);
  if (style.borderLeftStyle === 'dashed') {
    const stroke = plainColour(style.borderLeftColor);
    return svg(document, 'path', {
      d: `M${x + 1},${y}v${height}`,
      stroke,
      'stroke-width': 2,
      'stroke-dasharray': '3,3',
    });
  }
  return svg(document, 'rect', {
    x: x + border / 2,
    y: y + border / 2,
    width: width - border,
    height: height - border,
    rx: style.borderRadius === '50%' ? width / 2 : 0,
    fill: plainColour(style.backgroundColor),
    stroke: border > 0 ? plainColour(style.borderLeftColor) : 'none',
    'stroke-width': border,
  });
}

/** The entries of a legend where the page shows them. */
function legendParts(document: Document, legend: Element, top: number): Element[] {
  const origin = legend.getBoundingClientRect();
  return [...legend.children].flatMap((key) => {
    const [swatch, words] = key.children;
    if (!swatch || !words) return [];
    const [from, to] = [swatch.getBoundingClientRect(), words.getBoundingClientRect()];
    const place = { x: margin + to.left - origin.left, y: top + (to.top + to.bottom) / 2 - origin.top };
    return [
      sample(document, swatch, margin + from.left - origin.left, top + from.top - origin.top),
      svg(document, 'text', { ...place, 'dominant-baseline': 'central' }, words.textContent ?? ''),
    ];
  });
}

/** The theme's colours as they are, not as variables. */
function coloursOf(frame: Element): { page: string; text: string; font: string } {
  const probe = frame.ownerDocument.createElement('span');
  probe.style.color = 'var(--cs-page)';
  frame.append(probe);
  const page = plainColour(getComputedStyle(probe).color);
  probe.remove();
  const { color, fontFamily } = getComputedStyle(frame);
  return { page, text: plainColour(color), font: fontFamily };
}

export interface StandaloneChart {
  readonly markup: string;
  readonly width: number;
  readonly height: number;
}

/** The chart of a frame that stands on a page. */
export function standalone(frame: Element, drawing: SVGElement): StandaloneChart {
  const document = frame.ownerDocument;
  const title = before(frame, '.cs-chart-title', false);
  const legend = before(frame, '.cs-legend', true);
  const colours = coloursOf(frame);
  const size = {
    width: Number(drawing.getAttribute('width')),
    height: Number(drawing.getAttribute('height')),
  };
  const legendTop = margin + (title ? titleHeight : 0);
  const chartTop = legendTop + (legend ? Math.ceil(legend.getBoundingClientRect().height) + 6 : 0);
  const width = size.width + 2 * margin;
  const height = chartTop + size.height + margin;
  const chart = plain(drawing);
  for (const [name, value] of Object.entries({ x: margin, y: chartTop, overflow: 'visible' })) {
    chart.setAttribute(name, String(value));
  }
  const titleStyle = { x: margin, y: margin + 11, 'font-weight': 600 };
  const all = svg(
    document,
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': colours.font,
      'font-size': '12px',
      fill: colours.text,
    },
    svg(document, 'title', {}, drawing.getAttribute('aria-label') ?? ''),
    svg(document, 'rect', { width, height, fill: colours.page }),
    ...(title ? [svg(document, 'text', titleStyle, title.textContent ?? '')] : []),
    ...(legend ? legendParts(document, legend, legendTop) : []),
    chart,
  );
  return { markup: new XMLSerializer().serializeToString(all), width, height };
}
