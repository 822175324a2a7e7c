import type { Heterogeneity } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import {
  formatCount,
  formatInterval,
  formatNumber,
  formatPoint,
  formatRange,
  formatShare,
} from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

/** How the conditional effects of one arm spread, in one sentence. */
export function heterogeneitySentence({ arm, quantiles, shares }: Heterogeneity): string {
  const first = quantiles[0];
  const last = quantiles[quantiles.length - 1];
  const spread =
    quantiles.length > 1
      ? say`${formatShare(last.probability - first.probability)} of conditional effects lie between ${formatNumber(first.value)} and ${formatNumber(last.value)}; `
      : '';
  return say`${isolated(arm)}: ${spread}the effect is clearly above 0 for ${formatShare(shares.positive)} of rows, clearly below for ${formatShare(shares.negative)}, and unclear for ${formatShare(shares.unclear)}.`;
}

function quantileTable({ arm, quantiles }: Heterogeneity): Table {
  return {
    caption: say`Quantiles of the conditional effect of ${arm}`,
    columns: [numbers(say`Quantile`), numbers(say`Conditional effect`)],
    rows: quantiles.map((q) => [formatShare(q.probability), formatNumber(q.value)]),
  };
}

export const groupCaption = (arm: string): string => say`Average effect of ${arm} per group`;

function groupTable({ arm, groups }: Heterogeneity): Table {
  return {
    caption: groupCaption(arm),
    columns: [
      words(say`Group`),
      words(say`Modifier`),
      numbers(say`Rows`),
      numbers(say`Effect`),
      numbers(say`Interval`),
    ],
    rows: groups.map((g) => [
      g.group,
      g.modifier,
      formatCount(g.n),
      formatPoint(g.estimate, g.interval),
      formatInterval(g.interval),
    ]),
  };
}

export const distributionCaption = (arm: string): string => say`Rows by conditional effect of ${arm}`;

function distributionTable({ arm, distribution }: Heterogeneity): Table {
  return {
    caption: distributionCaption(arm),
    bins: true,
    columns: [numbers(say`Conditional effect`), numbers(say`Rows`)],
    rows: distribution.counts.map((count, i) => [
      formatRange(distribution.edges[i], distribution.edges[i + 1]),
      formatCount(count),
    ]),
  };
}

/** For whom the effect is larger and smaller, per arm. */
export function heterogeneitySection(arms: readonly Heterogeneity[]): Section {
  return {
    id: 'heterogeneity',
    title: say`Heterogeneity`,
    sentence: arms.map(heterogeneitySentence).join(' '),
    tables: arms.flatMap((arm) =>
      [groupTable(arm), quantileTable(arm), distributionTable(arm)].filter((table) => table.rows.length > 0),
    ),
  };
}
