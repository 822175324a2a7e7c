import type { DrawableGraph } from '../graph-layout.js';
import type { Drawn, Picture } from './picture.js';

const isSameArrow = (
  a: { readonly from: string; readonly to: string },
  b: { readonly from: string; readonly to: string },
): boolean => a.from === b.from && a.to === b.to;

export const variableOf = (drawn: Drawn | undefined): string | undefined =>
  drawn && 'variable' in drawn ? drawn.variable : undefined;

/** A variable or an arrow as a graph now has it; undefined where it has it no more. */
export function stillThere({ nodes, edges }: DrawableGraph, drawn: Drawn | undefined): Drawn | undefined {
  if (!drawn) return undefined;
  if ('variable' in drawn) return nodes.some(({ name }) => name === drawn.variable) ? drawn : undefined;
  const arrow = edges.find((edge) => isSameArrow(edge, drawn.arrow));
  return arrow && { arrow };
}

/** Shows what is chosen, and where an arrow that is being drawn would end; one variable and one arrow can be reached by Tab. */
export function markChosen({ variables, arrows }: Picture, chosen: Drawn | undefined, aim?: string): void {
  const variable = variableOf(chosen);
  const names = variables.map(({ placed }) => placed.node.name);
  const stop = [aim, variable].find((name) => name !== undefined && names.includes(name)) ?? names[0];
  variables.forEach(({ element }, i) => {
    mark(element, names[i] === variable, names[i] === stop);
    element.classList.toggle('cs-aim', names[i] === aim);
  });
  const isChosen = ({ arrow }: Picture['arrows'][number]): boolean =>
    chosen !== undefined && 'arrow' in chosen && isSameArrow(chosen.arrow, arrow);
  const arrowStop = arrows.find(isChosen) ?? arrows[0];
  for (const each of arrows) mark(each.element, isChosen(each), each === arrowStop);
}

function mark(element: SVGGElement, isChosen: boolean, isStop: boolean): void {
  element.setAttribute('tabindex', isStop ? '0' : '-1');
  element.setAttribute('aria-pressed', String(isChosen));
  element.classList.toggle('cs-chosen', isChosen);
}

/** What of a picture has the focus. */
export function focusedIn({ drawing, variables, arrows }: Picture): Drawn | undefined {
  const active = drawing.ownerDocument.activeElement;
  const variable = variables.find(({ element }) => element === active);
  if (variable) return { variable: variable.placed.node.name };
  const arrow = arrows.find(({ element }) => element === active);
  return arrow && { arrow: arrow.arrow };
}

export function elementOf({ variables, arrows }: Picture, drawn: Drawn | undefined): SVGGElement | undefined {
  if (!drawn) return undefined;
  return 'arrow' in drawn
    ? arrows.find(({ arrow }) => isSameArrow(arrow, drawn.arrow))?.element
    : variables.find(({ placed }) => placed.node.name === drawn.variable)?.element;
}
