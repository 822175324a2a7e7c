import type { TreeNode } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { diagram, figure } from './chart.js';
import { svg } from './dom.js';
import { formatCounted, formatNumber } from './format.js';
import { chartFrame } from './frame.js';
import { shorten, widthOf } from './names.js';

const rowHeight = 40;
const margin = 12;
const nodeHeight = 24;
const gap = 46;
const barWidth = 90;

interface PlacedNode {
  readonly node: TreeNode;
  readonly depth: number;
  readonly y: number;
  readonly answer: 'yes' | 'no' | undefined;
  readonly children: readonly PlacedNode[];
}

/** Leaves get a line each, top to bottom; a question stands midway between its answers. */
function place(root: TreeNode): { all: PlacedNode[]; lines: number } {
  const all: PlacedNode[] = [];
  let lines = 0;
  const visit = (node: TreeNode, depth: number, answer: PlacedNode['answer']): PlacedNode => {
    let children: PlacedNode[] = [];
    let line = 0;
    if (node.leaf) {
      line = lines;
      lines += 1;
    } else {
      children = [visit(node.yes, depth + 1, 'yes'), visit(node.no, depth + 1, 'no')];
      line = (children[0].y + children[1].y) / 2;
    }
    const placed = { node, depth, y: line, answer, children };
    all.push(placed);
    return placed;
  };
  visit(root, 0, undefined);
  return { all, lines };
}

const labelOf = (node: TreeNode): string =>
  node.leaf ? formatNumber(node.value) : shorten(node.question, 30);

/** Left edge and width of every depth; all leaves stand in the last column, above one another. */
function columnsOf(all: readonly PlacedNode[]): { x: number; width: number }[] {
  const deepest = Math.max(...all.map((p) => p.depth));
  let x = margin;
  return Array.from({ length: deepest + 1 }, (_, depth) => {
    const labels = all.filter((p) => (p.node.leaf ? deepest : p.depth) === depth).map((p) => labelOf(p.node));
    const width = Math.max(40, ...labels.map((label) => widthOf(label) * 7 + 18));
    const column = { x, width };
    x += width + gap;
    return column;
  });
}

function link(
  document: Document,
  from: readonly [number, number],
  to: readonly [number, number],
  answer: string,
): Element {
  const [x1, y1] = from;
  const [x2, y2] = to;
  const bend = x1 + 16;
  const label = svg(document, 'text', { x: bend + 5, y: y2 - 5, class: 'cs-answer' }, answer);
  const path = svg(document, 'path', { d: `M${x1},${y1}H${bend}V${y2}H${x2}`, class: 'cs-branch' });
  return svg(document, 'g', {}, path, label);
}

function question(document: Document, placed: PlacedNode, x: number, y: number, width: number): Element {
  const full = placed.node.leaf ? '' : placed.node.question;
  return svg(
    document,
    'g',
    {},
    svg(document, 'title', {}, `${full}: ${formatCounted(placed.node.n, 'row')}`),
    svg(document, 'rect', {
      x,
      y: y - nodeHeight / 2,
      width,
      height: nodeHeight,
      rx: 4,
      class: 'cs-question',
    }),
    svg(document, 'text', { x: x + width / 2, y, class: 'cs-node-name' }, labelOf(placed.node)),
  );
}

/** The value, a bar as long as the value, and the rows behind it. */
function leafMark(
  document: Document,
  node: TreeNode,
  x: number,
  y: number,
  width: number,
  scale: (v: number) => number,
): Element {
  const value = node.leaf ? node.value : 0;
  const [start, end] = [scale(0), scale(value)].sort((a, b) => a - b);
  const bars = x + width + 4;
  return svg(
    document,
    'g',
    {},
    svg(document, 'title', {}, say`${formatNumber(value)} for ${formatCounted(node.n, 'row')}`),
    svg(document, 'text', { x: x + width - 6, y, class: 'cs-leaf-value' }, formatNumber(value)),
    svg(document, 'rect', {
      x: bars + start,
      y: y - 7,
      width: Math.max(1, end - start),
      height: 14,
      class: 'cs-leaf-bar',
    }),
    svg(document, 'text', { x: bars + barWidth + 8, y, class: 'cs-leaf-rows' }, formatCounted(node.n, 'row')),
  );
}

function valueScale(all: readonly PlacedNode[]): (value: number) => number {
  const values = all.flatMap((p) => (p.node.leaf && Number.isFinite(p.node.value) ? [p.node.value] : []));
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  return (value) => ((value - low) / (high - low || 1)) * barWidth;
}

/** A small tree from left to right: questions in boxes, leaves with their value as a bar. */
export function treeDiagram(document: Document, sentence: string, root: TreeNode): Element {
  const { all, lines } = place(root);
  const columns = columnsOf(all);
  const last = columns[columns.length - 1];
  const scale = valueScale(all);
  const width = last.x + last.width + barWidth + 100;
  const height = lines * rowHeight + margin;
  const yOf = (placed: PlacedNode): number => margin / 2 + (placed.y + 0.5) * rowHeight;
  const xOf = (placed: PlacedNode): number => (placed.node.leaf ? last : columns[placed.depth]).x;
  const drawing = diagram(document, sentence, width, height);
  for (const placed of all) {
    const right = xOf(placed) + columns[placed.depth].width;
    for (const child of placed.children) {
      drawing.append(
        link(
          document,
          [right, yOf(placed)],
          [xOf(child), yOf(child)],
          child.answer === 'yes' ? say`yes` : say`no`,
        ),
      );
    }
  }
  for (const placed of all) {
    const [x, y] = [xOf(placed), yOf(placed)];
    drawing.append(
      placed.node.leaf
        ? leafMark(document, placed.node, x, y, last.width, scale)
        : question(document, placed, x, y, columns[placed.depth].width),
    );
  }
  return figure(document, chartFrame(document, drawing, { rows: true }));
}
