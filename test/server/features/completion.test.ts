import { describe, expect, test } from 'vitest';
import { checkMethods, estimatorMethods } from '../../../server/src/language/methods.js';
import { applied, at, cursor, shop, workbench } from './workbench.js';

const bench = workbench();
const provider = bench.services.lsp.CompletionProvider!;

async function complete(marked: string) {
  const { text, offset } = cursor(marked);
  const document = await bench.open(text);
  const list = await provider.getCompletion(document, at(document, offset));
  return { text, items: list?.items ?? [] };
}

const labels = async (marked: string) => (await complete(marked)).items.map((item) => item.label);

/** The text after choosing one of the offers. */
async function choose(marked: string, label: string): Promise<string> {
  const { text, items } = await complete(marked);
  const item = items.find((offered) => offered.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`"${label}" is not offered.`);
  return applied(text, [item.textEdit]);
}

const data = 'data visits from "visits.parquet"\n';
const texts = 'text browsing from visits.history\n';
const columns = ['user_id', 'tenure', 'country', 'seen_at', 'last_seen', 'history', 'coupon', 'purchased'];

describe('completion', () => {
  test('offers declarations, also as snippets, and verbs at the top', async () => {
    for (const marked of ['|', `${data}|`, `${shop}\n|`, '// note\n|']) {
      const offered = await labels(marked);
      expect(offered).toEqual(
        expect.arrayContaining(['data', 'data …', 'effect', 'graph …', 'train', 'show graph']),
      );
      expect(offered).not.toContain('of');
    }
  });

  test('offers the clauses of the block, and none of another', async () => {
    const effect = await labels(`${data}effect lift {\n  |\n}`);
    expect(effect).toEqual(
      expect.arrayContaining(['of', 'from', 'in', 'adjust for', 'by', 'estimand', 'with', 'check']),
    );
    expect(effect).not.toContain('predict');
    const model = await labels(`${data}model m {\n  pre|`);
    expect(model).toContain('predict');
    expect(model).not.toContain('of');
  });

  test('offers columns with type and file, and derived ones', async () => {
    const { items } = await complete(
      `data visits from "visits.parquet" {\n  derive recency = 1\n  unit |\n}`,
    );
    expect(items.find((item) => item.label === 'tenure')?.detail).toBe('numeric of visits.parquet');
    expect(items.find((item) => item.label === 'recency')?.detail).toBe('derived of visits');
  });

  test('offers columns and texts for a clause that is just being written', async () => {
    const clauses = 'of coupon on purchased\n  from visits\n  ';
    for (const clause of [
      'by |',
      'by ten|',
      'adjust for tenure, |',
      'adjust for |\n  by tenure',
      'by |\n}\ntrain lift',
    ]) {
      expect(await labels(`${data}${texts}effect lift {\n  ${clauses}${clause}`)).toContain('tenure');
    }
    expect(await labels(`${data}${texts}effect lift {\n  ${clauses}by |`)).toContain('browsing');
    expect(await labels(`${data}effect lift {\n  of |\n  from visits\n}`)).toEqual(
      expect.arrayContaining(columns),
    );
    expect(await labels(`${data}effect lift {\n  of coupon on |\n  from visits\n}`)).toContain('purchased');
  });

  test('offers nothing of another data set', async () => {
    const offered = await labels(`${data}data other from "none.csv"\neffect lift { from other  by |`);
    expect(offered).not.toContain('tenure');
  });

  test('offers data, graphs, effects and models where they are named', async () => {
    expect(await labels(`${shop}\ntrain |`)).toEqual(expect.arrayContaining(['coupon_lift', 'will_buy']));
    expect(await labels(`${shop}\nshow graph |`)).toEqual(['shop']);
    expect(await labels(`${data}effect lift { from |`)).toEqual(['visits']);
    expect(await labels(`${data}text browsing from |`)).toEqual(['visits']);
    expect(await labels(`${shop}\neffect e { from visits in |`)).toEqual(['shop']);
  });

  test('offers the columns of a text, texts first', async () => {
    const offered = await labels(`${data}text browsing from visits.|`);
    expect(offered[0]).toBe('history');
    expect(offered).toContain('tenure');
  });

  test('offers in a graph what can be observed and what it names already', async () => {
    const offered = await labels(`${data}${texts}graph g {\n  taste? -> purchased\n  |`);
    expect(offered).toEqual(expect.arrayContaining(['tenure', 'browsing', 'taste']));
  });

  test('offers estimators as whole names, their options, and checks', async () => {
    expect(await labels('effect e { with |')).toEqual(expect.arrayContaining(Object.keys(estimatorMethods)));
    expect(await choose('effect e { with cau|', 'causal forest')).toBe('effect e { with causal forest');
    expect(await labels('effect e { with causal |')).toEqual(['forest']);
    expect(await labels('effect e { with causal forest { |')).toEqual(
      expect.arrayContaining(['trees', 'minLeaf']),
    );
    expect(await labels('model m { with boosted trees { rounds 5 le|')).toContain('leaves');
    expect((await labels('effect e { check placebo, |')).sort()).toEqual(Object.keys(checkMethods).sort());
    expect(await labels('effect e { estimand |')).toEqual(['ate', 'att', 'atc', 'overlap']);
  });

  test('offers columns, functions and words in an expression', async () => {
    const offered = await labels('data visits from "visits.parquet" {\n  keep |\n}');
    expect(offered).toEqual(expect.arrayContaining(['tenure', 'days', 'contains', 'case', 'not', 'date']));
    const head = 'data visits from "visits.parquet" { keep ';
    for (const begun of [
      'tenure > |',
      'days(|',
      'days(seen_at - |',
      'least(1, abs(tenure), |',
      'a in (|',
      'not (|',
    ]) {
      expect(await labels(head + begun)).toContain('last_seen');
    }
    expect(await labels(`${head}case when tenure > 3 |`)).toEqual(
      expect.arrayContaining(['then', 'and', 'or']),
    );
    expect(await labels(`${head}tenure |`)).toEqual(expect.arrayContaining(['in', 'not', 'and', 'derive']));
    expect(await labels(`${shop}\nexplain coupon_lift where |`)).toContain('user_id');
  });

  test('writes a name with a blank in backticks, once', async () => {
    const head = `${data}effect lift { from visits by `;
    expect(await choose(`${head}fir|`, 'first order')).toBe(`${head}\`first order\``);
    expect(await choose(`${head}\`fir|`, 'first order')).toBe(`${head}\`first order\``);
  });

  test('offers the parts of a history: columns of its rows, and times to cut it at', async () => {
    const head = `${data}data events from "events.parquet" { time happened }\ntext t from events.page { `;
    expect(await labels(`${head}|`)).toEqual(expect.arrayContaining(['of', 'half life', 'encoder']));
    expect(await labels(`${head}of |`)).toEqual(['events', 'visits']);
    const keys = await labels(`${head}of visits by |`);
    expect(keys).toEqual(expect.arrayContaining(['user_id', 'tenure']));
    expect(keys).not.toContain('page');
    expect(await labels(`${head}of visits by user_id |`)).toEqual(expect.arrayContaining(['before']));
    expect(await labels(`${head}of visits by user_id before |`)).toEqual(
      expect.arrayContaining(['seen_at', 'last_seen']),
    );
    expect(await labels(`${head}of visits by user_id before |`)).not.toContain('country');
    expect(await labels(`${head}half life 3 |`)).toEqual(
      expect.arrayContaining(['days', 'weeks', 'encoder']),
    );
    expect(await labels(`${head}of visits by user_id before seen_at reduce 4 for |`)).toContain('coupon');
    const adjusting = `${head}of visits by user_id before seen_at }\neffect e { of coupon on purchased from `;
    expect(await labels(`${adjusting}visits adjust for |`)).toContain('t');
    expect(await labels(`${adjusting}events adjust for |`)).not.toContain('t');
    const columnsOfText = await labels(
      `${data}data events from "events.parquet"\ntext t from events.| { of visits by user_id before seen_at }`,
    );
    expect(columnsOfText[0]).toBe('page');
    expect(columnsOfText).not.toContain('tenure');
  });

  test('writes an encoder between quotes, once', async () => {
    const head = `${data}text t from visits.history { encoder `;
    for (const begun of ['|', '"|', '"us|', '"us|"', '"|"']) {
      expect(await choose(`${head}${begun}`, 'use-lite')).toBe(`${head}"use-lite"`);
    }
    expect(await labels(`${head}|`)).toEqual(expect.arrayContaining(['use-lite', 'use-lite-int8', 'lsa']));
  });

  test('offers what a text is reduced for, and the options of its head', async () => {
    const head = `${data}text t from visits.history { `;
    expect(await labels(`${head}|`)).toEqual(expect.arrayContaining(['encoder', 'reduce', 'head']));
    const named = await labels(`${head}reduce 16 for |`);
    expect(named).toContain('tenure');
    expect(named).not.toContain('t');
    expect(await labels(`${head}head |`)).toEqual(['network']);
    expect(await labels(`${head}head network { hidden 8 |`)).toContain('dropout');
    expect(await labels(`${head}adapt |`)).toEqual(expect.arrayContaining(['contrastive', 'supervised']));
    const paired = await labels(`${head}adapt contrastive pairs by |`);
    expect(paired).toContain('tenure');
    expect(paired).not.toContain('t');
    expect(await labels(`${head}adapt contrastive pairs by tenure { units 8 |`)).toContain('temperature');
    expect(await labels(`${head}adapt supervised { |`)).not.toContain('temperature');
  });

  test('is not misled by a brace that was never closed, or by an unfinished line above', async () => {
    expect(
      await labels(`${data}effect a {\n  of coupon on purchased\n\neffect b {\n  from visits\n  by |`),
    ).toContain('tenure');
    expect(await labels('data visits from\n\neff|')).toContain('effect');
  });
});
