import { createRandom, type Random, sampleSorted } from '../../statistics/random.js';

/** Other words for a word, both folded as {@link foldedWord} folds them. */
export type Lexicon = ReadonlyMap<string, readonly string[]>;

/** Texts that nobody wrote, each a changed copy of one that somebody did. */
export interface Copies {
  readonly texts: readonly string[];
  /** Which of the texts each is a copy of, ascending. */
  readonly of: Int32Array;
}

/** Every copy has to be read by the encoder. */
export const mostCopies = 5000;
/** Longer texts have words to spare, and take long to read. */
const longestText = 10_000;

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** A word as it is looked up in a lexicon. */
export function foldedWord(word: string): string {
  return word.normalize('NFKC').toLowerCase();
}

/** Whether it is one word by Unicode's rules. */
export function isOneWord(word: string): boolean {
  const parts = [...segmenter.segment(word)];
  return parts.length === 1 && parts[0].isWordLike === true;
}

/** Places of the texts that are to have a copy, {@link mostCopies} at most, ascending. */
export function textsToCopy(texts: readonly string[], seed: number): Int32Array {
  const all = Int32Array.from(texts.keys()).filter((i) => texts[i].length <= longestText);
  return sampleSorted(all, mostCopies, createRandom(seed, 51));
}

/**
 * One changed copy of a text, for {@link textsToCopy}: every word is changed with the chance `share`, to one of its synonyms where the lexicon has
 * some, else left out. Texts of which no word was changed, or none is left, have no copy.
 * @param inOtherWords by place of a text, what its copy starts from; the text itself where absent
 */
export function changedCopies(
  texts: readonly string[],
  share: number,
  lexicon: Lexicon,
  seed: number,
  inOtherWords: ReadonlyMap<number, string> = new Map(),
): Copies {
  const random = createRandom(seed, 52);
  const copies = Array.from(textsToCopy(texts, seed), (of) => ({
    of,
    text: changed(inOtherWords.get(of) ?? texts[of], share, lexicon, random),
  })).filter(({ of, text }) => text !== texts[of] && text.trim() !== '');
  return { texts: copies.map(({ text }) => text), of: Int32Array.from(copies, ({ of }) => of) };
}

function changed(text: string, share: number, lexicon: Lexicon, random: Random): string {
  return [...segmenter.segment(text)]
    .map(({ segment, isWordLike }) => {
      if (!isWordLike || random.next() >= share) return segment;
      const others = lexicon.get(foldedWord(segment)) ?? [];
      return others.length > 0 ? others[random.below(others.length)] : '';
    })
    .join('');
}
