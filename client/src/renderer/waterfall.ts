import * as Plot from '@observablehq/plot';
import type { AttributionResult } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { bottomAxis, chart, domainOf, figure, ink, labelsBeside, leftNames, legend } from './chart.js';
import { formatNumber, formatSigned } from './format.js';
import { shorten, widthOf } from './names.js';
import { rowSentence, strongest } from './tables/attribution.js';

const mostSteps = 12;
const longestStep = 36;
const longestShown = 18;

interface WaterfallStep {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly total: boolean;
}

/** From the base to the prediction, the strongest sources first; what does not fit is one last step. */
function stepsOf(result: AttributionResult, row: AttributionResult['rows'][number]): WaterfallStep[] {
  const order = strongest(row);
  const kept = order.length > mostSteps ? order.slice(0, mostSteps - 1) : order;
  const rest = order.slice(kept.length);
  let at = result.base;
  const step = (label: string, value: number): WaterfallStep => {
    const from = at;
    at += value;
    return { label, from, to: at, value, total: false };
  };
  const total = (label: string, value: number): WaterfallStep => ({
    label,
    from: 0,
    to: value,
    value,
    total: true,
  });
  return [
    total(say`base`, result.base),
    ...kept.map((i) => {
      const shown = row.shown[i] ? ` = ${shorten(row.shown[i], longestShown)}` : '';
      return step(`${shorten(result.sources[i] ?? '', longestStep - widthOf(shown))}${shown}`, row.values[i]);
    }),
    ...(rest.length
      ? [
          step(
            say`${rest.length} others`,
            rest.reduce((sum, i) => sum + row.values[i], 0),
          ),
        ]
      : []),
    total(say`prediction`, row.prediction),
  ];
}

function marksOf(steps: readonly WaterfallStep[]): Plot.Markish[] {
  const placed = steps.map((step, y) => ({ ...step, y }));
  type Placed = (typeof placed)[number];
  const title = ({ label, value, to, total }: Placed): string =>
    total
      ? `${label}: ${formatNumber(value)}`
      : say`${label}: ${formatSigned(value)}, to ${formatNumber(to)}`;
  const joints = placed.slice(1).map(({ y }) => ({ x: placed[y - 1].to, y1: y - 1, y2: y }));
  return [
    Plot.link(joints, { x1: 'x', x2: 'x', y1: 'y1', y2: 'y2', stroke: ink.muted }),
    Plot.barX(
      placed.filter((s) => !s.total && s.value >= 0),
      { x1: 'from', x2: 'to', y: 'y', fill: ink.up, title },
    ),
    Plot.barX(
      placed.filter((s) => !s.total && s.value < 0),
      { x1: 'to', x2: 'from', y: 'y', fill: ink.down, title },
    ),
    Plot.dot(
      placed.filter((s) => s.total),
      { x: 'to', y: 'y', r: 5, fill: ink.text, symbol: 'diamond', title },
    ),
    Plot.text(placed, {
      x: (s: Placed) => (s.total ? s.to : Math.max(s.from, s.to)),
      y: 'y',
      text: (s: Placed) => (s.total ? formatNumber(s.value) : formatSigned(s.value)),
      textAnchor: 'start',
      dx: 8,
      fill: ink.text,
      stroke: ink.page,
      strokeWidth: 4,
    }),
  ];
}

/** How one row's prediction comes about, step by step from the base. */
export function waterfall(
  document: Document,
  result: AttributionResult,
  row: AttributionResult['rows'][number],
): Element {
  const steps = stepsOf(result, row);
  const names = steps.map((step) => step.label);
  const { labels, margin } = labelsBeside(names, longestStep);
  const drawn = chart(document, rowSentence(result, row), {
    height: steps.length * 26 + 48,
    marginLeft: margin,
    marginRight: 72,
    marginTop: 6,
    marginBottom: 40,
    x: { domain: domainOf(steps.flatMap((s) => (s.total ? [s.to] : [s.from, s.to]))) },
    y: { type: 'band', domain: steps.map((_, i) => i), padding: 0.3 },
    marks: [...bottomAxis(result.of), leftNames(labels), ...marksOf(steps)],
  });
  const key = legend(document, [
    ['bar', say`raises`],
    ['bar-down', say`lowers`],
  ]);
  return figure(document, key, drawn);
}
