/** Control characters that mean nothing. */
const removed = /[\0-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]/gu;
/** Spaces, line ends, invisible marks and half a surrogate pair: all read as one space. */
const spaces = /[\s\u1680\u061c\u200b\u200c\u200e\u200f\u2028\u2029\u2581\ufeff\ufffd\p{Cs}]+/gu;

/**
 * The text as SentencePiece's `nmt_nfkc` rules leave it: compatibility forms folded, control characters gone, white
 * space collapsed and cut at both ends.
 */
export function normalizeText(text: string): string {
  return text
    .replace(removed, '')
    .replace(spaces, ' ')
    .split('～')
    .map((part) => part.normalize('NFKC'))
    .join('～')
    .replace(/ +/gu, ' ')
    .trim();
}
