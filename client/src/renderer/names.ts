import { say } from '../../../kernel/src/words/say.js';

/** Names that come from data: hostile until made harmless, and sometimes too long for a chart. */

/**
 * Controls, which a terminal obeys, and bidirectional overrides, which make text read as what it is not.
 * First-strong isolates stay: they turn nothing outside themselves.
 */
const unseen = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066\u2067]+/gu;

/** The text on one line with nothing in it that steers a terminal or turns the reading direction. */
export function clean(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(unseen, '\ufffd');
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The name as part of a sentence: one that runs right to left does not turn the numbers behind it. */
export function isolated(name: string): string {
  return rightToLeft.test(name) ? `\u2068${name}\u2069` : name;
}

const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;
const narrow = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns a text takes in a terminal; also a fair measure of its width in a chart. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : narrow.test(character) ? 0 : 1;
  return width;
}

/** More than this of one text is a fault of the data, not something to read. */
export const longestText = 1000;

let graphemes: Intl.Segmenter | undefined;

/** Made when a name has to be cut: to make it at start would be a fifth of the time in which the extension loads. */
const segmenter = () => (graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' }));

/** At most `width` columns of the text, with an ellipsis where something was cut; never half a character. */
export function shorten(text: string, width: number): string {
  // A first cut keeps a text of a gigabyte from being walked to its end.
  const line = clean(text.slice(0, width * 8));
  if (line.length === text.length && widthOf(line) <= width) return line;
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter().segment(line)) {
    used += widthOf(segment);
    if (used > width - 1) return `${kept}…`;
    kept += segment;
  }
  return line.length < text.length && text.length > width * 8 ? `${kept}…` : kept;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 4): string {
  if (names.length === 0) return say`nothing`;
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const rest = names.length - shown.length;
  const items = rest > 0 ? [...shown, say`${rest} more`] : shown;
  return items.length === 1
    ? items[0]
    : say`${items.slice(0, -1).join(say`, `)} and ${items[items.length - 1]}`;
}
