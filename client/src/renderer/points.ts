import { say } from '../../../kernel/src/words/say.js';
import { html, svg } from './dom.js';
import { longestText, shorten } from './names.js';
import type { Tip } from './tip.js';

/** What a chart is made of: a bar, a dot, a variable, with what it says in words. */
export interface ChartPoint {
  readonly element: SVGElement;
  readonly text: string;
}

/** How near a pointer must come to a point, in pixels. */
const reach = 24;
const ringAir = 4;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where an element stands in the units of the drawing, which may be shown smaller than it is. */
export function boxIn(drawing: SVGElement, element: Element): Box {
  const outer = drawing.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  const scale = Number(drawing.getAttribute('width')) / (outer.width || 1);
  return {
    x: (inner.left - outer.left) * scale,
    y: (inner.top - outer.top) * scale,
    width: inner.width * scale,
    height: inner.height * scale,
  };
}

/**
 * Every mark with a title becomes a point: named by the title, and reached by keys instead of by the browser's own slow
 * note. What is no point stays a picture, which sentence and tables say already.
 */
export function pointsOf(drawing: SVGElement): ChartPoint[] {
  const points = [...drawing.querySelectorAll('title')].flatMap((title): ChartPoint[] => {
    const element = title.parentElement as SVGElement | null;
    title.remove();
    if (!element) return [];
    const text = shorten(title.textContent ?? '', longestText);
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', text);
    element.classList.add('cs-point');
    element.tabIndex = -1;
    return [{ element, text }];
  });
  for (const part of drawing.children) {
    if (!part.matches('.cs-point') && !part.querySelector('.cs-point'))
      part.setAttribute('aria-hidden', 'true');
  }
  return points;
}

/** Row by row from the top, and within a row from the left. */
export function byRows(drawing: SVGElement, points: readonly ChartPoint[]): ChartPoint[] {
  const placed = points.map((point) => ({ point, box: boxIn(drawing, point.element) }));
  const middle = ({ y, height }: Box): number => Math.round(y + height / 2);
  return placed.sort((a, b) => middle(a.box) - middle(b.box) || a.box.x - b.box.x).map(({ point }) => point);
}

/** The nearest within reach of the pointer. An arrow is none: it fills the least part of its box, and has to be hit. */
function nearest(points: readonly ChartPoint[], x: number, y: number): ChartPoint | undefined {
  const away = ({ element }: ChartPoint): number => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  };
  const [best] = points
    .filter(({ element }) => !element.matches('path'))
    .map((point) => ({ point, distance: away(point) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= reach ? best.point : undefined;
}

/** A ring around the point in hand, on a halo that parts it from whatever is beneath. */
export interface Ring {
  around(element: Element): void;
  hide(): void;
}

export function newRing(document: Document, drawing: SVGElement): Ring {
  const halo = svg(document, 'rect', { class: 'cs-ring-halo', rx: 3 });
  const line = svg(document, 'rect', { class: 'cs-ring-line', rx: 3 });
  const ring = svg(document, 'g', { class: 'cs-ring', 'aria-hidden': 'true' }, halo, line);
  return {
    around(element) {
      const { x, y, width, height } = boxIn(drawing, element);
      for (const rect of [halo, line]) {
        rect.setAttribute('x', String(x - ringAir));
        rect.setAttribute('y', String(y - ringAir));
        rect.setAttribute('width', String(width + 2 * ringAir));
        rect.setAttribute('height', String(height + 2 * ringAir));
      }
      drawing.append(ring);
    },
    hide: () => ring.remove(),
  };
}

export interface Walk {
  /** The point in hand, which keys go on from. */
  held(): SVGElement | undefined;
  /** Moves by a key, where there is a point to move to. */
  go(move: (from: number, count: number) => number | undefined): boolean;
  /** Back from a point to the chart as a whole; false where that is in hand already. */
  leave(): boolean;
}

/** One tab stop for the chart: the chart itself, or the point last held. A tip says what is in hand, by keys or pointer. */
export function walkable(
  document: Document,
  drawing: SVGElement,
  points: readonly ChartPoint[],
  inOrder: () => readonly ChartPoint[],
  hint: string,
  tip: Tip,
): Walk {
  const ring = newRing(document, drawing);
  const byElement = new Map<EventTarget, ChartPoint>(points.map((point) => [point.element, point]));
  let held: ChartPoint | undefined;
  let leaving = false;
  const stopAt = (stop: SVGElement): void => {
    for (const element of [drawing, ...points.map((point) => point.element)])
      element.tabIndex = element === stop ? 0 : -1;
  };
  const hide = (): void => {
    tip.hide();
    ring.hide();
  };
  const show = ({ text, element }: ChartPoint): void => {
    tip.show(text, element);
    ring.around(element);
  };
  drawing.addEventListener('focusin', ({ target }) => {
    held = target ? byElement.get(target) : undefined;
    stopAt(held?.element ?? drawing);
    hide();
    if (held) show(held);
    else if (hint && !leaving && drawing.matches(':focus-visible')) tip.show(hint, drawing);
  });
  drawing.addEventListener('focusout', hide);
  drawing.addEventListener('pointermove', ({ target, clientX, clientY, buttons }) => {
    const hit = target instanceof Element ? target.closest('.cs-point') : null;
    const point = hit ? byElement.get(hit) : nearest(points, clientX, clientY);
    hide();
    if (point && buttons === 0) show(point);
  });
  drawing.addEventListener('pointerleave', hide);
  return {
    held: () => held?.element,
    go(move) {
      const order = inOrder();
      if (order.length === 0) return false;
      const to = move(held ? order.indexOf(held) : -1, order.length);
      if (to === undefined) return false;
      order[Math.max(0, to)]?.element.focus();
      return true;
    },
    leave() {
      hide();
      if (!held) return false;
      leaving = true;
      drawing.focus();
      leaving = false;
      return true;
    },
  };
}

/** What a chart's keys do, in words for the tip and for whoever reads the page by ear. */
export function hintOf(count: number, ranges: boolean): string {
  if (count === 0) return '';
  const range = ranges ? say`; with Shift they mark a range` : '';
  return count === 1
    ? say`Arrow keys go to its one point${range}.`
    : say`Arrow keys go through its ${count} points${range}.`;
}

/** A line that is read out when it changes. */
export function spoken(document: Document, style: string): HTMLElement {
  return html(document, 'p', { class: style, role: 'status', dir: 'auto' });
}
