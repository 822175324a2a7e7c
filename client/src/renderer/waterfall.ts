import * as Plot from '@observablehq/plot';
import type { AttributionResult } from '../../../kernel/src/result.js';
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
    total('base', result.base),
    ...kept.map((i) => {
      const shown = row.shown[i] ? ` = ${shorten(row.shown[i], longestShown)}` : '';
      return step(`${shorten(result.sources[i] ?? '', longestStep - widthOf(shown))}${shown}`, row.values[i]);
    }),
    ...(rest.length
      ? [
          step(
            `${rest.length} others`,
            rest.reduce((sum, i) => sum + row.values[i], 0),
          ),
        ]
      : []),
    total('prediction', row.prediction),
  ];
}

/** How one row's prediction comes about, step by step from the base. */
export function waterfall(
  document: Document,
  result: AttributionResult,
  row: AttributionResult['rows'][number],
): Element {
  const steps = stepsOf(result, row);
  const { labels, margin } = labelsBeside(
    steps.map((s) => s.label),
    longestStep,
  );
  const y = (_: WaterfallStep, i: number): number => i;
  const colour = (s: WaterfallStep): string => (s.value < 0 ? ink.down : ink.up);
  const moves = steps.map((s, i) => ({ ...s, i })).filter((s) => !s.total);
  const joints = steps.slice(1).map((s, i) => ({ x: steps[i].to, i, last: s.total }));
  const drawn = chart(document, rowSentence(result, row), {
    height: steps.length * 26 + 48,
    marginLeft: margin,
    marginRight: 72,
    marginTop: 6,
    marginBottom: 40,
    x: { domain: domainOf(steps.flatMap((s) => (s.total ? [s.to] : [s.from, s.to]))) },
    y: { type: 'band', domain: steps.map((_, i) => i), padding: 0.3 },
    color: { type: 'identity' },
    marks: [
      ...bottomAxis(result.of),
      leftNames(labels),
      Plot.link(joints, { x1: 'x', x2: 'x', y1: 'i', y2: (d: { i: number }) => d.i + 1, stroke: ink.muted }),
      Plot.barX(moves, { x1: 'from', x2: 'to', y: 'i', fill: colour }),
      Plot.dot(
        steps.map((s, i) => ({ ...s, i })).filter((s) => s.total),
        { x: 'to', y: 'i', r: 5, fill: ink.text, symbol: 'diamond' },
      ),
      Plot.text(steps, {
        x: (s: WaterfallStep) => (s.total ? s.to : Math.max(s.from, s.to)),
        y,
        text: (s: WaterfallStep) => (s.total ? formatNumber(s.value) : formatSigned(s.value)),
        textAnchor: 'start',
        dx: 8,
        fill: ink.text,
        stroke: ink.page,
        strokeWidth: 4,
      }),
    ],
  });
  const key = legend(document, [
    ['bar', 'raises'],
    ['bar-down', 'lowers'],
  ]);
  return figure(document, key, drawn);
}
