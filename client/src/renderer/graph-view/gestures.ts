import { svg } from '../dom.js';
import { nearest } from './nearest.js';
import type { Picture, PictureEvents } from './picture.js';

/** A press that moves less far is a click, in pixels of the screen. */
const leastDrag = 6;

/** Has a picture answer keys, clicks and drags. */
export function listen(picture: Picture, events: PictureEvents): void {
  listenToKeys(picture, events);
  for (const { arrow, element } of picture.arrows) {
    element.addEventListener('click', () => element.focus());
    element.addEventListener('focus', () => events.choose({ arrow }));
    element.addEventListener('dblclick', () => events.reveal({ arrow }));
  }
  for (const { placed, element } of picture.variables) {
    const variable = placed.node.name;
    element.addEventListener('focus', () => events.choose({ variable }));
  }
  listenToDrags(picture, events);
}

function listenToKeys({ variables, arrows }: Picture, { key }: PictureEvents): void {
  const places = variables.map(({ placed }) => placed);
  variables.forEach(({ placed, element }, i) => {
    element.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const next = nearest(places, i, event.key);
      if (next !== undefined) variables[next].element.focus();
      const isOurs =
        next !== undefined || event.key.startsWith('Arrow') || key(event.key, { variable: placed.node.name });
      if (isOurs) event.preventDefault();
    });
  });
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  arrows.forEach(({ arrow, element }, i) => {
    element.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = Object.hasOwn(steps, event.key) ? steps[event.key] : 0;
      if (step !== 0) arrows[(i + step + arrows.length) % arrows.length].element.focus();
      if (step !== 0 || key(event.key, { arrow })) event.preventDefault();
    });
  });
}

/** A press on a variable chooses it; one that is drawn to another variable draws an arrow. */
function listenToDrags({ drawing, variables }: Picture, events: PictureEvents): void {
  const document = drawing.ownerDocument;
  const variableAt = (x: number, y: number): (typeof variables)[number] | undefined => {
    const under = document.elementFromPoint(x, y);
    return under ? variables.find(({ element }) => element.contains(under)) : undefined;
  };
  drawing.addEventListener('dblclick', ({ clientX, clientY }) => {
    const variable = variableAt(clientX, clientY)?.placed.node.name;
    if (variable !== undefined) events.reveal({ variable });
  });
  drawing.addEventListener('pointerdown', (down) => {
    const start = variableAt(down.clientX, down.clientY);
    if (!start || down.button !== 0) return;
    const { placed, element } = start;
    const from = placed.node.name;
    const line = svg(document, 'path', { class: 'cs-arrow cs-rubber' });
    let isDrag = false;
    const move = (event: PointerEvent): void => {
      isDrag ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) >= leastDrag;
      const matrix = drawing.getScreenCTM();
      if (!isDrag || !matrix) return;
      const end = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      line.setAttribute('d', `M${placed.x},${placed.y}L${end.x},${end.y}`);
      drawing.append(line);
    };
    const stop = (): void => {
      line.remove();
      drawing.removeEventListener('pointermove', move);
      drawing.removeEventListener('pointerup', up);
      drawing.removeEventListener('pointercancel', stop);
    };
    const up = (event: PointerEvent): void => {
      stop();
      const end = variableAt(event.clientX, event.clientY);
      if (!isDrag) {
        element.focus();
        events.pick(from);
      } else if (end && end !== start) events.drawArrow(from, end.placed.node.name);
    };
    drawing.setPointerCapture(down.pointerId);
    drawing.addEventListener('pointermove', move);
    drawing.addEventListener('pointerup', up);
    drawing.addEventListener('pointercancel', stop);
    down.preventDefault();
  });
}
