/** Scripts written without spaces: their words come from a dictionary, and from pairs of characters. */
const unspaced =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const token = new RegExp(
  `(?<run>[${unspaced}ー]+)|(?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}])+(?:['’](?:(?![${unspaced}])[\\p{L}\\p{M}])+)*|\\p{Extended_Pictographic}`,
  'gu',
);
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
/** The dictionary search slows down on long runs; no sentence is longer. */
const longestRun = 512;

/**
 * Counts the terms of a text: words, pairs of neighbouring words (`a b`) and, in scripts without spaces, pairs of
 * neighbouring characters (marked `#`). Case and compatibility forms are folded (NFKC). Punctuation separates
 * nothing: `not, good` holds `not good`. Lone surrogates and control characters are no terms.
 * @param limit words that are read at most
 */
export function countTerms(text: string, limit = Number.POSITIVE_INFINITY): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (term: string) => counts.set(term, (counts.get(term) ?? 0) + 1);
  let previous: string | undefined;
  let words = 0;
  const addWord = (word: string) => {
    add(word);
    if (previous !== undefined) add(`${previous} ${word}`);
    previous = word;
    words += 1;
  };
  for (const match of text.normalize('NFKC').toLowerCase().matchAll(token)) {
    if (words >= limit) break;
    if (match.groups?.run === undefined) {
      addWord(match[0].replaceAll('’', "'"));
      continue;
    }
    const characters = [...match[0]];
    for (let i = 1; i < characters.length; i++) add(`#${characters[i - 1]}${characters[i]}`);
    for (let from = 0; from < characters.length; from += longestRun) {
      const run = characters.slice(from, from + longestRun).join('');
      for (const { segment } of segmenter.segment(run)) addWord(segment);
    }
  }
  return counts;
}
