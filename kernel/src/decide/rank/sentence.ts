import type { Estimate, RankingResult } from '../../result.js';
import { counted, figure, listed, percent } from '../../words/phrases.js';
import { clip, type Judgement, type WayKind } from './judge.js';

type Found = Omit<RankingResult, 'provenance' | 'sentence' | 'warnings'>;

export const wayNames: Readonly<Record<WayKind, string>> = {
  increment: 'by what showing adds',
  purchase: 'by predicted purchase',
  popularity: 'by popularity',
  random: 'as many at random',
  today: 'as was shown',
};

/** `1,240 [900, 1,580]`. */
function withInterval({ estimate, interval: [low, high] }: Estimate): string {
  return `${figure(estimate)} [${figure(low)}, ${figure(high)}]`;
}

/** What a ranking is worth, as a manager reads it. */
export function rankingSentence(found: Found): string {
  const { ways, user, item, outcome } = found;
  const [own, ...others] = ways;
  if (own.shown === 0) {
    return `Showing nothing is best: for no ${user} is any ${item} predicted to add ${found.above ? `more than ${figure(found.above)}` : 'anything'} to ${outcome}.`;
  }
  const compared = others.flatMap(({ kind, difference }) =>
    difference && (kind === 'purchase' || kind === 'random')
      ? [`${moreOrLess(difference)} than ${inWords(kind)}`]
      : [],
  );
  const worth = `${withInterval(own.gain)} of ${outcome} per ${user} more than showing nothing`;
  return `Showing ${figure(own.shown)} items per ${user} by what showing adds is worth ${listed([worth, ...compared])}.`;
}

function inWords(kind: WayKind): string {
  return kind === 'purchase' ? 'by predicted purchase' : 'showing as many at random';
}

/** `310 [20, 600] more`, `310 [20, 600] less`. */
function moreOrLess({ estimate, stdError, interval: [low, high] }: Estimate): string {
  if (estimate >= 0) return `${withInterval({ estimate, stdError, interval: [low, high] })} more`;
  return `${withInterval({ estimate: -estimate, stdError, interval: [-high, -low] })} less`;
}

/** What more or fewer items would add. */
export function curveSentence(points: RankingResult['curve']['points'], outcome: string): string {
  if (points.length === 0) return 'Nothing is shown to anyone.';
  const last = points[points.length - 1];
  const half = points.find(({ gain }) => gain.estimate >= last.gain.estimate / 2) ?? last;
  const better = points.filter(({ gain, byPurchase }) => gain.estimate > byPurchase).length;
  return `With ${counted(last.top, 'item')} shown to each at most the ranking adds ${withInterval(last.gain)} of ${outcome}; half of that is there with ${half.top}. It adds more than predicted purchase at ${better} of ${counted(points.length, 'length')}.`;
}

/** Doubts about a ranking. */
export function rankingWarnings(found: Found, { propensity }: Judgement): string[] {
  const { ways, exposure } = found;
  const [own, ...others] = ways;
  const better = others.find(
    ({ kind, difference }) => kind !== 'today' && difference && difference.interval[1] < 0,
  );
  const poor = propensity.reduce((sum, e) => sum + (e < clip || e > 1 - clip ? 1 : 0), 0) / propensity.length;
  return [
    ...(found.propensity === 'learned'
      ? [
          `How likely ${exposure} was is learned from the data: that what else moves both ${exposure} and ${found.outcome} is among its columns cannot be tested. Log the chances, and name them with \`propensity\`.`,
        ]
      : []),
    ...(own.shown > 0 && own.gain.interval[0] <= 0
      ? ['The interval of the gain holds 0: it is not clear that showing by the ranking adds anything.']
      : []),
    ...(better ? [`The ranking adds less than this: ${better.name}; do not rank by it.`] : []),
    ...(poor > 0
      ? [
          `${percent(poor)} of rows could hardly have been ${exposure}, or hardly not (chance within ${clip} of 0 or 1): what they are worth rests on the outcome models.`,
        ]
      : []),
  ];
}
