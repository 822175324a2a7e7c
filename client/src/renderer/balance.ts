import * as Plot from '@observablehq/plot';
import type { BalanceRow } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import {
  bottomAxis,
  chart,
  chartTitle,
  domainOf,
  figure,
  ink,
  labelsBeside,
  leftNames,
  legend,
} from './chart.js';
import { formatNumber } from './format.js';
import { balanceBound } from './tables/balance.js';

const mostRows = 30;

function ofArm(document: Document, sentence: string, all: readonly BalanceRow[]): Element {
  const rows = [...all].sort((a, b) => Math.abs(b.before) - Math.abs(a.before)).slice(0, mostRows);
  const { labels, margin } = labelsBeside(rows.map((row) => row.covariate));
  const y = (_: BalanceRow, i: number): number => i;
  const before = (d: BalanceRow): string => say`${d.covariate}: ${formatNumber(d.before)} before adjustment`;
  const after = (d: BalanceRow): string => say`${d.covariate}: ${formatNumber(d.after)} after adjustment`;
  return chart(document, sentence, {
    height: rows.length * 20 + 56,
    marginLeft: margin,
    marginRight: 20,
    marginTop: 8,
    marginBottom: 40,
    x: { domain: domainOf([...rows.flatMap((r) => [r.before, r.after]), -0.15, 0.15]) },
    y: { type: 'point', domain: rows.map((_, i) => i), padding: 0.6 },
    marks: [
      ...bottomAxis(say`standardised mean difference`),
      Plot.ruleX([-balanceBound, balanceBound], { stroke: ink.text, strokeDasharray: '3,3' }),
      Plot.ruleX([0], { stroke: ink.text }),
      leftNames(labels),
      Plot.link(rows, { x1: 'before', x2: 'after', y1: y, y2: y, stroke: ink.muted, strokeOpacity: 0.7 }),
      Plot.dot(rows, {
        x: 'before',
        y,
        r: 3.5,
        stroke: ink.other,
        fill: ink.page,
        strokeWidth: 1.75,
        title: before,
      }),
      Plot.dot(rows, { x: 'after', y, r: 4, fill: ink.main, title: after }),
    ],
  });
}

/** Love plots: standardised mean differences before (rings) and after (dots), the widest 30 of each arm. */
export function lovePlot(document: Document, sentence: string, rows: readonly BalanceRow[]): Element {
  const arms = [...new Set(rows.map((row) => row.arm))];
  const parts = arms.flatMap((arm) => [
    ...(arms.length > 1 ? [chartTitle(document, arm)] : []),
    ofArm(
      document,
      sentence,
      rows.filter((row) => row.arm === arm),
    ),
  ]);
  const key = legend(document, [
    ['ring-other', say`before adjustment`],
    ['dot', say`after adjustment`],
    ['dashes', say`bound of ${balanceBound}`],
  ]);
  return figure(document, key, ...parts);
}
