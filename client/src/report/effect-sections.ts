import type { EffectResult, GroupEstimate, Heterogeneity } from '../../../kernel/src/result.js';
import { listed } from '../../../kernel/src/words/phrases.js';
import { checkMethods, methodOf } from '../../../server/src/language/methods.js';
import { markdown } from '../renderer/fallback.js';
import { formatCount, formatEstimate, formatShare } from '../renderer/format.js';

/** Most drivers that are named. */
const mostDrivers = 3;

/** `Did coupon change purchased?` */
export function questionOf({ treatment, outcome }: EffectResult): string {
  return `Did ${treatment} change ${outcome}?`;
}

/** The answer in a line: what was found, whether it is clear, and whether the checks hold. */
export function answerOf(result: EffectResult): string {
  const failed = result.checks.filter(({ passed }) => !passed).length;
  const doubts =
    failed === 0
      ? ''
      : ` **${failed} of ${result.checks.length} checks failed:** read below why before acting on it.`;
  return `${markdown(result.sentence)} ${clarityOf(result)}${doubts}`;
}

/** Whether the effects differ from none, in the words of somebody who knows no intervals. */
function clarityOf({ contrasts }: EffectResult): string {
  const told = contrasts.map(({ arm, interval: [low, high] }) => {
    const of = contrasts.length > 1 ? ` of ${markdown(arm)}` : '';
    if (low > 0) return `The effect${of} is clearly above none.`;
    if (high < 0) return `The effect${of} is clearly below none.`;
    return `The effect${of} could also be none, or go the other way.`;
  });
  return told.join(' ');
}

/** Who is helped and who is harmed: shares of rows, and the groups at both ends. */
export function whoSection(result: EffectResult): string[] {
  const parts = result.heterogeneity.flatMap((of) => whoOf(of, result));
  const named = (result.groups ?? []).map(
    ({ group, arm, estimate, interval }) =>
      `- ${markdown(group)}${result.contrasts.length > 1 ? ` (${markdown(arm)})` : ''}: ${shown(estimate, interval)}`,
  );
  if (parts.length === 0 && named.length === 0) return [];
  const list = named.length > 0 ? [named.join('\n')] : [];
  return [`## For whom it is more, and for whom it is less`, ...parts, ...list];
}

function whoOf({ arm, shares, groups }: Heterogeneity, { contrasts, outcome }: EffectResult): string[] {
  const of = contrasts.length > 1 ? ` of ${markdown(arm)}` : '';
  const sums =
    `By their own intervals the effect${of} is above none for ${formatShare(shares.positive)} of the rows, ` +
    `below none for ${formatShare(shares.negative)}, and not clear for ${formatShare(shares.unclear)}.`;
  const sorted = [...groups].sort((a, b) => b.estimate - a.estimate);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least || most === least) return [sums];
  const ends = `Of the groups looked at it does most to ${markdown(outcome)} for ${groupShown(most)}, and least for ${groupShown(least)}.`;
  return [sums, `${ends} ${againstSection(groups)}`];
}

/** Whether some group is on the other side of none: those that somebody would not want to treat. */
function againstSection(groups: readonly GroupEstimate[]): string {
  const of = (one: GroupEstimate): readonly [number, number] => one.simultaneous ?? one.interval;
  const above = groups.filter((one) => of(one)[0] > 0);
  const below = groups.filter((one) => of(one)[1] < 0);
  const names = (some: readonly GroupEstimate[]) => listed(some.map(({ group }) => markdown(group)));
  if (above.length > 0 && below.length > 0) {
    return `It clearly works in opposite directions: above none for ${names(above)}, below none for ${names(below)}.`;
  }
  if (below.length > 0) return 'For no group is it clearly above none.';
  if (above.length > 0) return 'For no group is it clearly below none.';
  return 'For no single group is it clearly different from none.';
}

const groupShown = ({ group, estimate, interval }: GroupEstimate): string =>
  `${markdown(group)}: ${shown(estimate, interval)}`;

function shown(estimate: number, interval: readonly [number, number]): string {
  return markdown(formatEstimate(estimate, interval));
}

/** What the effect differs by, in words. */
export function driversSection({ attribution }: EffectResult): string[] {
  const sources = attribution?.sources ?? [];
  const all = sources.reduce((sum, one) => sum + one.meanAbsolute, 0);
  if (!(all > 0)) return [];
  const first = sources
    .slice(0, mostDrivers)
    .map(({ source, meanAbsolute }) => `${markdown(source)} (${formatShare(meanAbsolute / all)})`);
  const rest = sources.length > mostDrivers ? ', and the rest on others' : '';
  return [
    '## What it differs by',
    `How the effect differs from row to row hangs on ${listed(first)}${rest}. These are differences in the effect, not causes of it.`,
  ];
}

/** Every check with its verdict and what it is for, and how strong an unseen cause would have to be. */
export function trustSection({ checks, sensitivity = [], warnings }: EffectResult): string[] {
  const lines = checks.map(
    ({ name, passed, sentence }) =>
      `- **${passed ? 'Passed' : 'Failed'}: ${name}.** ${markdown(checkMethods[name].about)} ${markdown(sentence)}`,
  );
  const unseen = sensitivity.map(
    ({ arm, robustness }) =>
      `What nobody measured would have to explain ${formatShare(robustness.estimate)} of what is left open of treatment and outcome alike to bring the effect of ${markdown(arm)} to nothing, and ${formatShare(robustness.interval)} to make it unclear.`,
  );
  const none =
    checks.length === 0 ? ['No checks were asked for; `check overlap, balance, placebo` asks for some.'] : [];
  return [
    '## How far to trust it',
    ...none,
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ...unseen,
    ...(warnings.length > 0 ? [warnings.map((warning) => `- Warning: ${markdown(warning)}`).join('\n')] : []),
  ];
}

/** What has to be true for the answer to be: nothing in the data can show most of it. */
export function assumptionsSection(result: EffectResult): string[] {
  const { treatment, adjustment, estimator, n } = result;
  const used = [...adjustment.columns, ...adjustment.texts];
  const held =
    used.length > 0
      ? `${listed(used.map(markdown))} ${used.length > 1 ? 'were' : 'was'} held equal`
      : 'nothing was held equal';
  const of = methodOf(estimator)?.assumes ?? [];
  return [
    '## What it rests on',
    `${markdown(result.estimandSentence)} Of ${formatCount(n)} rows, ${held}. ${markdown(adjustment.reason)}`,
    [
      ...of,
      `Whether one row has ${treatment} changes nothing for another, and ${treatment} means the same for all.`,
      'What is adjusted for was there before the treatment, and is what it says it is.',
    ]
      .map((sentence) => `- ${markdown(sentence)}`)
      .join('\n'),
    'If one of these is not so, the answer can be wrong, and no check is sure to notice.',
  ];
}
