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

  it('refuses arrays that reach beyond the bytes, however large', () => {
    for (const marked of ['"at":0,"length":1e9', '"at":-8,"length":1', '"at":0,"length":-1']) {
      const json = Buffer.from(`{"$":"array","type":"Float64Array",${marked}}`);
      const bytes = Buffer.concat([Buffer.from(Uint32Array.of(json.length).buffer), json, Buffer.alloc(64)]);
      expect(() => decodeValue(bytes)).toThrow();
    }
  });
});
