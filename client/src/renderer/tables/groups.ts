import type { EffectResult } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCount, formatEstimate, formatInterval, formatNumber, formatPoint } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, words } from './section.js';

export type NamedGroups = NonNullable<EffectResult['groups']>;

/** Whether the groups of one arm differ, in one sentence: clearly only where intervals that hold at once stand apart. */
function groupsSentence(arm: string, groups: NamedGroups): string {
  const largest = groups.reduce((a, b) => (b.estimate > a.estimate ? b : a));
  const smallest = groups.reduce((a, b) => (b.estimate < a.estimate ? b : a));
  const said = ({ estimate, interval, simultaneous = interval }: NamedGroups[number]) =>
    formatEstimate(estimate, simultaneous);
  if (groups.length === 1) return say`${isolated(arm)}: ${said(largest)} in ${isolated(largest.group)}.`;
  const apart =
    (largest.simultaneous ?? largest.interval)[0] > (smallest.simultaneous ?? smallest.interval)[1];
  return say`${isolated(arm)}: largest in ${isolated(largest.group)}, ${said(largest)}, and smallest in ${isolated(smallest.group)}, ${said(smallest)}; ${apart ? say`these differ clearly` : say`these do not differ clearly`}.`;
}

/** Average effects of the groups that the spec names; `groups` must not be empty. */
export function groupsSection(groups: NamedGroups): Section {
  const arms = [...new Set(groups.map(({ arm }) => arm))];
  const of = (arm: string): NamedGroups => groups.filter((group) => group.arm === arm);
  return {
    id: 'groups',
    title: say`Groups`,
    sentence: arms.map((arm) => groupsSentence(arm, of(arm))).join(' '),
    tables: arms.map((arm) => ({
      caption: say`Average effect of ${arm} per group`,
      columns: [
        words(say`Group`),
        numbers(say`Rows`),
        numbers(say`Effect`),
        numbers(say`Std. error`),
        numbers(say`Interval`),
        numbers(say`Holds for all groups at once`),
      ],
      rows: of(arm).map(({ group, n, estimate, stdError, interval, simultaneous }) => [
        group,
        formatCount(n),
        formatPoint(estimate, interval),
        formatNumber(stdError),
        formatInterval(interval),
        simultaneous ? formatInterval(simultaneous) : 'n/a',
      ]),
    })),
  };
}
