import { expect, it } from 'vitest';
import { notebookMarkdown } from '../../../client/src/exchange/notebook-markdown.js';
import { errorOutput, noteOutput, resultOutput } from '../../../client/src/notebook/cell-output.js';
import { summaryOutput } from '../../../client/src/notebook/data-summary.js';
import { toMarkdown } from '../../../client/src/renderer/fallback.js';
import type { Result } from '../../../kernel/src/result.js';
import { examples } from '../../renderer/examples.js';

const [result] = [...examples.values()] as Result[];

it('writes texts, code and what it found, in order', () => {
  const column = { name: 'a|b', rows: 3, shareMissing: 0, distinct: 2, low: '<i>', high: null };
  const outputs = [
    resultOutput(result),
    errorOutput('Problem', 'a.csv is empty'),
    noteOutput('*As* it is.'),
    summaryOutput('visits', 'v.csv', [column]),
  ];
  const cells = [
    { kind: 'markdown' as const, text: '\n# Title\n\n' },
    { kind: 'code' as const, text: 'train a // ```', outputs },
    { kind: 'code' as const, text: '```\nb' },
    { kind: 'markdown' as const, text: '' },
  ];
  expect(notebookMarkdown({ cells })).toBe(
    [
      '# Title',
      '```causal\ntrain a // ```\n```',
      toMarkdown(result),
      '```text\nProblem: a.csv is empty\n```',
      '&#42;As&#42; it is.',
      'visits reads v.csv: 3 rows, 1 column.',
      '| Column | Rows | Missing | Distinct | Lowest | Highest |\n| --- | --- | --- | --- | --- | --- |\n| a&#124;b | 3 | 0% | 2 | &#60;i&#62; |  |',
      '````causal\n```\nb\n````',
      '',
    ]
      .join('\n\n')
      .replace(/\n\n$/, '\n'),
  );
});
