import { describe, expect, test } from 'vitest';
import { widthOf } from '../../client/src/renderer/names.js';
import { toText } from '../../client/src/renderer/plain-text.js';
import { wrapped } from '../../client/src/renderer/text-table.js';
import type { ScoreResult } from '../../kernel/src/result.js';
import { coupon, mailing } from './effect-examples.js';
import { examples, inWords, scored } from './examples.js';
import { hostile } from './hostile.js';

const all = [...examples, ...hostile];
const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

describe('plain text', () => {
  test('says the sentence, then the table beneath it', () => {
    const text = toText(mailing, 120);
    expect(text.split('\n')[0]).toBe(
      'Effect mailing · segment on visit · ATE · difference in means · 64,000 rows',
    );
    expect(oneLine(text)).toContain(mailing.sentence);
    expect(text.split('\n').find((line) => line.startsWith('  Mens E-Mail'))).toMatch(
      /Mens E-Mail +21,307 +0\.0766 +0\.0033 +\[0\.0701, 0\.0831\] +0\.106 +72\.1% +n\/a$/,
    );
  });

  test('names arms whose value says nothing by their column', () => {
    expect(toText(coupon)).toContain('each arm against coupon = 0');
  });

  test('names the checks that failed and says why, beneath each check', () => {
    const text = oneLine(toText(coupon));
    expect(text).toContain('Checks: 2 of 3 checks passed; overlap did not.');
    expect(text).toContain(`${coupon.checks[2].sentence}`);
    expect(text).not.toContain('What was asked');
  });

  test('says in one line what a result was made from', () => {
    const { specHash, stepHash, dataHash, seed } = coupon.provenance;
    const [spec, step, data] = [specHash, stepHash, dataHash].map((hash) => hash.slice(0, 8));
    const lines = toText(coupon)
      .split('\n')
      .filter((line) => line.startsWith('Provenance'));
    expect(lines).toEqual([
      expect.stringContaining(`Provenance: spec ${spec}, step ${step}, data ${data}, seed ${seed}`),
    ]);
  });

  test('leaves the bins of histograms out, and rows beyond 20', () => {
    expect(toText(coupon)).not.toContain('Rows by estimated propensity');
    const preview = Array.from({ length: 26 }, (_, i) => [i]);
    expect(toText({ ...scored, preview, columns: ['user_id'] })).toContain('6 more rows are left out here.');
  });

  test('one row is one row', () => {
    expect(toText({ ...scored, rows: 1 })).toContain(`${scored.path} · 1 row\n═`);
  });

  test.each(all)('%s: no control characters reach a terminal', (_, result) => {
    expect(toText(result)).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e]/u);
  });

  test.each(
    [...examples].flatMap(([name, result]) => [80, 100, 120].map((width) => ({ name, result, width }))),
  )('$name fits a terminal of $width columns', ({ result, width }) => {
    const tooLong = toText(result, width)
      .split('\n')
      .filter((line) => widthOf(line) > width);
    expect(tooLong).toEqual([]);
  });
});

describe('a scored file of many columns', () => {
  const columns = [
    'user_id',
    'lift',
    'lift_low',
    'lift_high',
    'seen_at',
    'device',
    'price',
    'history',
    'recency',
  ];
  const history = 'compared the prices of a hiking tent late at night, and asked the shop about delivery';
  const preview = [[442633, -0.0640955, -0.265925, 0.137734, '2026-04-17', 'tablet', 23.9, history, 43]];
  const wide: ScoreResult = { ...scored, columns, preview };

  test('cuts its texts first', () => {
    const lines = toText(wide, 120).split('\n');
    const at = lines.findIndex((line) => line.includes('user_id'));
    const [head, , row] = lines.slice(at);
    expect(head).toMatch(/user_id +lift .* recency$/);
    expect(row).toMatch(/ compared the prices[^…]{0,12}… /);
  });

  test('then leaves its last columns out, never the scores, and names them', () => {
    const text = toText(wide, 80);
    expect(text).toMatch(/Row +user_id +lift +lift_low +lift_high /);
    expect(text).toMatch(/Left out here: .*recency/);
  });
});

test('a table of ours keeps its first columns and cuts long headings before it loses any', () => {
  const lines = (width: number) => toText(coupon, width).split('\n');
  expect(lines(100).find((line) => line.startsWith('  Arm'))).toMatch(/Effect +Std. error .*…/);
  expect(lines(80).find((line) => line.startsWith('  Arm'))).toMatch(/Effect +Std. error +95% interval/);
});

describe('texts explained in words', () => {
  const text = toText(inWords, 100);

  test('phrases stand in reading order with their signs, between an empty text and the whole', () => {
    const lines = text.split('\n');
    const from = lines.findIndex((line) =>
      line.startsWith('  What the phrases of browsing do in row 42 (u-1007)'),
    );
    const [, , ...rows] = lines.slice(from + 1, from + 11);
    expect(rows.map((row) => row.trim().split(/ {2,}/).slice(0, 2))).toEqual([
      ['(an empty text)', '+0.0190'],
      ['just looking', '−0.08'],
      ['around at', '+0.001'],
      ['running shoes;', '+0.05'],
      ['asked the shop', '+0.16'],
      ['about delivery of', '+0.06'],
      ['socks', '−0.02'],
      ['(the whole text)', '+0.19'],
    ]);
  });

  test('a sentence says what does most, how sure it is and what the second opinion thinks', () => {
    const all = oneLine(text);
    expect(all).toContain(
      '“asked the shop” raises the predicted purchased most (+0.16) and “just looking” lowers it most (−0.08)',
    );
    expect(all).toContain('finds the same phrase strongest in 19 of 20 repetitions');
    const [, second] = inWords.rows;
    const other = oneLine(toText({ ...inWords, rows: [second] }, 100));
    expect(other).toContain(
      '64 versions with phrases left out were read, not all: standard errors are at most 0.004.',
    );
  });

  test('words over many rows come with their intervals', () => {
    expect(text).toMatch(/delivery +0\.142 +\+0\.142 +\[0\.110, 0\.174\] +61 +8/);
  });
});

test('sentences break between words', () => {
  expect(wrapped('one two three four', 9)).toBe('one two\nthree\nfour');
  expect(wrapped('unbreakable it is', 5, '  ')).toBe('  unbreakable\n  it\n  is');
});
