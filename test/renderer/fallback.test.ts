import { describe, expect, test } from 'vitest';
import { toHtml, toMarkdown } from '../../client/src/renderer/fallback.js';
import { toText } from '../../client/src/renderer/plain-text.js';
import type { Result } from '../../kernel/src/result.js';
import { mailing } from './effect-examples.js';
import { examples, shop } from './examples.js';
import { hostile, malformed } from './hostile.js';

const all = [...examples, ...hostile];

describe('Markdown', () => {
  test('a table with aligned columns', () => {
    const lines = toMarkdown(shop).split('\n');
    expect(lines[0]).toBe('### Graph shop');
    expect(lines).toContain('| Cause | Effect | On a confounding path |');
    expect(lines).toContain('| tenure | coupon | yes |');
  });

  test.each(all)('%s: every row of a table has the cells of its head, nothing is markup', (_, result) => {
    const markdown = toMarkdown(result);
    expect(markdown).not.toMatch(/(^|[^\\])[<`[]/);
    const cellsOf = (line: string): number => line.replace(/\\./g, '').split('|').length;
    for (const table of markdown.split('\n\n').filter((block) => block.startsWith('|'))) {
      expect(new Set(table.split('\n').map(cellsOf)).size).toBe(1);
    }
  });
});

describe('HTML', () => {
  test('holds every number of the estimate in a table with scopes', () => {
    const html = toHtml(mailing);
    expect(html).toContain('<caption>Effect of segment on visit, each arm against No E-Mail</caption>');
    expect(html).toContain('<th scope="row" align="left">Mens E-Mail</th>');
    expect(html).toContain('<td align="right">[0.0701, 0.0831]</td>');
  });

  test.each(all)('%s: only our own elements and attributes', (_, result) => {
    const tags = toHtml(result).match(/<[^>]*>/g) ?? [];
    const ours =
      /^<\/?(section|h2|h3|p|strong|table|caption|thead|tbody|tr|th|td)( scope="(row|col)")?( align="(left|right)")?>$/;
    expect(tags.filter((tag) => !ours.test(tag))).toEqual([]);
  });
});

test('what is no result yields a plain message in every form', () => {
  for (const value of malformed) {
    for (const output of [toText, toMarkdown, toHtml]) {
      expect(output(value as Result)).toMatch(/[Rr]un (it )?again/);
    }
  }
});

test('a tree nested without end is damaged, not fatal', () => {
  let tree: unknown = { leaf: true, value: 1, n: 1 };
  for (let i = 0; i < 5_000; i++) {
    tree = { leaf: false, question: 'x < 1', n: 1, yes: tree, no: { leaf: true, value: 0, n: 1 } };
  }
  const model = { ...examples.get('a classification'), tree } as Result;
  expect(toText(model)).toMatch(/^This result is damaged/);
});
