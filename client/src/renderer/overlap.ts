import * as Plot from '@observablehq/plot';
import type { Histogram, Overlap } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Brush } from './brush.js';
import { bottomAxis, chart, chartTitle, figure, ink, leftAxis, legend } from './chart.js';
import { formatCount, formatCounted, formatRange, formatShare } from './format.js';
import { isolated } from './names.js';
import { overlapCaption, overlapSentence } from './tables/overlap.js';

interface Bar {
  readonly x1: number;
  readonly x2: number;
  /** Share of the group in this bin; below 0 for the baseline. */
  readonly y: number;
  readonly title: string;
}

function bars({ edges, counts }: Histogram, sign: 1 | -1, group: string): Bar[] {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  return counts.map((count, i) => ({
    x1: edges[i],
    x2: edges[i + 1],
    y: (sign * count) / total,
    title: say`${group}, propensity ${formatRange(edges[i], edges[i + 1])}: ${formatCounted(count, 'row')}, ${formatShare(count / total)} of its own`,
  }));
}

function mirrored(document: Document, overlap: Overlap, baseline: string): Element {
  const axis = say`estimated probability of ${overlap.arm} rather than ${baseline}`;
  const above = bars(overlap.treated, 1, overlap.arm);
  const below = bars(overlap.untreated, -1, baseline);
  const top = 1.08 * Math.max(0.01, ...[...above, ...below].map((each) => Math.abs(each.y)));
  const bar = { x1: 'x1', x2: 'x2', y: 'y', title: 'title', inset: 0.5 };
  const { edges, counts } = overlap.treated;
  const brush: Brush = {
    steps: counts.map((_, i) => [edges[i], edges[i + 1]]),
    say: (first, last) => heldBy(overlap, baseline, first, last),
  };
  const links = { twin: overlapCaption(overlap.arm), brush };
  const options: Plot.PlotOptions = {
    height: 230,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 10,
    marginBottom: 40,
    x: { domain: [0, 1] },
    y: { domain: [-top, top] },
    marks: [
      ...bottomAxis(axis, false),
      ...leftAxis(null, (y) => formatShare(Math.abs(y))),
      Plot.rectY(above, { ...bar, fill: ink.main }),
      Plot.rectY(below, { ...bar, fill: ink.other }),
      Plot.ruleY([0], { stroke: ink.text }),
      Plot.ruleX(overlap.bounds, { stroke: ink.text, strokeDasharray: '3,3' }),
    ],
  };
  return chart(document, overlapSentence(overlap), options, links);
}

/** `Propensity 0.2 to 0.4: 1,204 rows in 1, 12.8% of its own, and 3,100 in 0, 29.3%.` */
function heldBy({ treated, untreated, arm }: Overlap, baseline: string, first: number, last: number): string {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const [inArm, inBaseline] = [treated, untreated].map(({ counts }) => {
    const count = sum(counts.slice(first, last + 1));
    return { count, share: formatShare(count / (sum(counts) || 1)) };
  });
  return say`Propensity ${formatRange(treated.edges[first], treated.edges[last + 1])}: ${formatCounted(inArm.count, 'row')} in ${isolated(arm)}, ${inArm.share} of its own, and ${formatCount(inBaseline.count)} in ${isolated(baseline)}, ${inBaseline.share}.`;
}

/** Mirrored histograms of the propensity: the arm above, the baseline below, as shares of their rows. */
export function overlapHistograms(
  document: Document,
  overlaps: readonly Overlap[],
  baseline: string,
): Element {
  const parts = overlaps.flatMap((overlap) => [
    ...(overlaps.length > 1 ? [chartTitle(document, overlap.arm)] : []),
    legend(document, [
      ['bar', say`rows in ${overlap.arm}`],
      ['bar-other', say`rows in ${baseline}`],
      ['dashes', say`bounds`],
    ]),
    mirrored(document, overlap, baseline),
  ]);
  return figure(document, ...parts);
}
