import type { Role } from '../../../kernel/src/plan.js';
import type { GraphResult } from '../../../kernel/src/result.js';
import { roleWords } from '../../../kernel/src/words/role-words.js';
import { say } from '../../../kernel/src/words/say.js';
import { html, newId, svg } from './dom.js';
import {
  type DrawableGraph,
  type GraphLayout,
  nodeHeight,
  type PlacedArrow,
  type PlacedVariable,
} from './graph-layout.js';
import { roleShape } from './role-shape.js';

/** Beyond it a drawing is a tangle, and laying it out takes seconds: the tables stand alone. */
export const mostVariables = 120;

/** Ids of the heads of arrows. */
export interface ArrowHeads {
  readonly plain: string;
  readonly confounding: string;
}

function arrowHead(document: Document, id: string, style: string): Element {
  return svg(
    document,
    'marker',
    {
      id,
      viewBox: '0 0 10 10',
      refX: 9,
      refY: 5,
      markerWidth: 9,
      markerHeight: 9,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto',
    },
    svg(document, 'path', { d: 'M0,0.5L10,5L0,9.5Z', class: style }),
  );
}

/** The heads of the arrows of one drawing, to be put into it. */
export function arrowHeads(document: Document): { readonly defs: Element; readonly heads: ArrowHeads } {
  const heads = { plain: newId('head'), confounding: newId('head') };
  const defs = svg(
    document,
    'defs',
    {},
    arrowHead(document, heads.plain, 'cs-head'),
    arrowHead(document, heads.confounding, 'cs-head cs-head-confounding'),
  );
  return { defs, heads };
}

/** A smooth line through the points: straight to the first midpoint, then curves from midpoint to midpoint. */
function curve(points: PlacedArrow['points']): string {
  const [first, ...rest] = points;
  let path = `M${first.x},${first.y}`;
  rest.forEach((point, i) => {
    const after = rest[i + 1];
    path += after
      ? `${i === 0 ? '' : 'T'}${i === 0 ? `Q${point.x},${point.y} ` : ''}${(point.x + after.x) / 2},${(point.y + after.y) / 2}`
      : `L${point.x},${point.y}`;
  });
  return path;
}

/** An arrow from the border of its cause to that of its effect; thick where it is on a confounding path. */
export function arrowShape(document: Document, { edge, points }: PlacedArrow, heads: ArrowHeads): SVGElement {
  return svg(
    document,
    'path',
    {
      d: points.length ? curve(points) : '',
      class: edge.confounding ? 'cs-arrow cs-arrow-confounding' : 'cs-arrow',
      'marker-end': `url(#${edge.confounding ? heads.confounding : heads.plain})`,
    },
    svg(document, 'title', {}, arrowWords(edge)),
  );
}

/** A graph that no effect reads gives its variables no roles. */
const hasRole = ({ role }: GraphResult['nodes'][number]): boolean => role !== 'other';

/** An arrow in words: `a → b, on a confounding path`. */
export const arrowWords = ({ from, to, confounding }: GraphResult['edges'][number]): string =>
  confounding ? say`${from} → ${to}, on a confounding path` : `${from} → ${to}`;

function variableWords({ name, role, observed }: GraphResult['nodes'][number]): string {
  return observed ? say`${name}: ${roleWords(role)}` : say`${name}: ${roleWords(role)}, not observed`;
}

/** A variable in the shape of its role, its name and its role in it. */
export function variableShape(document: Document, { node, label, x, y, width }: PlacedVariable): SVGGElement {
  return svg(
    document,
    'g',
    { transform: `translate(${x},${y})` },
    svg(document, 'title', {}, variableWords(node)),
    roleShape(document, node.role, node.observed, width, nodeHeight),
    svg(document, 'text', { y: hasRole(node) ? -7 : 2, class: 'cs-node-name' }, label),
    ...(hasRole(node) ? [svg(document, 'text', { y: 10, class: 'cs-node-role' }, roleWords(node.role))] : []),
  );
}

/** A graph as it is laid out, arrows beneath variables and the thick ones above the others. */
export function shapesOf(document: Document, { variables, arrows }: GraphLayout): Element[] {
  const { defs, heads } = arrowHeads(document);
  const bySalience = [...arrows].sort((a, b) => Number(a.edge.confounding) - Number(b.edge.confounding));
  return [
    defs,
    ...bySalience.map((each) => arrowShape(document, each, heads)),
    ...variables.map((each) => variableShape(document, each)),
  ];
}

/** What the shapes and the thick arrows of a graph stand for. */
export function graphLegend(document: Document, result: DrawableGraph): Element {
  const key = (sample: Element, label: string): HTMLElement =>
    html(document, 'span', { class: 'cs-key' }, sample, html(document, 'span', {}, label));
  const sample = (child: Element): Element =>
    svg(document, 'svg', { width: 30, height: 18, viewBox: '-15 -9 30 18', 'aria-hidden': 'true' }, child);
  const line = (style: string): Element => sample(svg(document, 'path', { d: 'M-13,0H13', class: style }));
  const roles = [...new Set(result.nodes.filter(hasRole).map((node) => node.role))];
  const shape = (role: Role): Element => {
    const drawn = roleShape(document, role, role !== 'unobserved', 44, 26);
    drawn.setAttribute('transform', 'scale(0.6)');
    return sample(drawn);
  };
  return html(
    document,
    'div',
    { class: 'cs-legend' },
    ...roles.map((role) => key(shape(role), roleWords(role))),
    ...(result.edges.some((edge) => edge.confounding)
      ? [key(line('cs-arrow cs-arrow-confounding'), say`on a confounding path`)]
      : []),
  );
}
