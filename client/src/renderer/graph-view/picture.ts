import { roleWords } from '../../../../kernel/src/words/role-words.js';
import { say } from '../../../../kernel/src/words/say.js';
import { html, svg } from '../dom.js';
import { arrowHeads, arrowShape, graphLegend, variableShape } from '../graph-drawing.js';
import { type DrawableGraph, layOut, type PlacedArrow, type PlacedVariable } from '../graph-layout.js';
import { listed } from '../names.js';

type Arrow = DrawableGraph['edges'][number];

/** A variable or an arrow. */
export type Drawn = { readonly variable: string } | { readonly arrow: Arrow };

/** What a person does in the picture. */
export interface PictureEvents {
  /** By focus: what keys and buttons are about from now on. */
  choose(drawn: Drawn): void;
  /** By a click. */
  pick(variable: string): void;
  /** A key that does not move the focus. @returns whether it is one of ours */
  key(key: string, drawn: Drawn): boolean;
  /** Asks for the text. */
  reveal(drawn: Drawn): void;
  /** An arrow was dragged from one variable to another. */
  drawArrow(from: string, to: string): void;
}

/** A picture in which every variable and every arrow can be reached. */
export interface Picture {
  readonly element: HTMLElement;
  readonly drawing: SVGSVGElement;
  readonly variables: readonly { readonly placed: PlacedVariable; readonly element: SVGGElement }[];
  readonly arrows: readonly { readonly arrow: Arrow; readonly element: SVGGElement }[];
}

/** What a reader of the screen is told of a variable. */
function variableWords(
  { name, role, observed }: DrawableGraph['nodes'][number],
  graph: DrawableGraph,
): string {
  const causes = graph.edges.filter(({ to }) => to === name).map(({ from }) => from);
  const effects = graph.edges.filter(({ from }) => from === name).map(({ to }) => to);
  const parts = [
    ...(role === 'other' ? [] : [roleWords(role)]),
    ...(observed || role === 'unobserved' ? [] : [say`not observed`]),
    ...(causes.length > 0 ? [say`caused by ${listed(causes)}`] : []),
    ...(effects.length > 0 ? [say`causes ${listed(effects)}`] : []),
  ];
  return [name, ...parts].join(say`, `);
}

function arrowElement(document: Document, placed: PlacedArrow, shape: SVGElement): SVGGElement {
  const { from, to, confounding } = placed.edge;
  const label = confounding ? say`${from} causes ${to}, on a confounding path` : say`${from} causes ${to}`;
  const hold = svg(document, 'path', { d: shape.getAttribute('d') ?? '', class: 'cs-hold' });
  const attributes = { role: 'button', class: 'cs-drawn-arrow', 'aria-label': label, tabindex: -1 };
  return svg(document, 'g', attributes, hold, shape);
}

/** Draws a graph; what is chosen in it is for its owner to say. */
export function drawPicture(document: Document, name: string, graph: DrawableGraph): Picture {
  const { variables, arrows, width, height } = layOut(graph);
  const { defs, heads } = arrowHeads(document);
  const drawnVariables = variables.map((placed) => {
    const element = variableShape(document, placed);
    element.setAttribute('role', 'button');
    element.setAttribute('class', 'cs-drawn-variable');
    element.setAttribute('tabindex', '-1');
    element.setAttribute('aria-label', variableWords(placed.node, graph));
    return { placed, element };
  });
  const drawnArrows = arrows.map((placed) => ({
    arrow: placed.edge,
    element: arrowElement(document, placed, arrowShape(document, placed, heads)),
  }));
  // Tab reaches the variables first: arrows end at their borders, so none of them hides the other.
  const drawing = svg(
    document,
    'svg',
    {
      class: 'cs-diagram cs-graph',
      role: 'application',
      'aria-label': say`Graph ${name}`,
      'aria-describedby': 'keys',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
    },
    defs,
    ...drawnVariables.map(({ element }) => element),
    ...drawnArrows.map(({ element }) => element),
  );
  const element = html(document, 'div', { class: 'cs-picture' }, graphLegend(document, graph), drawing);
  return { element, drawing, variables: drawnVariables, arrows: drawnArrows };
}
