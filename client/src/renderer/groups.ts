import { say } from '../../../kernel/src/words/say.js';
import { chartTitle, figure, labelsBeside } from './chart.js';
import { forestDomain, forestPlot } from './forest.js';
import type { NamedGroups } from './tables/groups.js';

/** Average effects of named groups, one row each, with the intervals that may be compared; all arms on one scale. */
export function groupCharts(document: Document, groups: NamedGroups, outcome: string): Element {
  const all = groups.map(({ arm, group, estimate, interval, simultaneous = interval }) => ({
    arm,
    label: group,
    estimate,
    interval: simultaneous,
  }));
  const arms = [...new Set(all.map(({ arm }) => arm))];
  const { margin } = labelsBeside(all.map(({ label }) => label));
  const options = { domain: forestDomain(all, true), margin, zero: true };
  const parts = arms.flatMap((arm) => [
    ...(arms.length > 1 ? [chartTitle(document, arm)] : []),
    forestPlot(
      document,
      say`Average effect of ${arm} per group.`,
      all.filter((row) => row.arm === arm),
      { ...options, axis: say`average effect of ${arm} on ${outcome}` },
    ),
  ]);
  return figure(document, ...parts);
}
