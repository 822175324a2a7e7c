import { cutPhrases, mostPhrases, withoutWord, wordsOf } from '../text/cut-phrases.js';
import type { TextDesign } from '../text/text-design.js';
import { counted, percent } from '../words/phrases.js';
import type { Mixture, Version } from './versions.js';

/** A text without a word; a history is never without any event where it is read. */
const silence: Mixture = new Map([['', 1]]);

/** The text of a row, cut into phrases that can be left out. */
export interface Parts {
  readonly phrases: readonly string[];
  /** The text with the phrases of a set alone, of which bit `i` stands for phrase `i`. */
  readonly only: (set: number) => Version['text'];
}

/**
 * Phrases of a row's text. Of a history every event is one, those that weigh most first, with its share; what is too much to
 * be told by itself is one phrase together.
 * @param within how finely a text of so many characters can be cut
 */
export function partsOf(design: TextDesign, row: number, within: (length: number) => number): Parts {
  const code = design.codes[row];
  if (!design.shares) {
    const text = code < 0 ? '' : design.texts[code];
    const phrases = cutPhrases(text, within(text.length));
    return { phrases, only: (set) => phrases.filter((_, i) => (set & (1 << i)) !== 0).join('') };
  }
  const events = eventsOf(design, row);
  const told = events.length > mostPhrases ? mostPhrases - 1 : events.length;
  const groups = events.slice(0, told).map((event) => [event]);
  if (events.length > told) groups.push(events.slice(told));
  const phrases = groups.map((group) => {
    const share = percent(group.reduce((sum, [, own]) => sum + own, 0));
    const name = group.length === 1 ? group[0][0] : counted(group.length, 'other event');
    return `${name} (${share})\n`;
  });
  const only = (set: number): Mixture => {
    const left = groups.flatMap((group, i) => ((set & (1 << i)) !== 0 ? group : []));
    return left.length > 0 ? new Map(left) : silence;
  };
  return { phrases, only };
}

/** Words of a row's text, and of a history its events: what one of them does is told against the rest. */
export interface Words {
  readonly words: readonly string[];
  readonly empty: Version['text'];
  readonly alone: (word: string) => Version['text'];
  readonly without: (word: string) => Version['text'];
}

/** Words of a row that has a text. */
export function wordsIn(design: TextDesign, row: number): Words {
  if (!design.shares) {
    const text = design.texts[design.codes[row]];
    const without = (word: string): string => withoutWord(text, word);
    return { words: wordsOf(text), empty: '', alone: (word) => word, without };
  }
  const events = eventsOf(design, row);
  return {
    words: events.map(([event]) => event),
    empty: silence,
    alone: (event) => new Map([[event, 1]]),
    without: (event) => {
      const left = events.filter(([other]) => other !== event);
      return left.length > 0 ? new Map(left) : silence;
    },
  };
}

/** Texts of a row's history with their shares, the largest first. */
function eventsOf({ codes, shares, texts }: TextDesign, row: number): [event: string, share: number][] {
  const code = codes[row];
  if (code < 0 || !shares) return [];
  const { start, column, value } = shares;
  return Array.from({ length: start[code + 1] - start[code] }, (_, i): [string, number] => {
    const at = start[code] + i;
    return [texts[column[at]], value[at]];
  }).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
