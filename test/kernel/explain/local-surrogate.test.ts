import { expect, test } from 'vitest';
import { localSurrogate, strongestOf } from '../../../kernel/src/explain/local-surrogate.js';
import { screenWords } from '../../../kernel/src/explain/screen-words.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';

const sets = Array.from({ length: 31 }, (_, i) => i + 1);
const holds = (set: number, i: number): number => ((set & (1 << i)) === 0 ? 0 : 1);

test('where players add up, the second opinion finds their weights and is sure of them', () => {
  const truth = [2, -1, 0, 0.5, 0];
  const predictions = new Map(
    sets.map((set) => [set, 7 + truth.reduce((sum, weight, i) => sum + weight * holds(set, i), 0)]),
  );
  const { weights, spreads, agreement } = localSurrogate(5, predictions, 0, 1);
  // Shrunk a little by the penalty.
  truth.forEach((weight, i) => {
    expect(Math.abs(weights[i] - weight)).toBeLessThan(0.15);
    expect(spreads[i]).toBeLessThan(0.12);
  });
  expect(agreement).toBe(1);
});

test('where chance decides, repetitions disagree, and it says so', () => {
  const random = createRandom(3);
  const predictions = new Map(sets.map((set) => [set, random.next()]));
  const noisy = localSurrogate(5, predictions, 0, 1);
  expect(noisy.agreement).toBeLessThan(0.9);
  expect(Math.max(...noisy.spreads)).toBeGreaterThan(0.05);
});

test('it says the same whenever it is asked', () => {
  const predictions = new Map(sets.map((set) => [set, Math.sin(set)]));
  const turned = new Map([...predictions].reverse());
  expect(localSurrogate(5, turned, 2, 8)).toEqual(localSurrogate(5, predictions, 2, 8));
});

test('the strongest is the farthest from 0', () => {
  expect(strongestOf([1, -3, 2])).toBe(1);
  expect(strongestOf([])).toBe(-1);
});

test('screening puts the words that do something before their companions', () => {
  const random = createRandom(5);
  const words = Array.from({ length: 200 }, () => {
    const keen = random.next() < 0.3;
    // `basket` comes along with `keen`, mostly, and does nothing.
    const basket = keen ? random.next() < 0.8 : random.next() < 0.2;
    const other = `w${random.below(20)}`;
    return ['the', other, ...(keen ? ['keen'] : []), ...(basket ? ['basket'] : [])];
  });
  const values = Float64Array.from(words, (own) => (own.includes('keen') ? 1 : 0) + 0.3 * random.next());
  const found = screenWords(words, values, 5);
  expect(found[0]).toBe('keen');
  expect(found).toHaveLength(5);
  expect(found).not.toContain('the');
  expect(screenWords([['a'], ['b']], Float64Array.of(1, 2), 5)).toEqual([]);
});
