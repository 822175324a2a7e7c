/** Spaces, line ends, invisible marks and halves of surrogate pairs. */
const spaces = /[\s\u1680\u061c\u200b\u200c\u200e\u200f\u2581\ufeff\ufffd\p{Cs}]+/gu;
const controls = /\p{Cc}/gu;
/** NFKC would make it the ASCII tilde, which means something else in Japanese. */
const wideTilde = '～';

/**
 * The text as SentencePiece's `nmt_nfkc` rules leave it: compatibility forms folded, control characters gone, white
 * space collapsed and cut at both ends.
 */
export function normalizeText(text: string): string {
  const folded = text
    .replace(spaces, ' ')
    .replace(controls, '')
    .split(wideTilde)
    .map((part) => part.normalize('NFKC'))
    .join(wideTilde);
  return folded.replace(/ +/gu, ' ').trim();
}
