import { expect, it } from 'vitest';
import { freedomOf } from '../../../kernel/src/effects/inference/freedom.js';
import { noise } from './tables.js';

const normals = (n: number, seed: number): Float64Array => {
  const { normal } = noise(seed);
  return Float64Array.from({ length: n }, normal);
};

it('counts the parts that matter', () => {
  const alike = freedomOf(normals(5000, 1));
  expect(alike).toBeGreaterThan(4500);
  expect(alike).toBeLessThanOrEqual(5000);
  const few = freedomOf(normals(5000, 1).map((part, i) => (i < 500 ? part : 0)));
  expect(few).toBeGreaterThan(400);
  expect(few).toBeLessThan(600);
});

it('stays within what there is', () => {
  expect(freedomOf(Float64Array.of(1, 1, 1, 1, 1, 1))).toBe(6);
  expect(freedomOf(Float64Array.of(-1, 1, -1, 1, -1, 1))).toBe(6);
  expect(freedomOf(Float64Array.from({ length: 100 }, (_, i) => (i === 0 ? 1e6 : 0)))).toBe(4);
});
