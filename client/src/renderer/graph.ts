import type { Role } from '../../../kernel/src/plan.js';
import type { GraphResult } from '../../../kernel/src/result.js';
import type { Charts } from './card.js';
import { diagram, figure } from './chart.js';
import { html, newId, svg } from './dom.js';
import { chartFrame } from './frame.js';
import {
  type GraphLayout,
  layOut,
  nodeHeight,
  type PlacedArrow,
  type PlacedVariable,
} from './graph-layout.js';
import { roleShape } from './role-shape.js';

/** Beyond it a drawing is a tangle, and laying it out takes seconds: the tables stand alone. */
const mostVariables = 120;

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

function arrow(
  document: Document,
  { edge, points }: PlacedArrow,
  heads: { plain: string; confounding: string },
): Element {
  return svg(
    document,
    'path',
    {
      d: points.length ? curve(points) : '',
      class: edge.confounding ? 'cs-arrow cs-arrow-confounding' : 'cs-arrow',
      'marker-end': `url(#${edge.confounding ? heads.confounding : heads.plain})`,
    },
    svg(
      document,
      'title',
      {},
      `${edge.from} → ${edge.to}${edge.confounding ? ', on a confounding path' : ''}`,
    ),
  );
}

/** A graph that no effect reads gives its variables no roles. */
const hasRole = ({ role }: GraphResult['nodes'][number]): boolean => role !== 'other';

function variable(document: Document, { node, label, x, y, width }: PlacedVariable): Element {
  return svg(
    document,
    'g',
    { transform: `translate(${x},${y})` },
    svg(document, 'title', {}, `${node.name}: ${node.role}${node.observed ? '' : ', not observed'}`),
    roleShape(document, node.role, node.observed, width, nodeHeight),
    svg(document, 'text', { y: hasRole(node) ? -7 : 2, class: 'cs-node-name' }, label),
    ...(hasRole(node) ? [svg(document, 'text', { y: 10, class: 'cs-node-role' }, node.role)] : []),
  );
}

function drawing(
  document: Document,
  sentence: string,
  { variables, arrows, width, height }: GraphLayout,
): SVGElement {
  const heads = { plain: newId('head'), confounding: newId('head') };
  const bySalience = [...arrows].sort((a, b) => Number(a.edge.confounding) - Number(b.edge.confounding));
  return diagram(
    document,
    sentence,
    width,
    height,
    svg(
      document,
      'defs',
      {},
      arrowHead(document, heads.plain, 'cs-head'),
      arrowHead(document, heads.confounding, 'cs-head cs-head-confounding'),
    ),
    ...bySalience.map((each) => arrow(document, each, heads)),
    ...variables.map((each) => variable(document, each)),
  );
}

function graphLegend(document: Document, result: GraphResult): Element {
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
    ...roles.map((role) => key(shape(role), role)),
    ...(result.edges.some((edge) => edge.confounding)
      ? [key(line('cs-arrow cs-arrow-confounding'), 'on a confounding path')]
      : []),
  );
}

/** The chart of a graph: its variables by role, causes above effects, confounding paths emphasised. */
export function graphCharts(result: GraphResult, document: Document): Charts {
  if (result.nodes.length === 0 || result.nodes.length > mostVariables) return new Map();
  return new Map([
    [
      'graph',
      (sentence: string) =>
        figure(
          document,
          graphLegend(document, result),
          chartFrame(document, drawing(document, sentence, layOut(result)), { rows: true }),
        ),
    ],
  ]);
}
