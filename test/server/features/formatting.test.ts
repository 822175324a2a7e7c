import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applied, shop, workbench } from './workbench.js';

const bench = workbench();

async function format(text: string, tabs = false): Promise<string> {
  const document = await bench.open(text);
  const options = { tabSize: 2, insertSpaces: !tabs };
  const edits = bench.services.lsp.Formatter!.formatDocument(document, {
    textDocument: { uri: document.uri.toString() },
    options,
  });
  return applied(text, await edits);
}

describe('formatting', () => {
  test('lines up the clauses of a history behind both words of its half-life', async () => {
    const messy =
      'text t from events . page {\nof visits   by user_id before seen_at\nhalf  life   30   days\nencoder "lsa" }';
    const tidy = `text t from events.page {
  of        visits by user_id before seen_at
  half life 30 days
  encoder   "lsa"
}
`;
    expect(await format(messy)).toBe(tidy);
    expect(await format(tidy)).toBe(tidy);
  });

  test('keeps a horizon together, and leaves the specs of solutions as they are', async () => {
    const messy =
      'effect e {\nof coupon on purchased\nfrom visits\nhorizon 90   days   of   tenure\nadjust for recency }';
    const tidy = `effect e {
  of         coupon on purchased
  from       visits
  horizon    90 days of tenure
  adjust for recency
}
`;
    expect(await format(messy)).toBe(tidy);
    for (const name of ['ads', 'behaviour', 'churn', 'recommendation']) {
      const path = join(import.meta.dirname, `../../../samples/solutions/${name}/${name}.causal`);
      const text = readFileSync(path, 'utf8');
      expect(await format(text)).toBe(text);
    }
  });

  test('lines up values, arrows and trailing comments', async () => {
    const messy = `/// Did the coupon make people buy?
data   visits from "visits.parquet"
{
unit user_id
    keep country=="CN"and seen_at>=date "2026-01-01"
  derive recency=days ( seen_at-last_seen )


  split 80 / 20   by unit // or: by time
  column tenure ,user_id numeric // both
}
graph shop {
  tenure,browsing->coupon
      tenure , browsing, coupon -> purchased
  taste ? -> browsing,purchased // not observed
}
effect lift { of coupon on purchased
  from visits in shop
  adjust for tenure
  by tenure }`;
    expect(await format(messy)).toBe(`/// Did the coupon make people buy?
data visits from "visits.parquet" {
  unit   user_id
  keep   country == "CN" and seen_at >= date "2026-01-01"
  derive recency = days(seen_at - last_seen)

  split  80/20 by unit            // or: by time
  column tenure, user_id numeric  // both
}
graph shop {
  tenure, browsing         -> coupon
  tenure, browsing, coupon -> purchased
  taste?                   -> browsing, purchased  // not observed
}
effect lift {
  of         coupon on purchased
  from       visits  in shop
  adjust for tenure
  by         tenure
}
`);
  });

  test('keeps a declaration on one line where the person wrote it so', async () => {
    const line =
      'effect training { of treat on re78  from nsw  adjust for nothing  with aipw { folds 5  trees 10 } }\n';
    expect(await format(line)).toBe(line);
  });

  test('is idempotent and touches nothing but white space', async () => {
    for (const text of [
      shop,
      '// only a comment',
      '/* a */ data a from "b.csv" // c\n{ /* d */ keep a // e\n + b == -c // f\n  // g\n }\n\n\n\n// end',
      'graph g {\n a /* why */, b? -> c // d\n}\ntrain x train y\r\nexplain x where a in (1, 2) limit 5',
      'effect e { of a on b // one\n // two\n\n // three\n with causal forest {\n trees 5\n leaves 31 // few\n }\n }',
    ]) {
      const once = await format(text);
      expect(await format(once)).toBe(once);
      expect(once.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
    }
  });

  test('leaves a spec with a syntax error as it is', async () => {
    const broken = 'data   visits from {\n';
    expect(await format(broken)).toBe(broken);
  });

  test('indents with tabs where the editor does', async () => {
    expect(await format('data a from "b.csv" {\n unit b\n}\n', true)).toBe(
      'data a from "b.csv" {\n\tunit b\n}\n',
    );
  });
});
