import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  doubleBelow,
  firstAbove,
  largestSingle,
  lastBelow,
  singleAbove,
} from '../../../../kernel/src/trees/exchange/floats.js';
import { withoutZeros } from '../../../../kernel/src/trees/exchange/zeros.js';

const single = fc.float({ noNaN: true, noDefaultInfinity: true });
const double = fc.double({ noNaN: true, noDefaultInfinity: true });

test('neighbours have no number between them', () => {
  expect(singleAbove(1)).toBe(1 + 2 ** -23);
  expect(singleAbove(0)).toBe(2 ** -149);
  expect(singleAbove(-(2 ** -149))).toBe(-0);
  expect(doubleBelow(1)).toBe(1 - 2 ** -53);
  expect(doubleBelow(0)).toBe(-Number.MIN_VALUE);
});

test('a threshold for doubles sends each the way its single goes', () => {
  fc.assert(
    fc.property(single, double, fc.constantFrom(-1, -0.5, 0, 0.5, 1), (threshold, any, steps) => {
      const last = lastBelow(threshold);
      const near = threshold + steps * (singleAbove(threshold) - threshold);
      const further = [any, near, last, doubleBelow(last), -doubleBelow(-last), threshold];
      for (const x of further) expect(x <= last).toBe(Math.fround(x) < threshold);
    }),
    { numRuns: 3000 },
  );
});

test.each([0, -0, 2 ** -149, -(2 ** -149), largestSingle, -largestSingle, 1, 2 ** -126])(
  'also at the edge %d',
  (threshold) => {
    const last = lastBelow(threshold);
    expect(Math.fround(last)).toBeLessThan(threshold);
    expect(Math.fround(-doubleBelow(-last))).toBeGreaterThanOrEqual(threshold);
  },
);

test('a threshold for singles sends each the way the double said, and comes back as it was', () => {
  fc.assert(
    fc.property(double, single, (cut, x) => {
      const near = Math.fround(cut);
      for (const value of [x, near, singleAbove(near)]) {
        if (Math.abs(value) < largestSingle) expect(value < firstAbove(cut)).toBe(value <= cut);
      }
      expect(firstAbove(lastBelow(x)) === x).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('zeros that count as missing go their own way, all other numbers theirs', () => {
  const zero = Math.fround(1e-35);
  const edges = [-1, -zero, doubleBelow(-zero), 0, zero, doubleBelow(zero), -doubleBelow(-zero), 1, 1e-40];
  for (const threshold of [-2, ...edges, 2]) {
    for (const zerosLeft of [true, false]) {
      const { cuts, left } = withoutZeros(threshold, zerosLeft);
      for (const x of [-3, ...edges, 3]) {
        const at = cuts.findIndex((cut) => x <= cut);
        const said = Math.abs(x) <= zero ? zerosLeft : x <= threshold;
        expect(at >= 0 && left[at]).toBe(said);
      }
    }
  }
});
