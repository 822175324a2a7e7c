import { say } from '../../../kernel/src/words/say.js';

/** Thrown where bytes cannot be shown, or text not kept, without loss. The editor then leaves the file as it is. */
export class UnfaithfulError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnfaithfulError';
  }
}

const byteOrderMark = '\uFEFF';

/**
 * The text of a notebook file. Throws {@link UnfaithfulError} rather than show a file of another encoding as something
 * that the next save would destroy.
 */
export function decodeNotebook(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnfaithfulError(
      say`This notebook is not UTF-8 text. Save it as UTF-8 in the program it came from.`,
    );
  }
  if (text.includes('\0')) {
    throw new UnfaithfulError(
      say`This notebook holds NUL bytes: it is not a text file, or it is UTF-16. Save it as UTF-8.`,
    );
  }
  return text;
}

/** The bytes of a notebook file; throws {@link UnfaithfulError} for a text that {@link decodeNotebook} would not give back. */
export function encodeNotebook(text: string): Uint8Array {
  if (text.includes('\0'))
    throw new UnfaithfulError(say`A cell holds a NUL character. Remove it, then save again.`);
  if (/\p{Surrogate}/u.test(text)) {
    throw new UnfaithfulError(
      say`A cell holds half a character (a lone surrogate). Remove it, then save again.`,
    );
  }
  return new TextEncoder().encode(text.startsWith(byteOrderMark) ? byteOrderMark + text : text);
}
