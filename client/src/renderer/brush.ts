import { svg } from './dom.js';

/** What a range of a chart means. */
export interface Brush {
  /** From where to where each step goes along the x axis, ascending; a point of a curve goes from itself to itself. */
  readonly steps: readonly (readonly [low: number, high: number])[];
  /** What the steps from `first` to `last` hold, in one sentence. */
  say(first: number, last: number): string;
}

/** The steps in the units of the drawing, and the part of it that they share. */
export interface BrushField {
  readonly spans: readonly (readonly [left: number, right: number])[];
  readonly top: number;
  readonly bottom: number;
}

export type Range = readonly [first: number, last: number];

export interface RangeMarker {
  /** Moves the free end of the range by steps; a new range begins at `from`, or at the end that the move comes from. */
  extend(by: number, from: number | undefined): void;
  /** False where there was none. */
  clear(): boolean;
  /** The step at a place of the drawing. */
  stepAt(x: number): number;
}

/** Less than this of a drag is a click that shook. */
const leastDrag = 4;
/** What the range of points shows beyond them. */
const beyond = 5;

/** Marks a range of steps by dragging or by keys, and tells of every change. */
export function rangeMarker(
  document: Document,
  drawing: SVGElement,
  { spans, top, bottom }: BrushField,
  changed: (range: Range | undefined) => void,
): RangeMarker {
  const band = svg(document, 'rect', {
    class: 'cs-range',
    'aria-hidden': 'true',
    y: top,
    height: bottom - top,
  });
  let ends: { anchor: number; head: number; from: number | undefined } | undefined;

  const stepAt = (x: number): number => {
    const away = spans.map(([left, right]) => Math.max(left - x, 0, x - right));
    return away.indexOf(Math.min(...away));
  };
  const mark = (anchor: number, head: number, from?: number): void => {
    ends = { anchor, head, from };
    const [first, last] = [Math.min(anchor, head), Math.max(anchor, head)];
    const [left, right] = [spans[first][0], spans[last][1]];
    const air = spans[first][0] === spans[first][1] ? beyond : 0;
    band.setAttribute('x', String(left - air));
    band.setAttribute('width', String(right - left + 2 * air));
    if (!band.isConnected) drawing.append(band);
    changed([first, last]);
  };
  const clear = (): boolean => {
    if (!ends) return false;
    ends = undefined;
    band.remove();
    changed(undefined);
    return true;
  };

  const xOf = ({ clientX }: PointerEvent): number => {
    const { left, width } = drawing.getBoundingClientRect();
    return ((clientX - left) * Number(drawing.getAttribute('width'))) / (width || 1);
  };
  let start: number | undefined;
  let dragged = false;
  drawing.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    start = xOf(event);
    dragged = false;
  });
  drawing.addEventListener('pointermove', (event) => {
    if (start === undefined) return;
    const x = xOf(event);
    if (!dragged && Math.abs(x - start) < leastDrag) return;
    if (!dragged) drawing.setPointerCapture(event.pointerId);
    dragged = true;
    mark(stepAt(start), stepAt(x));
  });
  const end = (): void => {
    if (start !== undefined && !dragged) clear();
    start = undefined;
  };
  drawing.addEventListener('pointerup', end);
  drawing.addEventListener('pointercancel', end);

  return {
    stepAt,
    clear,
    extend(by, from) {
      const goesOn = ends && (from === undefined || from === ends.from);
      const anchor = goesOn && ends ? ends.anchor : (from ?? (by > 0 ? 0 : spans.length - 1));
      const head = goesOn && ends ? ends.head : anchor;
      mark(anchor, Math.max(0, Math.min(spans.length - 1, head + by)), from);
    },
  };
}
