import { AstUtils, GrammarAST, type LangiumDocument } from 'langium';
import { describe, expect, test } from 'vitest';
import type { CodeAction, MarkupContent } from 'vscode-languageserver';
import { keywordHelp } from '../../../server/src/features/keyword-help.js';
import { candidateKinds } from '../../../server/src/language/candidates.js';
import { checkMethods, estimatorMethods } from '../../../server/src/language/methods.js';
import { applied, mention, shop, workbench } from './workbench.js';

const bench = workbench();
const { lsp } = bench.services;

async function hover(document: LangiumDocument, word: string, index = 0): Promise<string | undefined> {
  const found = await lsp.HoverProvider!.getHoverContent(document, {
    textDocument: { uri: document.uri.toString() },
    position: mention(document, word, index),
  });
  return (found?.contents as MarkupContent | undefined)?.value;
}

describe('hover', () => {
  test('says what a column holds', async () => {
    const document = await bench.open(shop);
    expect(await hover(document, 'tenure')).toBe(
      '`tenure` · numeric · DOUBLE · column of `visits.parquet`\n\n' +
        'From `0` to `240`, 2.5 % missing, about 1,200 distinct, 20,000 rows looked at.',
    );
    expect(await hover(document, 'user_id')).toBe(
      '`user_id` · numeric · BIGINT · column of `visits.parquet`',
    );
  });

  test('says what a derived and an unobserved variable are', async () => {
    const document = await bench.open(shop);
    expect(await hover(document, 'recency', 1)).toContain('derive recency = days(seen_at - last_seen)');
    expect(await hover(document, 'taste')).toContain('never adjusted for');
  });

  test('says what a declaration compiles to, with the reason of its adjustment set', async () => {
    const document = await bench.open(shop);
    const effect = (await hover(document, 'coupon_lift', 1))!;
    expect(effect).toMatch(/^\*\*effect\*\* `coupon_lift` · step `[0-9a-f]{8}`/);
    expect(effect).toContain('ATE of `coupon` on `purchased`, by causal forest (trees 2000).');
    expect(effect).toContain('browsing and tenure are adjusted for');
    expect(effect).toContain('Checks: placebo, overlap.');
    expect(await hover(document, 'visits')).toContain('Holds out 20 % of the rows, split by unit');
    expect(await hover(document, 'browsing')).toContain('Encodes column `history` with `use-lite`.');
    expect(await hover(document, 'will_buy')).toContain(
      'from `tenure`, `browsing`, by boosted trees (rounds 500)',
    );
    expect(await hover(document, 'shop {')).toContain('Not observed: `taste`.');
  });

  test('says what a history is made of, and knows its columns as those of its rows', async () => {
    const document = await bench.open(
      'data visits from "visits.parquet"\ndata events from "events.parquet" { time happened }\n' +
        'text browsing from events.page { of visits by user_id before seen_at half life 30 days }\n' +
        'model m { predict purchased from visits using browsing }',
    );
    expect(await hover(document, 'browsing')).toContain(
      "A row's history are the events with its `user_id` and a `happened` before its `seen_at`",
    );
    expect(await hover(document, 'browsing', 1)).toContain('Encodes column `page` with `use-lite`.');
    expect(await hover(document, 'user_id')).toBe(
      '`user_id` · numeric · BIGINT · column of `visits.parquet`',
    );
    expect(await hover(document, 'page')).toContain('column of `events.parquet`');
    for (const word of ['half', 'life']) expect(await hover(document, word)).toContain('weighs half');
    expect(await hover(document, 'days')).toContain('half life 30 days');
    expect(await hover(document, 'before')).toContain('cut at');
  });

  test('bears a text whose column is not written yet', async () => {
    const document = await bench.open('text browsing from visits {\n  encoder "use-lite"\n}\n');
    expect(await hover(document, 'browsing')).toBe('**text** `browsing`');
  });

  test('still explains an effect while something else is broken', async () => {
    const document = await bench.open(`${shop}\nmodel half {`);
    expect(await hover(document, 'coupon_lift', 1)).toContain('adjusted for');
  });

  test('explains words, names of several words, functions and options', async () => {
    const document = await bench.open(shop);
    expect(await hover(document, 'graph')).toContain('What causes what');
    expect(await hover(document, 'boosted')).toContain('correct each other');
    expect(await hover(document, 'trees', 1)).toContain('correct each other');
    expect(await hover(document, '->')).toContain('causes');
    expect(await hover(document, 'days')).toContain('days(duration) → number');
    expect(await hover(document, 'rounds')).toContain('whole number from 1');
  });

  test('shows what the person wrote above a declaration', async () => {
    const document = await bench.open(`// no\n\n/// Did the *coupon*\n/// make people buy?\n${shop}`);
    const about = await hover(document, 'visits');
    expect(about).toContain('Did the \\*coupon\\* make people buy?');
    expect(about).not.toContain('no ');
  });

  test('knows every word of the grammar', () => {
    const rules = bench.services.Grammar.rules.filter((rule) => rule.name !== 'Name');
    const words = rules.flatMap((rule) =>
      AstUtils.streamAllContents(rule).filter(GrammarAST.isKeyword).toArray(),
    );
    const methods = [
      ...Object.keys(estimatorMethods),
      ...Object.keys(checkMethods),
      ...candidateKinds,
      'boosted trees',
    ];
    const parts = new Set(methods.flatMap((name) => name.split(' ')));
    const unknown = words
      .map((word) => word.value)
      .filter((word) => /\p{L}/u.test(word) && !keywordHelp(word) && !parts.has(word));
    expect(unknown).toEqual([]);
  });

  test('explains both words of a source of candidates', async () => {
    const document = await bench.open(`${shop}\nrank offers {\n  candidates similar items\n}\n`);
    for (const word of ['similar', 'items'])
      expect(await hover(document, word)).toContain('who bought the same');
  });

  test('never lets a name become markup', async () => {
    const document = await bench.open('data d from "](command:x) **`b`**.csv"');
    expect(await hover(document, 'd ')).toContain('`` ](command:x) **`b`**.csv ``');
  });
});

describe('inlay hints', () => {
  async function hints(text: string) {
    const document = await bench.open(text);
    const found = await lsp.InlayHintProvider!.getInlayHints(document, {
      textDocument: { uri: document.uri.toString() },
      range: { start: { line: 0, character: 0 }, end: document.textDocument.positionAt(text.length) },
    });
    return found?.map((hint) => [hint.position.line + 1, hint.label]);
  }

  test('show the adjustment set and what was defaulted', async () => {
    expect(await hints(shop)).toEqual([
      [20, 'adjusts for browsing, tenure'],
      [18, 'estimand ate'],
    ]);
    const bare =
      'data v from "visits.parquet"\ntext t from v.history\nmodel m {\n predict purchased from v\n using t }';
    expect(await hints(bare)).toEqual([
      [2, 'encoder "use-lite"'],
      [4, 'with boosted trees'],
    ]);
  });

  test('say how a horizon is kept', async () => {
    const text =
      'data v from "visits.parquet"\neffect e {\n of coupon on purchased\n from v\n adjust for tenure\n horizon 90 days of recency }';
    const known = text.replace(
      '"visits.parquet"',
      '"visits.parquet" { derive recency = days(seen_at - last_seen) }',
    );
    expect(await hints(known)).toContainEqual([6, 'weighed by inverse probability of censoring']);
    const document = await bench.open(known);
    expect(await hover(document, 'horizon')).toContain('horizon 90 days of observed_for');
    expect(await hover(document, 'e {')).toContain(
      'Asks whether `purchased` happens within 90 days; rows that `recency` says were lost from sight',
    );
  });

  test('say nothing of what is half written', async () => {
    for (const text of ['effect e { of a on }', 'model m { predict }', 'text t from', 'text t from v.']) {
      expect(await hints(text)).toEqual([]);
    }
  });
});

describe('quick fixes', () => {
  async function fixes(text: string): Promise<{ document: LangiumDocument; actions: CodeAction[] }> {
    const document = await bench.open(text);
    const diagnostics = document.diagnostics ?? [];
    const actions = await lsp.CodeActionProvider!.getCodeActions(document, {
      textDocument: { uri: document.uri.toString() },
      range: { start: { line: 0, character: 0 }, end: document.textDocument.positionAt(text.length) },
      context: { diagnostics },
    });
    return { document, actions: (actions ?? []) as CodeAction[] };
  }

  async function fixed(text: string, title: string): Promise<string> {
    const { document, actions } = await fixes(text);
    const action = actions.find((offered) => offered.title === title);
    if (!action) throw new Error(`No "${title}" among ${actions.map((offered) => offered.title)}.`);
    return applied(text, action.edit?.changes?.[document.uri.toString()] ?? []);
  }

  test('mend a misspelt column', async () => {
    const text = shop.replace('by    tenure', 'by    tenur');
    expect(await fixed(text, 'Change tenur to tenure')).toBe(shop);
  });

  test('declare a graph or data that is missing', async () => {
    const text = 'effect e {\n  of a on b\n  from visits\n  in g\n}\n';
    expect(await fixed(text, 'Declare graph g')).toBe(`graph g {\n  a -> b\n}\n\n${text}`);
    expect(await fixed(text, 'Declare data visits')).toBe(`data visits from "visits.csv"\n\n${text}`);
  });

  const graph = `data visits from "visits.parquet"
graph g {
  tenure -> coupon
  tenure -> country
  coupon -> seen_at
  country, seen_at -> purchased
}
`;
  const effect = (clauses: string) =>
    `effect e {\n  of coupon on purchased\n  from visits\n  ${clauses}\n}\n`;

  test('adjust for each minimal set of a graph, or by the graph', async () => {
    const text = graph + effect('adjust for user_id');
    expect(await fixed(text, 'Adjust for tenure')).toBe(graph + effect('adjust for tenure'));
    expect(await fixed(text, 'Adjust for country')).toBe(graph + effect('adjust for country'));
    expect(await fixed(text, 'Read the set off graph g')).toBe(graph + effect('in g'));
    const { actions } = await fixes(text);
    expect(actions.map(({ isPreferred }) => isPreferred)).toEqual([true, false, false]);
  });

  test('take a mediator out of what is adjusted for', async () => {
    const listed = graph + effect('adjust for tenure, seen_at');
    expect(await fixed(listed, 'Take seen_at out')).toBe(graph + effect('adjust for tenure'));
    const alone = graph.replace('tenure -> coupon\n', '') + effect('adjust for seen_at');
    expect(await fixed(alone, 'Take seen_at out')).toContain('adjust for nothing');
  });

  test('use the instrument, or the front door, where adjustment does not do', async () => {
    const hidden = graph.replace('tenure -> coupon', 'taste? -> coupon, purchased\n  user_id -> coupon');
    const front = await fixed(hidden + effect('in g'), 'Estimate by front door');
    expect(front).toBe(hidden + effect('in g\n  with front door'));
    const past = hidden.replace('coupon -> seen_at', 'coupon -> purchased, seen_at');
    const named = past + effect('in g\n  with aipw');
    expect(await fixed(named, 'Estimate by instrumental dml')).toBe(
      past + effect('in g\n  with instrumental dml'),
    );
  });

  test('delete a clause that nothing reads', async () => {
    const text = graph + effect('adjust for tenure\n  instrument user_id\n  with aipw');
    expect(await fixed(text, 'Delete the instruments')).toBe(
      graph + effect('adjust for tenure\n  with aipw'),
    );
    const inLine = graph + effect('adjust for tenure  through seen_at  with aipw');
    expect(await fixed(inLine, 'Delete the mediators')).toBe(graph + effect('adjust for tenure  with aipw'));
  });

  test('take nothing from the client on trust', async () => {
    const document = await bench.open(shop);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };
    for (const data of [
      null,
      7,
      'x',
      {},
      { fix: 'replace' },
      { fix: 'other', with: 'x' },
      { fix: 'edit', range: 1 },
    ]) {
      const actions = await lsp.CodeActionProvider!.getCodeActions(document, {
        textDocument: { uri: document.uri.toString() },
        range,
        context: { diagnostics: [{ range, message: '', data }] },
      });
      expect(actions).toEqual([]);
    }
  });
});
