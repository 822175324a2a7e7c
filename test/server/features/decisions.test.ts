import { describe, expect, test } from 'vitest';
import { applied, asker, shop, workbench } from './workbench.js';

const bench = workbench();
const { lsp } = bench.services;
const { complete, hover } = asker(bench);

const decisions = `${shop}
effect curve { of tenure on purchased from visits adjust for recency with dose response }
policy asked { price by curve unit cost 6.5 by country }
policy order { stock by coupon_lift price 20 unit cost 12 salvage -4 by country }
`;

describe('a price and an order', () => {
  test('are offered clause by clause, with effects and columns', async () => {
    expect(await complete(`${shop}\npolicy p {\n  |\n}`)).toEqual(
      expect.arrayContaining(['price by', 'stock by', 'unit cost', 'salvage']),
    );
    for (const clause of ['price by', 'stock by'])
      expect(await complete(`${shop}\npolicy p {\n  ${clause} |\n}`), clause).toContain('coupon_lift');
    for (const clause of ['price by', 'stock by']) {
      const columns = await complete(`${shop}\npolicy p {\n  ${clause} coupon_lift\n  by |\n}`);
      expect(columns, clause).toEqual(expect.arrayContaining(['tenure', 'recency']));
      expect(columns, clause).not.toContain('browsing');
    }
    expect(await complete(`${decisions}\ntrain |`)).toEqual(expect.arrayContaining(['asked', 'order']));
  });

  test('are said in words under the pointer, and so are their clauses', async () => {
    const price = await hover(decisions.replace('policy asked', 'policy as|ked'));
    expect(price).toMatch('Finds the price that earns most by `curve`, at a unit cost of 6.5.');
    expect(price).toMatch('Groups of `country` have prices of their own.');
    const order = await hover(decisions.replace('policy order', 'policy or|der'));
    expect(order).toMatch('a unit sells for 20, costs 12 and brings -4 when it is left over.');
    expect(await hover(decisions.replace('salvage', 'sal|vage'))).toMatch('a unit left over');
    expect(await hover(decisions.replace('unit cost 6.5', 'unit co|st 6.5'))).toMatch('one more unit costs');
    expect(await hover(decisions.replace('stock by', 'st|ock by'))).toMatch('moves demand');
  });

  test('are outlined, trained by a lens, and score nothing', async () => {
    const document = await bench.open(decisions);
    const uri = document.uri.toString();
    const symbols = await lsp.DocumentSymbolProvider!.getSymbols(document, { textDocument: { uri } });
    const said = symbols.map(({ name, detail }) => `${name}: ${detail}`);
    expect(said).toEqual(expect.arrayContaining(['asked: prices by curve', 'order: orders by coupon_lift']));
    const lenses = (await lsp.CodeLensProvider!.provideCodeLens(document, { textDocument: { uri } })) ?? [];
    const own = lenses.filter((lens) => lens.command?.arguments?.[0].name === 'order');
    expect(own.map((lens) => lens.command?.title)).toEqual(['Train']);
  });

  test('are laid out like other blocks', async () => {
    const messy = 'policy p{stock   by lift\nprice 20  unit   cost 12\nsalvage   -4\nby a,b}';
    const document = await bench.open(messy);
    const edits = await lsp.Formatter!.formatDocument(document, {
      textDocument: { uri: document.uri.toString() },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(applied(messy, edits)).toBe(
      'policy p {\n  stock by lift\n  price    20  unit cost 12\n  salvage  -4\n  by       a, b\n}\n',
    );
  });
});
