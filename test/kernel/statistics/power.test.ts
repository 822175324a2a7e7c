import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { power } from '../../../kernel/src/statistics/power.js';

const kernel = join(import.meta.dirname, '../../../kernel/src');

describe('a power', () => {
  it('is that of the language, to a few bits', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.oneof(fc.integer({ min: -40, max: 40 }), fc.double({ min: -20, max: 20, noNaN: true })),
        (base, exponent) => {
          expect(Math.abs(power(base, exponent) / base ** exponent - 1)).toBeLessThan(1e-13);
        },
      ),
    );
  });

  it('knows signs, nothing and the end of numbers', () => {
    expect([power(-2, 3), power(-2, 2), power(0, 0), power(0, 0.5), power(0, 3)]).toEqual([-8, 4, 1, 0, 0]);
    expect([power(2, -2), power(10, 400), power(0.5, 1e6)]).toEqual([0.25, Number.POSITIVE_INFINITY, 0]);
  });

  it('is the only one in the kernel but squares and powers of two, which are exact everywhere', () => {
    const others = readdirSync(kernel, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('assembly'))
      .flatMap((name) =>
        readFileSync(join(kernel, name), 'utf8')
          .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
          .split('\n')
          .filter((line) => /Math\.pow|\*\*/.test(line.replace(/\*\* 2\b(?!\.)|(?<![\w.])2 \*\* /g, '')))
          .map((line) => `${name}: ${line.trim()}`),
      );
    expect(others).toEqual([]);
  });
});
