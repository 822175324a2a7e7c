import { expect, it } from 'vitest';
import { counted, figure, listed, percent, signed } from '../../../kernel/src/words/phrases.js';

it('writes numbers as a careful analyst would', () => {
  expect([1794.34, 0.076591, 12.3456, 0, -0.5, 1e-9].map(figure)).toEqual([
    '1,794',
    '0.0766',
    '12.3',
    '0',
    '\u22120.5',
    '1.00e\u22129',
  ]);
  expect([12, -0.5, 0].map(signed)).toEqual(['+12', '\u22120.5', '0']);
  expect([0.95, 0.0412, 0.0001, 0].map(percent)).toEqual(['95%', '4.1%', 'under 0.1%', '0%']);
  expect([1, 0, 20_000].map((n) => counted(n, 'row'))).toEqual(['1 row', '0 rows', '20,000 rows']);
  expect(listed(['age', 'educ', 're74'])).toBe('age, educ and re74');
});
