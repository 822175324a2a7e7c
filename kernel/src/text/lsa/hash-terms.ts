import { lsa } from '../encoder-list.js';
import { countTerms } from '../words.js';

/** Words of a text that are read; what lies behind is cut. */
const mostWords = lsa.window;
/** Characters that those words are looked for in. */
const mostCharacters = 16 * mostWords;

/** Terms are told apart by so many buckets: the lower half is of words and pairs, the upper of pieces of words. */
export const buckets = 2 ** 20;
export const firstPiece = buckets / 2;
/** Lengths of the pieces of a word, its two ends counted as characters: endings and misspellings keep most of them. */
const [shortest, longest] = [3, 5];
/** No word of any language is longer: of a longer one the beginning is cut into pieces. */
const longestWord = 64;
/** Words kept with their pieces: language repeats itself. */
const cachedWords = 50_000;

/** Buckets of the terms of a text, ascending, and how often its terms come in it. */
export interface HashedTerms {
  readonly buckets: Int32Array;
  readonly counts: Int32Array;
}

/**
 * Counts the terms of texts under their hashes (Weinberger et al. 2009, arXiv 0902.2206): words, pairs of neighbouring words and, in
 * scripts without spaces, pairs of characters as {@link countTerms} finds them, and pieces of 3 to 5 characters of every word. No
 * vocabulary is kept, so memory does not grow with the texts.
 */
export class TermHasher {
  private readonly pieces = new Map<string, Int32Array>();
  private found = new Int32Array(1024);

  count(text: string): HashedTerms {
    let length = 0;
    const add = (bucket: number, times: number) => {
      if (length + times > this.found.length) this.grow(length + times);
      this.found.fill(bucket, length, length + times);
      length += times;
    };
    for (const [term, times] of countTerms(text.slice(0, mostCharacters), mostWords)) {
      add(hash(term, 0, term.length) % firstPiece, times);
      if (isWord(term)) for (const bucket of this.piecesOf(term)) add(bucket, times);
    }
    return countRuns(this.found.subarray(0, length).sort());
  }

  private grow(least: number): void {
    const larger = new Int32Array(2 * least);
    larger.set(this.found);
    this.found = larger;
  }

  private piecesOf(word: string): Int32Array {
    const known = this.pieces.get(word);
    if (known) return known;
    const marked = `<${word.slice(0, longestWord)}>`;
    const found: number[] = [];
    for (let length = shortest; length <= Math.min(longest, marked.length); length++) {
      for (let from = 0; from + length <= marked.length; from++) {
        found.push(firstPiece + (hash(marked, from, from + length) % firstPiece));
      }
    }
    const pieces = Int32Array.from(found);
    if (this.pieces.size >= cachedWords) this.pieces.clear();
    if (word.length <= longestWord) this.pieces.set(word, pieces);
    return pieces;
  }
}

/** Each of the numbers once, and how often it comes. */
function countRuns(ascending: Int32Array): HashedTerms {
  let distinct = 0;
  for (let i = 0; i < ascending.length; i++) if (ascending[i] !== ascending[i - 1]) distinct += 1;
  const found = new Int32Array(distinct);
  const counts = new Int32Array(distinct);
  let at = -1;
  for (let i = 0; i < ascending.length; i++) {
    if (ascending[i] !== ascending[i - 1]) found[++at] = ascending[i];
    counts[at] += 1;
  }
  return { buckets: found, counts };
}

/** Whether a text has more words than are read of it. */
export function isCut(text: string): boolean {
  if (text.length > mostCharacters) return true;
  return text.length > mostWords && wordsIn(text) > mostWords;
}

function wordsIn(text: string): number {
  let words = 0;
  for (const [term, times] of countTerms(text, mostWords + 1)) if (isWord(term)) words += times;
  return words;
}

/** Pairs of words hold a space, pairs of characters begin with a mark, and no word has either. */
function isWord(term: string): boolean {
  return term[0] !== '#' && !term.includes(' ');
}

/** FNV-1a over the UTF-16 code units, its bits mixed as MurmurHash3 does in the end. */
function hash(text: string, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
