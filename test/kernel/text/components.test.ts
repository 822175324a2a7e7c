import { expect, it } from 'vitest';
import { unwatched } from '../../../kernel/src/task.js';
import { fitComponents } from '../../../kernel/src/text/components.js';
import { scoreHead } from '../../../kernel/src/text/heads.js';
import { correlation, plantTexts } from './planted.js';

it('finds what texts vary in most, uncorrelated and with variance 1 over the rows', () => {
  const { design } = plantTexts(400, 1600, 8, 3);
  // Twenty times the spread of all else along one axis, which words know nothing of.
  const embedding = design.embedding.map((x, i) => (i % 8 === 5 ? 20 : 1) * x);
  const wide = { ...design, embedding };
  const scores = fitComponents(wide, 3, unwatched).map((head) => {
    const byText = scoreHead(wide, head);
    return Float64Array.from(wide.codes, (text) => byText[text]);
  });
  const axis = Float64Array.from(wide.codes, (text) => embedding[text * 8 + 5]);
  expect(Math.abs(correlation(scores[0], axis))).toBeGreaterThan(0.99);
  scores.forEach((values, i) => {
    expect(values.reduce((sum, v) => sum + v * v, 0) / values.length).toBeCloseTo(1, 4);
    for (const other of scores.slice(0, i)) expect(Math.abs(correlation(values, other))).toBeLessThan(0.01);
  });
});
