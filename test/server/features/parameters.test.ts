import { SemanticTokensDecoder } from 'langium/lsp';
import { describe, expect, test } from 'vitest';
import { compileSpec } from '../../../server/src/compiler/compile-spec.js';
import type { Spec } from '../../../server/src/language/generated/ast.js';
import { buildCells, told } from '../in-memory.js';
import { applied, at, cursor, mention, workbench } from './workbench.js';

const bench = workbench();
const { lsp } = bench.services;

const spec = `parameter since = date "2026-01-01"
/// Trees of the forest.
parameter many = 300
parameter file = "visits.parquet"

data visits from file { keep seen_at >= since and tenure < many }
effect lift {
  of coupon on purchased
  from visits
  adjust for tenure
  with causal forest { trees many }
}
`;

const place = (document: Parameters<typeof mention>[0], word: string, index = 0) => ({
  textDocument: { uri: document.uri.toString() },
  position: mention(document, word, index),
});

describe('a parameter', () => {
  test('is named where it is declared, in expressions, options and paths, and renamed there', async () => {
    const document = await bench.open(spec);
    const lines = async (word: string, index = 0) =>
      (
        await lsp.ReferencesProvider!.findReferences(document, {
          ...place(document, word, index),
          context: { includeDeclaration: true },
        })
      ).map(({ range }) => range.start.line + 1);
    expect(await lines('since')).toEqual([1, 6]);
    expect(await lines('many', 2)).toEqual([3, 6, 11]);
    expect(await lines('file', 1)).toEqual([4, 6]);
    const renamed = await lsp.RenameProvider!.rename(document, {
      ...place(document, 'many', 1),
      newName: 'how many',
    });
    const edits = renamed?.changes?.[document.uri.toString()] ?? [];
    expect(applied(spec, edits)).toBe(spec.replaceAll('many', '`how many`'));
    const taken = async () =>
      lsp.RenameProvider!.rename(document, { ...place(document, 'since'), newName: 'tenure' });
    await expect(taken()).rejects.toThrow('already means something');
  });

  test('says its value and how to set it where one hovers over it', async () => {
    const document = await bench.open(spec);
    const hover = await lsp.HoverProvider!.getHoverContent(document, place(document, 'many', 1));
    const value = JSON.stringify(hover?.contents);
    expect(value).toContain('**parameter** `many`');
    expect(value).toContain('`300`');
    expect(value).toContain('Trees of the forest.');
    expect(value).toContain('--set many=VALUE');
  });

  test('is offered in expressions, and as the value of an option', async () => {
    const labels = async (marked: string) => {
      const { text, offset } = cursor(marked);
      const document = await bench.open(text);
      const list = await lsp.CompletionProvider!.getCompletion(document, at(document, offset));
      return (list?.items ?? []).map(({ label }) => label);
    };
    expect(await labels(spec.replace('tenure < many', 'tenure < |'))).toEqual(
      expect.arrayContaining(['since', 'many', 'tenure']),
    );
    expect(await labels(spec.replace('trees many', 'trees |'))).toEqual(
      expect.arrayContaining(['since', 'many', 'true']),
    );
    expect(await labels(spec.replace('adjust for tenure', 'adjust for |'))).not.toContain('since');
    expect(await labels('|')).toEqual(expect.arrayContaining(['parameter', 'parameter …']));
  });

  test('that is missing is declared by a quick fix, of the kind that is asked for', async () => {
    const broken = spec.replace(/^parameter (many|file).*\n/gm, '').replace('tenure < many', 'tenure < 3');
    const document = await bench.open(broken);
    const diagnostics = (document.diagnostics ?? []).filter(({ code }) => code === 'CS1002');
    const { uri } = document.textDocument;
    const actions = await lsp.CodeActionProvider!.getCodeActions(document, {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics },
    });
    const texts = (actions ?? []).flatMap((action) =>
      'edit' in action ? (action.edit?.changes?.[uri] ?? []).map(({ newText }) => newText.trim()) : [],
    );
    expect(texts).toEqual(['parameter file = "file.csv"', 'parameter many = 1']);
  });

  test('has one colour, which no column has, and stands in the outline', async () => {
    const document = await bench.open(spec);
    const provider = lsp.SemanticTokenProvider!;
    const tokens = await provider.semanticHighlight(document, place(document, 'since'));
    const decoded = SemanticTokensDecoder.decode(tokens, provider.tokenTypes, document);
    const types = (word: string) =>
      decoded.filter(({ text }) => text === word).map(({ tokenType }) => tokenType);
    for (const word of ['since', 'many', 'file']) expect(new Set(types(word))).toEqual(new Set(['variable']));
    expect(types('many')).toHaveLength(3);
    expect(new Set(types('tenure'))).toEqual(new Set(['property']));
    const symbols = await lsp.DocumentSymbolProvider!.getSymbols(document, place(document, 'since'));
    expect(symbols.map(({ name, detail }) => [name, detail])).toContainEqual(['since', 'date "2026-01-01"']);
  });

  test('is laid out as other declarations, its sign beside its number', async () => {
    const messy = 'parameter   a=-   3\nparameter b   =\n date "2026-01-01"';
    const document = await bench.open(messy);
    const edits = await lsp.Formatter!.formatDocument(document, {
      textDocument: { uri: document.uri.toString() },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(applied(messy, [...edits])).toBe('parameter a = -3\nparameter b =\n  date "2026-01-01"\n');
  });

  test('of a cell is seen from the cells below it, and a clash with a column there is told there', async () => {
    const [above, below, clash] = await buildCells([
      'parameter least = 3',
      'data visits from "visits.csv" { keep tenure > least }',
      'data other from "visits.csv" { derive least = tenure + 1 }',
    ]);
    expect(told(above!)).toEqual([]);
    expect(told(below!)).toEqual([]);
    expect(told(clash!)).toEqual([
      expect.stringContaining('CS1004 "least" is a parameter and a variable of data other'),
    ]);
  });
});

describe('the plan of a spec with parameters', () => {
  const planOf = async (text: string) => {
    const document = await bench.open(text);
    return compileSpec(document.parseResult.value as Spec, { spec: '' });
  };

  test('is that of the spec with the values in their place, and says what they are', async () => {
    const { steps, parameters, specHash } = await planOf(spec);
    const plain = await planOf(
      spec
        .replace(/^parameter.*\n/gm, '')
        .replace('from file', 'from "visits.parquet"')
        .replace('since', 'date "2026-01-01"')
        .replaceAll('many', '300'),
    );
    expect(steps.map(({ hash }) => hash)).toEqual(plain.steps.map(({ hash }) => hash));
    expect(specHash).toBe(plain.specHash);
    expect(parameters).toEqual({ since: '2026-01-01', many: 300, file: 'visits.parquet' });
    expect(plain.parameters).toBeUndefined();
  });

  test('changes where a value changes, and only in what uses it', async () => {
    const before = await planOf(spec);
    const after = await planOf(
      spec.replace('trees many', 'trees 300').replace('tenure < many', 'tenure < 300'),
    );
    expect(after.specHash).toBe(before.specHash);
    const other = await planOf(spec.replace('= 300', '= 400'));
    expect(other.specHash).not.toBe(before.specHash);
  });
});
