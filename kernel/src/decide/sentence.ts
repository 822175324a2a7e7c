import type { Estimate, PolicyGroup, PolicyResult, PolicySpending, PolicyValue } from '../result.js';
import { counted, figure, listed, percent } from '../words/phrases.js';
import type { Setting } from './setting.js';
import { moreOrLess, negative, withInterval } from './words.js';

type Found = Omit<PolicyResult, 'provenance' | 'sentence' | 'warnings'>;

/** `31% of 10,000 rows`; of several arms which how often. */
function treatedInWords({ n, arms }: Found, { share, treated }: PolicyValue): string {
  const whole = `${percent(share)} of ${counted(n, 'row')}`;
  if (arms.length < 3) return whole;
  const parts = treated.flatMap((count, arm) =>
    count > 0 ? [`${arms[arm + 1]} to ${percent(count / n)}`] : [],
  );
  return `${whole} (${listed(parts)})`;
}

/** What a policy is worth, as a manager reads it. */
export function policySentence(found: Found): string {
  const { policies, effect, whom, outcome, value, budget, capacity } = found;
  const [own, ...others] = policies;
  if (own.share === 0) {
    return `Treating nobody is best: ${effect} predicts for no row a gain above its cost.`;
  }
  const unit = value === null ? ` of ${outcome}` : '';
  const rivals = others.filter(({ kind, allowed }) =>
    kind === 'everyone' ? allowed : kind === 'today' || kind === 'random',
  );
  const compared = rivals.flatMap((way) => (way.difference ? [againstInWords(way, way.difference)] : []));
  const limits = [
    ...(budget === null ? [] : [`${figure(own.cost)} of the budget of ${figure(budget)} is spent`]),
    ...(capacity === null ? [] : [`at most ${counted(capacity, 'row')} can be treated`]),
  ];
  const whole = found.spending?.arms.at(-1)?.returned;
  const returned = whole ? `; each 1 that is spent brings back ${withInterval(whole)}` : '';
  const behind = `${limits.length > 0 ? `; ${listed(limits)}` : ''}${returned}`;
  const who = whom === undefined ? '' : `, mostly those with ${whom},`;
  const worth = `${withInterval(own.gain)}${unit} more than treating nobody`;
  return `Treating ${treatedInWords(found, own)} by ${effect}${who} is worth ${listed([worth, ...compared])}${behind}.`;
}

/** `310 [20, 600] more than today's rule`; less where it is less. */
function againstInWords({ kind, name, allowed }: PolicyValue, difference: Estimate): string {
  const beyond = allowed ? '' : ' (which the limits do not allow)';
  return `${moreOrLess(difference)} than ${kind === 'today' ? name : givenInWords(name)}${beyond}`;
}

/** `treating everyone`, `giving everyone mens`, `treating as many at random`. */
function givenInWords(name: string): string {
  return name.startsWith('everyone gets')
    ? name.replace('everyone gets', 'giving everyone')
    : `treating ${name}`;
}

/** What other budgets would gain. */
export function curveSentence(points: PolicyResult['curve']['points'], { money }: Setting): string {
  const last = points[points.length - 1];
  if (points.length < 2) return 'No budget gains anything: no row is predicted to gain more than it costs.';
  const half = points.find(({ gain }) => gain.estimate >= last.gain.estimate / 2) ?? last;
  const free = money.costs.every((cost) => cost === 0);
  const spent = (point: typeof last): string =>
    free ? `${percent(point.share)} of rows treated` : `${figure(point.spent)} spent`;
  return `Without limits the policy gains ${withInterval(last.gain)} with ${spent(last)}; more would gain nothing more. Half of that is there with ${spent(half)}.`;
}

/** Where the money goes, and what it brings back. */
export function spendingSentence(spending: readonly PolicySpending[]): string {
  const [all, ...arms] = [...spending].sort((a, b) => b.cost - a.cost || (a.arm === null ? -1 : 1));
  const paid = arms.filter(({ returned }) => returned);
  const split =
    paid.length > 1 ? `, ${listed(paid.map(({ arm, share }) => `${percent(share)} of it on ${arm}`))}` : '';
  const brings = (own: PolicySpending): string => (own.returned ? withInterval(own.returned) : 'nothing');
  const each = paid.length > 1 ? `: ${listed(paid.map((own) => `${own.arm} ${brings(own)}`))}` : '';
  const doubtful = paid.filter(({ returned }) => returned && returned.interval[0] < 1);
  const doubt =
    doubtful.length > 0
      ? ` It is not clear that ${listed(doubtful.map(({ arm }) => String(arm)))} ${doubtful.length > 1 ? 'bring back what they cost' : 'brings back what it costs'}.`
      : '';
  return `${figure(all.cost)} is spent${split}. Each 1 that is spent brings back ${brings(all)} of value${each}.${doubt}`;
}

/** What the tree is worth beside the policy that it stands for. */
export function treeSentence(policies: readonly PolicyValue[], arms: number): string {
  const tree = policies.find(({ kind }) => kind === 'tree');
  if (!tree?.difference) return '';
  const who = arms > 1 ? 'who gets what' : 'whom to treat';
  const beyond = tree.allowed
    ? ''
    : ' Trees grown without a fold exceed the limits somewhat on the rows that they are judged by.';
  return `A few questions say ${who}: they gain ${withInterval(tree.gain)} with ${figure(tree.cost)} spent, ${moreOrLess(negative(tree.difference))} than the policy.${beyond}`;
}

/** How the shares treated of groups differ, and what keeping them together costs. */
export function fairnessSentence(
  groups: readonly PolicyGroup[],
  within: number | undefined,
  price: number | undefined,
): string {
  const columns = [...new Set(groups.map(({ column }) => column))];
  const ranges = columns.map((column) => {
    const own = groups.filter((group) => group.column === column).sort((a, b) => a.share - b.share);
    const [low, high] = [own[0], own[own.length - 1]];
    return `by ${column} from ${percent(low.share)} (${low.group}) to ${percent(high.share)} (${high.group})`;
  });
  const kept =
    within === undefined || price === undefined
      ? ''
      : `, kept within ${percent(within)} of each other at the price of a predicted gain of ${figure(Math.max(0, price))}`;
  return `Shares treated of those who may be go ${listed(ranges)}${kept}.`;
}

/** Doubts about a policy. */
export function policyWarnings({ policies, predicted, effect }: Found, noTree: boolean): string[] {
  const [own, ...others] = policies;
  const better = others.find(
    ({ difference, allowed }) => allowed && difference && difference.interval[1] < 0,
  );
  const short = predicted.bound > 0 ? 1 - predicted.gain / predicted.bound : 0;
  return [
    ...(own.share > 0 && own.gain.interval[0] <= 0
      ? ['The interval of the gain holds 0: it is not clear that the policy gains anything.']
      : []),
    ...(better ? [`The policy is worth less than this: ${better.name}; do not treat by it.`] : []),
    ...(short > 0.01
      ? [
          `The allocation may be short of the best within the limits by ${percent(short)} of its predicted gain.`,
        ]
      : []),
    ...(noTree
      ? [`No tree was grown: ${effect} differs by texts alone, and questions are asked of columns.`]
      : []),
  ];
}
