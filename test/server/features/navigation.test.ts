import type { LangiumDocument } from 'langium';
import { SemanticTokensDecoder } from 'langium/lsp';
import { describe, expect, test } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver';
import { applied, mention, shop, workbench } from './workbench.js';

const bench = workbench();
const { lsp } = bench.services;

const place = (document: LangiumDocument, word: string, index = 0) => ({
  textDocument: { uri: document.uri.toString() },
  position: mention(document, word, index),
});

/** The lines, from 1, on which the thing at a mention of a word is named. */
async function namedOn(document: LangiumDocument, word: string, index = 0): Promise<number[]> {
  const context = { includeDeclaration: true };
  const found = await lsp.ReferencesProvider!.findReferences(document, {
    ...place(document, word, index),
    context,
  });
  return found.map((location) => location.range.start.line + 1);
}

async function definedOn(document: LangiumDocument, word: string, index = 0): Promise<number | undefined> {
  const found = await lsp.DefinitionProvider!.getDefinition(document, place(document, word, index));
  return found?.[0] && found[0].targetSelectionRange.start.line + 1;
}

describe('finding names', () => {
  test('finds declarations and all their uses', async () => {
    const document = await bench.open(shop);
    expect(await namedOn(document, 'visits ')).toEqual([1, 7, 19, 27]);
    expect(await definedOn(document, 'coupon_lift', 1)).toBe(17);
  });

  test('finds a text where it is declared, and where it is a variable', async () => {
    const document = await bench.open(shop);
    expect(await namedOn(document, 'browsing')).toEqual([7, 12, 13, 14, 28]);
    expect(await definedOn(document, 'browsing', 4)).toBe(7);
  });

  test('finds derived columns, unobserved variables, and columns, whose definition is the file', async () => {
    const document = await bench.open(shop);
    expect(await namedOn(document, 'recency')).toEqual([3, 21]);
    expect(await definedOn(document, 'recency', 1)).toBe(3);
    expect(await namedOn(document, 'taste')).toEqual([14]);
    expect(await namedOn(document, 'tenure')).toEqual([12, 13, 21, 28]);
    expect(await definedOn(document, 'tenure')).toBe(1);
    expect(await namedOn(document, 'history')).toEqual([7]);
  });

  test('highlights what is named twice', async () => {
    const document = await bench.open(shop);
    const found = await lsp.DocumentHighlightProvider!.getDocumentHighlight(
      document,
      place(document, 'recency'),
    );
    expect(found).toHaveLength(2);
  });

  test('finds nothing on a word of the language', async () => {
    const document = await bench.open(shop);
    expect(await namedOn(document, 'unit')).toEqual([]);
    expect(await definedOn(document, 'unit')).toBeUndefined();
  });
});

describe('renaming', () => {
  async function renamed(
    document: LangiumDocument,
    word: string,
    newName: string,
    index = 0,
  ): Promise<string> {
    const edit = (await lsp.RenameProvider!.rename(document, {
      ...place(document, word, index),
      newName,
    })) as WorkspaceEdit;
    return applied(document.textDocument.getText(), edit.changes?.[document.uri.toString()] ?? []);
  }

  test('renames declarations, derived columns and unobserved variables everywhere', async () => {
    const document = await bench.open(shop);
    expect(await renamed(document, 'browsing', 'reading', 3)).toBe(shop.replaceAll('browsing', 'reading'));
    expect(await renamed(document, 'recency', 'days_since', 1)).toBe(
      shop.replaceAll('recency', 'days_since'),
    );
    expect(await renamed(document, 'taste', 'mood')).toBe(shop.replaceAll('taste', 'mood'));
    expect(await renamed(document, 'coupon_lift', 'lift')).toBe(shop.replaceAll('coupon_lift', 'lift'));
  });

  test('puts a name that is no plain word into backticks', async () => {
    const document = await bench.open(shop);
    expect(await renamed(document, 'recency', 'days since')).toContain('by    tenure, `days since`');
    expect(await renamed(document, 'recency', 'from')).toContain('derive `from` =');
  });

  test('refuses a column of a file, a taken name and an impossible one', async () => {
    const document = await bench.open(shop);
    const provider = lsp.RenameProvider!;
    expect(() => provider.prepareRename(document, place(document, 'tenure'))).toThrow(
      'column of "visits.parquet"',
    );
    await expect(renamed(document, 'browsing', 'tenure')).rejects.toThrow('already means something');
    await expect(renamed(document, 'recency', 'a`b')).rejects.toThrow('cannot be a name');
    await expect(renamed(document, 'recency', '')).rejects.toThrow('cannot be a name');
  });
});

describe('the shape of a spec', () => {
  test('is outlined by its declarations', async () => {
    const document = await bench.open(shop);
    const symbols = (await lsp.DocumentSymbolProvider!.getSymbols(document, place(document, 'data'))) ?? [];
    expect(symbols.map((symbol) => `${symbol.name}: ${symbol.detail}`)).toEqual([
      'visits: visits.parquet',
      'browsing: visits.history',
      'shop: graph',
      'coupon_lift: coupon on purchased',
      'will_buy: predicts purchased',
    ]);
    expect(symbols[0].children?.map((child) => child.name)).toEqual(['recency']);
    expect(symbols[2].children?.map((child) => child.name)).toEqual([
      'tenure',
      'browsing',
      'coupon',
      'purchased',
      'taste',
    ]);
  });

  test('folds declarations and runs of comments', async () => {
    const document = await bench.open(`// one\n// two\n\n// alone\n${shop}`);
    const folds = await lsp.FoldingRangeProvider!.getFoldingRanges(document, place(document, 'data'));
    expect(folds?.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [4, 7],
      [10, 11],
      [14, 17],
      [20, 26],
      [29, 32],
      [0, 1],
    ]);
  });

  test('colours names by what they mean', async () => {
    const document = await bench.open(shop);
    const provider = lsp.SemanticTokenProvider!;
    const tokens = await provider.semanticHighlight(document, place(document, 'data'));
    const decoded = SemanticTokensDecoder.decode(tokens, provider.tokenTypes, document);
    const typeOf = (word: string, index = 0) =>
      decoded.filter((token) => token.text === word)[index]?.tokenType;
    expect(typeOf('visits')).toBe('class');
    expect(typeOf('recency', 1)).toBe('variable');
    expect(typeOf('tenure')).toBe('property');
    expect(typeOf('browsing', 1)).toBe('class');
    expect(typeOf('taste')).toBe('parameter');
    expect(typeOf('days')).toBe('function');
    expect(typeOf('causal forest')).toBe('enumMember');
    expect(typeOf('placebo')).toBe('enumMember');
  });

  test('carries verbs above effects, models and graphs', async () => {
    const document = await bench.open(shop);
    const lenses = (await lsp.CodeLensProvider!.provideCodeLens(document, place(document, 'data'))) ?? [];
    expect(lenses.map((lens) => `${lens.command?.title} ${lens.command?.arguments?.[0].name}`)).toEqual([
      'Show Graph shop',
      'Open Graph Beside shop',
      'Train coupon_lift',
      'Score coupon_lift',
      'Explain coupon_lift',
      'Train will_buy',
      'Score will_buy',
      'Explain will_buy',
    ]);
    expect(lenses[2].command?.arguments).toEqual([{ uri: document.uri.toString(), name: 'coupon_lift' }]);
  });
});
