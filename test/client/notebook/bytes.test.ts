import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNotebook, encodeNotebook } from '../../../client/src/notebook/bytes.js';

describe('the bytes of a notebook', () => {
  it('give back every text that they can hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\0'));
        expect(decodeNotebook(encodeNotebook(text))).toBe(text);
      }),
    );
    expect(decodeNotebook(encodeNotebook('\uFEFF# x'))).toBe('\uFEFF# x');
  });

  it('may begin with a byte order mark', () => {
    expect(decodeNotebook(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('a');
  });

  it.each([
    ['Latin-1', Uint8Array.of(0x63, 0x61, 0x66, 0xe9)],
    ['UTF-16', Uint8Array.of(0x23, 0, 0x20, 0)],
    ['cut inside a character', Uint8Array.of(0x61, 0xe9, 0xa1)],
  ])('are refused where they are %s', (_, bytes) => {
    expect(() => decodeNotebook(bytes)).toThrow(/UTF-8/);
  });

  it('are not made of what would not come back', () => {
    expect(() => encodeNotebook('a\0b')).toThrow(/NUL/);
    expect(() => encodeNotebook('a\ud83d')).toThrow(/surrogate/);
  });
});
