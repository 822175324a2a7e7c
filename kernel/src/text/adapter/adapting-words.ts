import { figure, percent } from '../../words/phrases.js';
import type { Adaptation } from './adaptation.js';
import { type Gain, isClear, isLoss } from './gain.js';
import type { SupervisedAdaptation } from './nested-adapted.js';

/** What a result says of adapting: that it was done, or that it was not and why. */
export interface Told {
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** @param text name of the `text` declaration */
export function tellAdaptation(text: string, { pairs, found, told, adapter }: Adaptation): Told {
  const measured = [...(found ? [foundIn(pairs ?? '', found)] : []), ...(told ? [toldIn(told)] : [])].join(
    '; ',
  );
  if (adapter) {
    return { notes: [`The embedding of ${text} was adapted to its own texts: ${measured}.`], warnings: [] };
  }
  return { notes: [], warnings: [`${text} is read as its encoder reads it: ${whyNot(pairs, found, told)}`] };
}

function whyNot(pairs: string | undefined, found: Gain | undefined, told: Gain | undefined): string {
  if (pairs === undefined) {
    if (!told) return 'there are too few texts to adapt to and to judge by.';
    return `adapting it to its own texts was no clear gain. Where it was, ${toldIn(told)}.`;
  }
  if (!found) return `too few texts share a value of ${pairs} to adapt to and to judge by.`;
  if (!isClear(found))
    return `adapting it to pairs by ${pairs} was no clear gain. Where it was, ${foundIn(pairs, found)}.`;
  return told && isLoss(told)
    ? `adapting it to pairs by ${pairs} lost more than it gained. Where it was, ${foundIn(pairs, found)}, but ${toldIn(told)}.`
    : `adapting it to pairs by ${pairs} was no gain.`;
}

function foundIn(pairs: string, { before, after, ...gain }: Gain): string {
  return `of two held-out texts the one with the same ${pairs} was the nearer ${percent(after)} of the time where it had been ${percent(before)} (${change(gain)})`;
}

function toldIn({ before, after, ...gain }: Gain): string {
  return `the words of held-out texts were told to ${percent(after)} of their variance where it had been ${percent(before)} (${change(gain)})`;
}

function change({ gain, interval }: Pick<Gain, 'gain' | 'interval'>): string {
  const [low, high] = interval;
  return `a change of ${points(gain)} points, 95% interval ${points(low)} to ${points(high)}`;
}

const points = (share: number) => figure(100 * share);

/** @param text name of the `text` declaration */
export function tellSupervised(text: string, { fits, used, gains }: SupervisedAdaptation): Told {
  if (gains.length === 0) {
    const why = 'there are too few texts to adapt to and to judge by';
    return { notes: [], warnings: [`${text} is read as its encoder reads it: ${why}.`] };
  }
  const mean = gains.reduce((sum, { gain }) => sum + gain, 0) / gains.length;
  const low = Math.min(...gains.map(({ interval }) => interval[0]));
  const high = Math.max(...gains.map(({ interval }) => interval[1]));
  const measured = `on held-out texts, ${points(mean)} points more of the variance of treatment and outcome were told with it on average, 95% intervals from ${points(low)} to ${points(high)}`;
  if (used > 0) {
    const where =
      used === fits ? `all ${fits} fits` : `${used} of ${fits} fits, and left as it is in the others`;
    return {
      notes: [`The embedding of ${text} was adapted to treatment and outcome in ${where}: ${measured}.`],
      warnings: [],
    };
  }
  return {
    notes: [],
    warnings: [
      `${text} is read as its encoder reads it: adapting it to treatment and outcome was a clear gain in none of ${fits} fits; ${measured}.`,
    ],
  };
}

/** One after another. */
export function tellAll(told: readonly Told[]): Told {
  return { notes: told.flatMap(({ notes }) => notes), warnings: told.flatMap(({ warnings }) => warnings) };
}
