import type { Role } from '../../../kernel/src/plan.js';
import { svg } from './dom.js';

type Corner = readonly [x: number, y: number];

const polygon = (corners: readonly Corner[]): string => `M${corners.map(([x, y]) => `${x},${y}`).join('L')}Z`;

function rounded(x: number, y: number, r: number): string {
  const arc = (dx: number, dy: number): string => `a${r},${r} 0 0 1 ${dx},${dy}`;
  return (
    `M${-x + r},${-y}H${x - r}${arc(r, r)}V${y - r}${arc(-r, r)}` +
    `H${-x + r}${arc(-r, -r)}V${-y + r}${arc(r, -r)}Z`
  );
}

/** A shape of its own for each role, so that no role is told by colour alone. `x` and `y` are half its sizes. */
const outlines = new Map<Role, (x: number, y: number) => string>([
  ['treatment', (x, y) => rounded(x, y, 6)],
  ['outcome', (x, y) => rounded(x, y, 6) + rounded(x - 3.5, y - 3.5, 4)],
  [
    'confounder',
    (x, y) =>
      polygon([
        [-x + 12, -y],
        [x - 12, -y],
        [x, 0],
        [x - 12, y],
        [-x + 12, y],
        [-x, 0],
      ]),
  ],
  [
    'mediator',
    (x, y) =>
      polygon([
        [-x + 12, -y],
        [x, -y],
        [x - 12, y],
        [-x, y],
      ]),
  ],
  [
    'collider',
    (x, y) =>
      polygon([
        [-x, -y],
        [x, -y],
        [x - 14, y],
        [-x + 14, y],
      ]),
  ],
  [
    'post-treatment',
    (x, y) =>
      polygon([
        [-x, -y],
        [x, -y],
        [x, y],
        [-x, y],
        [-x + 12, 0],
      ]),
  ],
  [
    'instrument',
    (x, y) =>
      polygon([
        [-x, -y],
        [x - 14, -y],
        [x, 0],
        [x - 14, y],
        [-x, y],
      ]),
  ],
  [
    'effect modifier',
    (x, y) =>
      polygon([
        [-x + 9, -y],
        [x - 9, -y],
        [x, -y + 9],
        [x, y - 9],
        [x - 9, y],
        [-x + 9, y],
        [-x, y - 9],
        [-x, -y + 9],
      ]),
  ],
  ['unobserved', (x, y) => rounded(x, y, y)],
]);

const otherOutline = (x: number, y: number): string => rounded(x, y, 1);

/** The role's outline around the origin; a dashed one where nobody measured the variable. */
export function roleShape(
  document: Document,
  role: Role,
  observed: boolean,
  width: number,
  height: number,
): SVGPathElement {
  const outline = outlines.get(role) ?? otherOutline;
  const known = outlines.has(role) ? role.replace(' ', '-') : 'other';
  return svg(document, 'path', {
    d: outline(width / 2, height / 2),
    class: `cs-role cs-role-${known}${observed ? '' : ' cs-unmeasured'}`,
  });
}
