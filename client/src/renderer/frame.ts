import { type Brush, type BrushField, rangeMarker } from './brush.js';
import { copyBar } from './copy-bar.js';
import { html } from './dom.js';
import { boxIn, byRows, hintOf, pointsOf, spoken, type Walk, walkable } from './points.js';
import { keep, movedTo } from './roving.js';
import { newTip } from './tip.js';
import { markRows } from './twin.js';

export interface FrameOptions {
  /** Keys go from row to row; else in the order in which the marks were drawn. */
  readonly rows?: boolean;
  /** Caption of the one table that says the same; else all tables of the section do. */
  readonly twin?: string;
  /** A range of it can be marked; its steps are the rows of the twin, in their order. */
  readonly brush?: Brush & BrushField;
}

/** Marks ranges, says what they hold beneath the chart, and marks the rows of the table. */
function ranges(
  document: Document,
  frame: HTMLElement,
  drawing: SVGElement,
  brush: Brush & BrushField,
  twin?: string,
): (event: KeyboardEvent, walk: Walk) => boolean {
  const said = spoken(document, 'cs-said');
  frame.append(said);
  drawing.classList.add('cs-brushable');
  const marker = rangeMarker(document, drawing, brush, (range) => {
    said.textContent = range ? brush.say(...range) : '';
    if (twin !== undefined) markRows(frame, twin, range);
  });
  const moves = new Map([
    ['ArrowRight', 1],
    ['ArrowUp', 1],
    ['ArrowLeft', -1],
    ['ArrowDown', -1],
  ]);
  return ({ key, shiftKey }, walk) => {
    if (key === 'Escape') return marker.clear();
    const by = moves.get(key);
    if (!shiftKey || by === undefined) return false;
    const held = walk.held();
    const box = held && boxIn(drawing, held);
    marker.extend(by, box && marker.stepAt(box.x + box.width / 2));
    return true;
  };
}

/**
 * What every chart stands in. It makes the drawing one tab stop whose points, all marks with a title, are reached by arrow
 * keys and by pointer; Escape goes back to the whole. Beneath it the chart can be copied.
 *
 * @param drawing complete, with `width`, `height` and `viewBox`, named by its `aria-label`
 */
export function chartFrame(
  document: Document,
  drawing: SVGElement,
  { rows = false, twin, brush }: FrameOptions = {},
): HTMLElement {
  const tip = newTip(document);
  const points = pointsOf(drawing);
  const content = html(document, 'div', { class: 'cs-drawing' }, drawing);
  const frame = html(document, 'div', { class: 'cs-frame' }, content, tip.element);
  frame.style.maxWidth = `${drawing.getAttribute('width')}px`;
  const marks = brush && brush.steps.length > 1 ? ranges(document, frame, drawing, brush, twin) : undefined;
  frame.append(copyBar(document, frame, drawing, twin));
  const hint = hintOf(points.length, marks !== undefined);
  drawing.setAttribute('role', points.length > 0 ? 'group' : 'img');
  if (hint) {
    drawing.setAttribute('aria-roledescription', 'chart');
    drawing.setAttribute('aria-description', hint);
  }
  drawing.tabIndex = 0;
  const inOrder = () => (rows ? byRows(drawing, points) : points);
  const walk = walkable(document, drawing, points, inOrder, hint, tip);
  drawing.addEventListener('keydown', (event) => {
    const ours =
      marks?.(event, walk) ||
      (event.key === 'Escape' ? walk.leave() : walk.go((from, count) => movedTo(event.key, from, count)));
    if (ours) keep(event);
  });
  return frame;
}
