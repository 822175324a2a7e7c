import { describe, expect, test } from 'vitest';
import { applied, asker, shop, workbench } from './workbench.js';

const bench = workbench();
const { lsp } = bench.services;
const { complete, hover } = asker(bench);

const ranking = `${shop}
text product from visits.history
rank offers {
  show country to user_id
  from visits
  exposure coupon
  outcome purchased
  content product
  top 10
}
`;

describe('a ranking', () => {
  test('is offered, with its clauses', async () => {
    expect(await complete(`${shop}\nran|`)).toEqual(expect.arrayContaining(['rank', 'rank …']));
    const clauses = await complete(`${shop}\nrank r {\n  |\n}`);
    expect(clauses).toEqual(
      expect.arrayContaining([
        'show',
        'exposure',
        'outcome',
        'propensity',
        'candidates',
        'content',
        'top',
        'above',
      ]),
    );
    expect(clauses).not.toContain('predict');
    expect(await complete(`${ranking}\ntrain |`)).toContain('offers');
    expect(await complete(`${ranking}\nscore |`)).not.toContain('offers');
  });

  test('is offered columns of its data where it reads columns, and texts where it reads one', async () => {
    const start = `${shop}\nrank r {\n  from visits\n  `;
    for (const clause of [
      'show |',
      'show country to |',
      'exposure |',
      'outcome |',
      'propensity |',
      'using |',
    ]) {
      const offered = await complete(`${start}${clause}`);
      expect(offered, clause).toEqual(expect.arrayContaining(['tenure', 'recency']));
      expect(offered, clause).not.toContain('browsing');
    }
    expect(await complete(`${start}content |`)).toContain('browsing');
    expect(await complete(`${start}candidates |`)).toEqual(
      expect.arrayContaining(['popularity', 'similar items', 'factors']),
    );
  });

  test('is said in words under the pointer, and so are its clauses', async () => {
    const said = await hover(ranking.replace('rank offers', 'rank of|fers'));
    expect(said).toMatch('Shows `country` to `user_id` by what showing adds to `purchased`: 10 at most.');
    expect(said).toMatch('Candidates: popularity, similar items, factors, texts of `product`.');
    expect(said).toMatch('How likely `coupon` was is learned.');
    expect(await hover(ranking.replace('exposure', 'expo|sure'))).toMatch('was shown: 0 or 1');
    const named = ranking.replace('top 10', 'candidates similar items  top 10');
    expect(await hover(named.replace('similar items', 'simi|lar items'))).toMatch('who bought the same');
    expect(await hover(ranking.replace('content product', 'content prod|uct'))).toMatch('**text**');
  });

  test('is outlined, trained by a lens, and renamed with its text', async () => {
    const document = await bench.open(ranking);
    const uri = document.uri.toString();
    const symbols = await lsp.DocumentSymbolProvider!.getSymbols(document, { textDocument: { uri } });
    expect(symbols.map(({ name, detail }) => `${name}: ${detail}`)).toContain('offers: country to user_id');
    const lenses = (await lsp.CodeLensProvider!.provideCodeLens(document, { textDocument: { uri } })) ?? [];
    const own = lenses.filter((lens) => lens.command?.arguments?.[0].name === 'offers');
    expect(own.map((lens) => lens.command?.title)).toEqual(['Train']);
    const position = document.textDocument.positionAt(ranking.indexOf('product from'));
    const edit = await lsp.RenameProvider!.rename(document, {
      textDocument: { uri },
      position,
      newName: 'words',
    });
    expect(applied(ranking, edit?.changes?.[uri] ?? [])).toMatch('content words');
  });

  test('is laid out like other blocks', async () => {
    const messy =
      'rank r{show   a to b\nfrom d exposure  e\noutcome o   candidates factors,similar   items\n\n\n\ntop 3}';
    const document = await bench.open(messy);
    const edits = await lsp.Formatter!.formatDocument(document, {
      textDocument: { uri: document.uri.toString() },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(applied(messy, edits)).toBe(
      'rank r {\n  show    a to b\n  from    d  exposure e\n  outcome o  candidates factors, similar items\n\n  top     3\n}\n',
    );
  });

  test('words of its clauses are still names of columns', async () => {
    const text = `data visits from "visits.parquet" { derive items = tenure  derive content = tenure  derive top = 3  derive rank = 4 }
model m { predict purchased from visits using items, content, top, rank }`;
    const document = await bench.open(text);
    expect((document.diagnostics ?? []).map(({ message }) => message)).toEqual([]);
  });
});
