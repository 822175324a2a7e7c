/** Phrases that a text is cut into at most. */
export const mostPhrases = 16;
/** So many phrases can be tried in all their combinations: a cut by smaller groups of words is not made at that price. */
const few = 6;
/** Words of a group, where groups are few, and the least where they are many. */
const [largestOfFew, smallestOfMany] = [8, 4];
/** Longer texts are cut into even pieces: looking words up in a dictionary would take longer than reading them. */
const longestByWord = 10_000;
/** How far an even cut is moved to fall between sentences or words, in characters. */
const reach = 400;

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
const picture = /\p{Extended_Pictographic}/u;
const visible = /[^\s\p{Cc}\p{Cf}\p{Cs}\u2800\u3164]/u;
const opening = /[\p{Ps}\p{Pi}¿¡]/u;
/** Marks after which a sentence or a clause is over. */
const closing = /[.!?;:,…|/\n\r。．！？；：，、،؛؟।॥۔\u2013\u2014\p{Pe}\p{Pf}]/u;
const sentenceEnd = /[.!?。！？؟।\n]\s*/gu;
const wordEnd = /\s+/gu;

/** A word with what stands around it, and whether a clause ends behind it. */
interface Unit {
  text: string;
  ends: boolean;
}

/**
 * Cuts a text into phrases: clauses where punctuation makes them, groups of neighbouring words where a clause is long. Words
 * are found by Unicode's rules and, in scripts without spaces, a dictionary; a pictogram is a word. One after another the
 * phrases are the text. A text without anything visible has none.
 *
 * @param most phrases at most; longer texts are cut more coarsely
 *
 * @example
 * cutPhrases('put a hiking tent into the basket, late at night')
 * // ['put a ', 'hiking tent ', 'into ', 'the basket, ', 'late at ', 'night']
 */
export function cutPhrases(text: string, most = mostPhrases): string[] {
  if (!visible.test(text)) return [];
  if (text.length > longestByWord) return cutEvenly(text, most);
  const units = unitsOf(text);
  if (units.length === 0) return [text];
  const clauses = clausesOf(units);
  const count = (size: number): number =>
    clauses.reduce((sum, clause) => sum + Math.ceil(clause.length / size), 0);
  for (let size = 1; size <= largestOfFew; size++) {
    if (count(size) <= Math.min(few, most)) return groups(clauses, size);
  }
  for (let size = smallestOfMany; size < units.length; size++) {
    if (count(size) <= most) return groups(clauses, size);
  }
  return mergeShortest(groups(clauses, units.length), most);
}

/**
 * The words of a text, compatibility forms and case folded as {@link countTerms} folds them; of a long text,
 * those of its beginning.
 */
export function wordsOf(text: string): string[] {
  return [...segmenter.segment(text.slice(0, longestByWord))]
    .filter(({ segment, isWordLike }) => isWordLike || picture.test(segment))
    .map(({ segment }) => folded(segment));
}

/** What is left of a text without a word, wherever it stands. */
export function withoutWord(text: string, word: string): string {
  return [...segmenter.segment(text)]
    .map(({ segment }) => segment)
    .filter((segment) => folded(segment) !== word)
    .join('');
}

function folded(word: string): string {
  return word.normalize('NFKC').toLowerCase();
}

function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  let lead = '';
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const last = units.at(-1);
    if (isWordLike || picture.test(segment)) {
      units.push({ text: lead + segment, ends: false });
      lead = '';
    } else if (!last || lead !== '' || opening.test(segment)) {
      lead += segment;
      if (last) last.ends = true;
    } else {
      last.text += segment;
      last.ends ||= closing.test(segment);
    }
  }
  const last = units.at(-1);
  if (last) last.text += lead;
  return units;
}

function clausesOf(units: readonly Unit[]): Unit[][] {
  const clauses: Unit[][] = [[]];
  for (const unit of units) {
    clauses[clauses.length - 1].push(unit);
    if (unit.ends) clauses.push([]);
  }
  return clauses.filter((clause) => clause.length > 0);
}

/** Every clause in groups of at most `size` words, as even as can be. */
function groups(clauses: readonly (readonly Unit[])[], size: number): string[] {
  return clauses.flatMap((clause) => {
    const parts = Math.ceil(clause.length / size);
    const at = (part: number): number => Math.round((part * clause.length) / parts);
    return Array.from({ length: parts }, (_, part) =>
      clause
        .slice(at(part), at(part + 1))
        .map((unit) => unit.text)
        .join(''),
    );
  });
}

/** Joins the shortest neighbours until no more than `most` are left. */
function mergeShortest(phrases: readonly string[], most: number): string[] {
  const merged = [...phrases];
  while (merged.length > most) {
    let best = 0;
    for (let i = 1; i < merged.length - 1; i++) {
      if (merged[i].length + merged[i + 1].length < merged[best].length + merged[best + 1].length) best = i;
    }
    merged.splice(best, 2, merged[best] + merged[best + 1]);
  }
  return merged;
}

/** Pieces of about one length, cut behind a sentence where one ends nearby, else between words, and never within a character. */
function cutEvenly(text: string, most: number): string[] {
  const cuts = [0];
  for (let piece = 1; piece < most; piece++) {
    const from = Math.round((piece * text.length) / most);
    const cut = endNear(text, from);
    if (cut > cuts[cuts.length - 1] && cut < text.length) cuts.push(cut);
  }
  return cuts.map((cut, i) => text.slice(cut, cuts[i + 1]));
}

function endNear(text: string, from: number): number {
  const window = text.slice(from, from + reach);
  for (const end of [sentenceEnd, wordEnd]) {
    end.lastIndex = 0;
    if (end.test(window)) return from + end.lastIndex;
  }
  const code = text.charCodeAt(from);
  return code >= 0xdc00 && code <= 0xdfff ? from + 1 : from;
}
