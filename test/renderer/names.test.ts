import { expect, test } from 'vitest';
import { clean, isolated, listed, shorten, widthOf } from '../../client/src/renderer/names.js';

test('what steers a terminal or turns the reading direction is made visible', () => {
  expect(clean('a\u001b[2Jb')).toBe('a\ufffd[2Jb');
  expect(clean('safe\u202egnp.exe')).toBe('safe\ufffdgnp.exe');
  expect(clean('two\r\nlines\tand a tab')).toBe('two lines and a tab');
});

test('names in any script pass unchanged', () => {
  for (const name of ['跑步鞋', 'مرحبا', 'naïve', '__proto__', '👩‍👩‍👧']) expect(clean(name)).toBe(name);
});

test('a name that runs right to left stands alone in its sentence', () => {
  expect(isolated('שלום')).toBe('\u2068שלום\u2069');
  expect(isolated('tenure')).toBe('tenure');
});

test('names are cut to a width, between characters', () => {
  expect(shorten('purchased', 9)).toBe('purchased');
  expect(shorten('purchased', 6)).toBe('purch…');
  expect(shorten('跑步鞋', 5)).toBe('跑步…');
  expect(shorten('👩‍👩‍👧👩‍👩‍👧', 7)).toBe('👩‍👩‍👧…');
  expect(widthOf(shorten('x'.repeat(1e7), 20))).toBe(20);
});

test('lists say how many they leave out', () => {
  expect(listed([])).toBe('nothing');
  expect(listed(['tenure'])).toBe('tenure');
  expect(listed(['tenure', 'recency'])).toBe('tenure and recency');
  expect(listed(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c and 3 more');
});
