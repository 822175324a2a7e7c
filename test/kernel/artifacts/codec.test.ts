import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from '../../../kernel/src/artifacts/codec.js';

describe('codec of artifacts', () => {
  it('gives back what it was given', () => {
    const value = {
      trees: [
        {
          threshold: Float64Array.of(1, Number.NaN, -0),
          left: Int32Array.of(-1, 2),
          small: Uint8Array.of(1, 2, 3),
        },
      ],
      numbers: [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53],
      levels: new Map<string, unknown>([
        ['a', 1],
        ['b', Float32Array.of(0.5)],
      ]),
      odd: { $: 'array', type: 'eval' },
      text: '你好 "quoted"',
      nothing: null,
    };
    expect(decodeValue(encodeValue(value))).toEqual(value);
  });

  it('keeps a column named __proto__ as a plain key', () => {
    const value = Object.fromEntries([['__proto__', { polluted: true }]]);
    const back = decodeValue(encodeValue(value)) as object;
    expect(Object.keys(back)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });

  it('keeps a part of an array, not the memory behind it', () => {
    const whole = Float64Array.of(1, 2, 3, 4);
    expect(decodeValue(encodeValue(whole.subarray(1, 3)))).toEqual(Float64Array.of(2, 3));
  });

  it('refuses what is no plain value', () => {
    expect(() => encodeValue({ f: () => 1 })).toThrow(TypeError);
    expect(() => encodeValue(new Date())).toThrow(TypeError);
  });

  /** Bytes with this JSON before arrays of 64 bytes. */
  const encoded = (json: string): Uint8Array => {
    const text = Buffer.from(json.padEnd(8 * Math.ceil((json.length + 4) / 8) - 4));
    return Buffer.concat([Buffer.from(Uint32Array.of(text.length).buffer), text, Buffer.alloc(64)]);
  };
  const array = (at: number, length: number, type = 'Float64Array') =>
    `{"$":"array","type":"${type}","at":${at},"length":${length}}`;

  it('refuses arrays that reach beyond the bytes, however large, and those of no type', () => {
    expect(decodeValue(encoded(array(0, 8)))).toEqual(new Float64Array(8));
    for (const json of [array(0, 1e9), array(-8, 8), array(0, -1), array(0, 7.5), array(0, 8, 'toString')])
      expect(() => decodeValue(encoded(json))).toThrow('no encoded value');
  });

  it('refuses arrays that share bytes or leave some out', () => {
    const [first, second] = [array(0, 4), array(32, 4)];
    expect(decodeValue(encoded(`[${first},${second}]`))).toEqual([new Float64Array(4), new Float64Array(4)]);
    const many = new Array<string>(100_000).fill(array(0, 8)).join();
    for (const json of [many, `${first},${first}`, `${second},${first}`, `${first},${array(24, 5)}`, first])
      expect(() => decodeValue(encoded(`[${json}]`))).toThrow('no encoded value');
  });
});
