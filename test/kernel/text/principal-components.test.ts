import { expect, it } from 'vitest';
import { unwatched } from '../../../kernel/src/task.js';
import { principalScores } from '../../../kernel/src/text/principal-components.js';
import { correlation, plantTexts } from './planted.js';

it('finds the directions in which embeddings vary most, whatever their order', () => {
  const { design } = plantTexts(400, 1200, 6, 3);
  // Variances 16, 4 and 1 along the last three axes, and hardly any along the others.
  const scale = [0.1, 0.1, 0.1, 1, 2, 4];
  const embedding = design.embedding.map((x, i) => x * Math.sqrt(1 + (i % 6)) * scale[i % 6]);
  const scores = principalScores({ ...design, embedding }, 3, unwatched);
  expect(scores).toHaveLength(3);
  scores.forEach((values, i) => {
    const axis = Float64Array.from(design.codes, (code) => embedding[code * 6 + 5 - i]);
    expect(Math.abs(correlation(values, axis))).toBeGreaterThan(0.98);
  });
});

it('has no more components than the embeddings have directions, and none for a missing text', () => {
  const { design } = plantTexts(50, 100, 2, 3);
  const codes = design.codes.map((code, row) => (row === 7 ? -1 : code));
  const scores = principalScores({ ...design, codes }, 5, unwatched);
  expect(scores.length).toBeLessThanOrEqual(2);
  expect(scores[0][7]).toBeNaN();
});
