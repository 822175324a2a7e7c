import type { Overlap } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCount, formatCounted, formatNumber, formatRange, formatShare } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, type Table } from './section.js';

/** How far the arm and the baseline overlap, in one sentence. */
export function overlapSentence(overlap: Overlap): string {
  const [low, high] = overlap.bounds;
  return say`${isolated(overlap.arm)}: ${formatShare(overlap.shareOutside)} of rows have a propensity outside ${formatNumber(low)} to ${formatNumber(high)}; the weights leave the worth of ${formatCounted(overlap.effectiveTreated, 'row')} in the arm and ${formatCount(overlap.effectiveUntreated)} in the baseline.`;
}

export const overlapCaption = (arm: string): string => say`Rows by estimated propensity of ${arm}`;

function histogramTable({ arm, treated, untreated }: Overlap): Table {
  return {
    caption: overlapCaption(arm),
    bins: true,
    columns: [numbers(say`Propensity`), numbers(say`In ${arm}`), numbers(say`In the baseline`)],
    rows: treated.counts.map((count, i) => [
      formatRange(treated.edges[i], treated.edges[i + 1]),
      formatCount(count),
      formatCount(untreated.counts[i]),
    ]),
  };
}

/** Distribution of the estimated propensity, per arm. */
export function overlapSection(overlaps: readonly Overlap[]): Section {
  return {
    id: 'overlap',
    title: say`Overlap`,
    sentence: overlaps.map(overlapSentence).join(' '),
    tables: overlaps.map(histogramTable),
  };
}
