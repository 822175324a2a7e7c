import * as Plot from '@observablehq/plot';
import type { Heterogeneity, Histogram } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Brush } from './brush.js';
import {
  bottomAxis,
  chart,
  chartTitle,
  domainOf,
  figure,
  finite,
  ink,
  labelsBeside,
  leftAxis,
} from './chart.js';
import { type ForestRow, forestDomain, forestPlot } from './forest.js';
import { formatCount, formatCounted, formatRange, formatShare } from './format.js';
import { distributionCaption, groupCaption, heterogeneitySentence } from './tables/heterogeneity.js';

/** First, middle and last quantile: more labels than these would touch. */
function labelled(quantiles: Heterogeneity['quantiles']): Heterogeneity['quantiles'] {
  const { length } = quantiles;
  if (length <= 3) return quantiles;
  return [quantiles[0], quantiles[(length - 1) >> 1], quantiles[length - 1]];
}

/** `Conditional effects of 0.02 to 0.05: 6,840 rows, 34.2% of all.` */
function brushOf({ edges, counts }: Histogram): Brush {
  const sum = (some: readonly number[]): number => some.reduce((total, count) => total + count, 0);
  return {
    steps: counts.map((_, i) => [edges[i], edges[i + 1]]),
    say: (first, last) => {
      const held = sum(counts.slice(first, last + 1));
      const share = formatShare(held / (sum(counts) || 1));
      return say`Conditional effects of ${formatRange(edges[first], edges[last + 1])}: ${formatCounted(held, 'row')}, ${share} of all.`;
    },
  };
}

function distributionChart(document: Document, arm: Heterogeneity, outcome: string): Element {
  const { edges, counts } = arm.distribution;
  const bars = counts.map((count, i) => ({ x1: edges[i], x2: edges[i + 1], count }));
  const quantiles = labelled(arm.quantiles);
  const axis = say`conditional effect of ${arm.arm} on ${outcome}`;
  const links = { twin: distributionCaption(arm.arm), brush: brushOf(arm.distribution) };
  const options: Plot.PlotOptions = {
    height: 220,
    marginLeft: 52,
    marginRight: 24,
    marginTop: 26,
    marginBottom: 40,
    x: { domain: domainOf([...edges, 0]) },
    // Room above the bars for the names of the quantiles.
    y: { domain: [0, 1.12 * Math.max(1, ...finite(counts))] },
    marks: [
      ...bottomAxis(axis, false),
      ...leftAxis(say`rows`, formatCount, 4),
      Plot.rectY(bars, {
        x1: 'x1',
        x2: 'x2',
        y: 'count',
        fill: ink.main,
        inset: 0.5,
        title: (d: (typeof bars)[number]) => `${formatRange(d.x1, d.x2)}: ${formatCounted(d.count, 'row')}`,
      }),
      Plot.ruleY([0], { stroke: ink.text }),
      Plot.ruleX([0], { stroke: ink.text, strokeWidth: 1.25 }),
      Plot.ruleX(quantiles, { x: 'value', stroke: ink.text, strokeDasharray: '3,3' }),
      Plot.text(quantiles, {
        x: 'value',
        text: (q: (typeof quantiles)[number]) => formatShare(q.probability),
        frameAnchor: 'top',
        dy: -9,
        fill: ink.text,
      }),
    ],
  };
  return chart(document, heterogeneitySentence(arm), options, links);
}

function groupCharts(document: Document, { arm, groups }: Heterogeneity, outcome: string): Element[] {
  const byModifier = new Map<string, ForestRow[]>();
  for (const group of groups) {
    const rows = byModifier.get(group.modifier) ?? [];
    rows.push({ label: group.group, estimate: group.estimate, interval: group.interval });
    byModifier.set(group.modifier, rows);
  }
  const all = [...byModifier.values()].flat();
  const domain = forestDomain(all, true);
  const { margin } = labelsBeside(all.map((row) => row.label));
  const axis = say`average effect of ${arm} on ${outcome}`;
  return [...byModifier].flatMap(([modifier, rows]) => [
    chartTitle(document, say`by ${modifier}`),
    forestPlot(document, say`Average effect of ${arm} per group of ${modifier}.`, rows, {
      axis,
      domain,
      margin,
      zero: true,
      twin: groupCaption(arm),
    }),
  ]);
}

/** The distribution of conditional effects with quantiles, then averages per group of each modifier. */
export function heterogeneityCharts(
  document: Document,
  arms: readonly Heterogeneity[],
  outcome: string,
): Element {
  const parts = arms.flatMap((arm) => [
    ...(arms.length > 1 ? [chartTitle(document, arm.arm)] : []),
    ...(arm.distribution.counts.length ? [distributionChart(document, arm, outcome)] : []),
    ...groupCharts(document, arm, outcome),
  ]);
  return figure(document, ...parts);
}
