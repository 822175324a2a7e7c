import { describe, expect, test } from 'vitest';
import { CodeActionKind } from 'vscode-languageserver';
import { applied, asker, shop, workbench } from './workbench.js';

const bench = workbench();
const { lsp } = bench.services;
const { complete, hover } = asker(bench);

const policy = `${shop}
policy coupons {
  treat by coupon_lift
  cost 2.5  value 30  budget 100
  eligible tenure > 1
  fair by country
}
`;

describe('a policy', () => {
  test('is offered, with its clauses and the effects it can treat by', async () => {
    expect(await complete(`${shop}\npol|`)).toEqual(expect.arrayContaining(['policy', 'policy …']));
    const clauses = await complete(`${shop}\npolicy p {\n  |\n}`);
    expect(clauses).toEqual(
      expect.arrayContaining([
        ...[
          'treat by',
          'cost',
          'value',
          'budget',
          'capacity',
          'eligible',
          'against',
          'tree depth',
          'fair by',
        ],
      ]),
    );
    expect(clauses).not.toContain('predict');
    const effects = await complete(`${shop}\npolicy p {\n  treat by |\n}`);
    expect(effects).toContain('coupon_lift');
    expect(effects).not.toContain('will_buy');
    expect(await complete(`${policy}\ntrain |`)).toContain('coupons');
    expect(await complete(`${policy}\nscore |`)).toContain('coupons');
    expect(await complete(`${policy}\nexplain |`)).not.toContain('coupons');
  });

  test('is offered the columns of its effect, and no texts', async () => {
    const start = `${shop}\npolicy p {\n  treat by coupon_lift\n  `;
    for (const clause of ['eligible |', 'against |', 'fair by |', 'fair by country, |']) {
      const offered = await complete(`${start}${clause}`);
      expect(offered, clause).toEqual(expect.arrayContaining(['tenure', 'recency']));
      expect(offered, clause).not.toContain('browsing');
    }
  });

  test('is said in words under the pointer, and so are its clauses', async () => {
    const said = await hover(policy.replace('policy coupons', 'policy cou|pons'));
    expect(said).toMatch('Treats by `coupon_lift`.');
    expect(said).toMatch(
      'Treating a row costs 2.5, one more of the outcome is worth 30, at most 100 is spent.',
    );
    expect(said).toMatch('Only rows of a condition may be treated, groups of `country` are told apart.');
    expect(await hover(policy.replace('budget', 'bud|get'))).toMatch('Most money spent');
    expect(await hover(policy.replace('fair by', 'fa|ir by'))).toMatch('share treated');
    expect(await hover(policy.replace('treat by coupon_lift', 'treat by coup|on_lift'))).toMatch(
      '**effect**',
    );
  });

  test('is renamed with its effect, coloured, outlined, and trained and scored by a lens', async () => {
    const document = await bench.open(policy);
    const uri = document.uri.toString();
    const position = document.textDocument.positionAt(policy.indexOf('coupon_lift {'));
    const edit = await lsp.RenameProvider!.rename(document, {
      textDocument: { uri },
      position,
      newName: 'lift',
    });
    const renamed = applied(policy, edit?.changes?.[uri] ?? []);
    expect(renamed).toMatch('treat by lift');
    const symbols = await lsp.DocumentSymbolProvider!.getSymbols(document, { textDocument: { uri } });
    expect(symbols.map(({ name, detail }) => `${name}: ${detail}`)).toContain(
      'coupons: treats by coupon_lift',
    );
    const lenses = (await lsp.CodeLensProvider!.provideCodeLens(document, { textDocument: { uri } })) ?? [];
    const own = lenses.filter((lens) => lens.command?.arguments?.[0].name === 'coupons');
    expect(own.map((lens) => lens.command?.title)).toEqual(['Train', 'Score']);
  });

  test('is laid out like other blocks', async () => {
    const messy =
      'policy p{treat   by lift\ncost mens   .4,womens .5   value -3\n\n\n\nfair by a,b within .1}';
    const document = await bench.open(messy);
    const edits = await lsp.Formatter!.formatDocument(document, {
      textDocument: { uri: document.uri.toString() },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(applied(messy, edits)).toBe(
      'policy p {\n  treat by lift\n  cost  mens .4, womens .5  value -3\n\n  fair  by a, b within .1\n}\n',
    );
  });

  test('has a quick fix for a misspelt arm', async () => {
    const text = `data visits from "visits.parquet"
effect e { of country on purchased from visits adjust for tenure arms none, mens, womens }
policy p { treat by e cost mans 1 value 3 }`;
    const document = await bench.open(text);
    const diagnostics = document.diagnostics ?? [];
    expect(diagnostics.map(({ code }) => code)).toEqual(['CS1406']);
    const actions = await lsp.CodeActionProvider!.getCodeActions(document, {
      textDocument: { uri: document.uri.toString() },
      range: diagnostics[0].range,
      context: { diagnostics, only: [CodeActionKind.QuickFix] },
    });
    expect(JSON.stringify(actions)).toMatch('mens');
  });
});
