import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ResponseError } from 'vscode-languageserver';
import { applied, at, shop, workbench } from './workbench.js';

const words = [...new Set(shop.match(/\S+|\s+/g))];
const odd = [
  '`',
  '"',
  '{',
  '}',
  '(',
  ')',
  '->',
  '/*',
  '*/',
  '//',
  '\r\n',
  '🌊',
  '\u0000',
  '__proto__',
  'case',
  'in',
];

/** A piece of a spec, cut out or put in anywhere. */
const mutation = fc.record({
  place: fc.nat(shop.length),
  cut: fc.nat(60),
  put: fc.array(fc.constantFrom(...words, ...odd), { maxLength: 4 }),
});

const mutated = fc.array(mutation, { maxLength: 4 }).map((changes) =>
  changes.reduce((text, { place, cut, put }) => {
    const start = Math.min(place, text.length);
    return text.slice(0, start) + put.join('') + text.slice(start + cut);
  }, shop),
);

describe('every feature', () => {
  test('bears every text at every place', async () => {
    const { services, open } = workbench();
    const { lsp } = services;
    await fc.assert(
      fc.asyncProperty(mutated, fc.nat(), async (text, anywhere) => {
        const document = await open(text);
        const place = at(document, anywhere % (text.length + 1));
        const { textDocument } = place;
        const range = {
          start: { line: 0, character: 0 },
          end: document.textDocument.positionAt(text.length),
        };
        const context = { diagnostics: document.diagnostics ?? [], includeDeclaration: true };
        await lsp.CompletionProvider!.getCompletion(document, place);
        await lsp.HoverProvider!.getHoverContent(document, place);
        await lsp.DefinitionProvider!.getDefinition(document, place);
        await lsp.ReferencesProvider!.findReferences(document, { ...place, context });
        await lsp.DocumentHighlightProvider!.getDocumentHighlight(document, place);
        await lsp.DocumentSymbolProvider!.getSymbols(document, { textDocument });
        await lsp.FoldingRangeProvider!.getFoldingRanges(document, { textDocument });
        await lsp.SemanticTokenProvider!.semanticHighlight(document, { textDocument });
        await lsp.CodeLensProvider!.provideCodeLens(document, { textDocument });
        await lsp.CodeActionProvider!.getCodeActions(document, { textDocument, range, context });
        await lsp.InlayHintProvider!.getInlayHints(document, { textDocument, range });
        await renameOrRefuse(() => lsp.RenameProvider!.rename(document, { ...place, newName: 'other' }));
        const options = { tabSize: 2, insertSpaces: true };
        const edits = await lsp.Formatter!.formatDocument(document, { textDocument, options });
        const formatted = applied(text, edits);
        expect(formatted.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  test('formats what has no syntax error the same way twice', async () => {
    const { services, open } = workbench();
    const format = async (text: string) => {
      const document = await open(text);
      const options = { tabSize: 2, insertSpaces: true };
      const textDocument = { uri: document.uri.toString() };
      return applied(text, await services.lsp.Formatter!.formatDocument(document, { textDocument, options }));
    };
    const blank = fc.constantFrom(
      ' ',
      '\n',
      '  ',
      '\n\n\n',
      '\t',
      ' // note\n',
      ' /* a */ ',
      '\n/* b\n c */\n',
    );
    const spaced = fc.array(blank, { minLength: 40, maxLength: 40 }).map((blanks) => {
      let next = 0;
      return shop.replace(/(?<=[^\s>"(-]) (?=[^\s"])|\n/g, () => blanks[next++ % blanks.length]);
    });
    await fc.assert(
      fc.asyncProperty(spaced, async (text) => {
        const once = await format(text);
        expect(await format(once)).toBe(once);
        expect(once.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

async function renameOrRefuse(rename: () => unknown): Promise<void> {
  try {
    await rename();
  } catch (refusal) {
    if (!(refusal instanceof ResponseError)) throw refusal;
  }
}
