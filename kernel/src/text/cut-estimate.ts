import type { EncoderInfo } from './encoder-interface.js';

/** The start of a text, and how many characters all of it has. */
export interface TextStart {
  readonly start: string;
  readonly length: number;
}

/** Characters of English that make one token of the built-in encoder, blanks among them: measured on reviews. */
const charactersPerToken = 3.9;

/** About how many of the texts an encoder does not read to their end, told without opening it. */
export function cutAbout(info: EncoderInfo, texts: readonly TextStart[]): number {
  const most = tokensRead(info);
  return texts.filter((text) => tokensAbout(text) > most).length;
}

/** How many tokens of a text an encoder reads; a text of more counts among those that `Encoder.countCut` counts. */
export function tokensRead({ window, windows }: EncoderInfo): number {
  return window * windows;
}

/** About how many tokens a text has: words of letters by their length, all that has no blanks between words one a character. */
function tokensAbout({ start, length }: TextStart): number {
  const dense =
    start.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/gu)?.length ?? 0;
  const tokens = dense + (start.length - dense) / charactersPerToken;
  return tokens * (length / Math.max(1, start.length));
}
