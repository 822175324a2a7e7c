import type { LangiumDocument } from 'langium';
import { afterAll, describe, expect, test } from 'vitest';
import {
  DidOpenTextDocumentNotification,
  LinkedEditingRangeRequest,
  type LinkedEditingRanges,
  type SelectionRange,
  SelectionRangeRequest,
} from 'vscode-languageserver-protocol';
import { linkedEditing } from '../../../server/src/features/linked-editing.js';
import { selectionRanges } from '../../../server/src/features/selection-ranges.js';
import { connect } from './client.js';
import { mention, shop, workbench } from './workbench.js';

const bench = workbench();

/** What a selection at a mention grows through, as texts. */
function grown(document: LangiumDocument, word: string): string[] {
  const texts: string[] = [];
  let range: SelectionRange | undefined = selectionRanges(document, [mention(document, word)])[0];
  for (; range; range = range.parent) texts.push(document.textDocument.getText(range.range));
  return texts;
}

describe('a selection', () => {
  test('grows from a word over its clause and its declaration to the spec', async () => {
    const document = await bench.open(shop);
    const [word, clause, declaration, whole] = grown(document, 'purchased\n  from');
    expect(word).toBe('purchased');
    expect(clause).toBe('of    coupon on purchased');
    expect(declaration).toMatch(/^effect coupon_lift \{[\s\S]*\}$/);
    expect(whole).toBe(shop);
  });

  test('grows strictly, from wherever it starts, and is all there is of an empty spec', async () => {
    const document = await bench.open(shop);
    for (let offset = 0; offset <= shop.length; offset += 7) {
      const position = document.textDocument.positionAt(offset);
      const lengths: number[] = [];
      let range: SelectionRange | undefined = selectionRanges(document, [position])[0];
      for (; range; range = range.parent) lengths.push(document.textDocument.getText(range.range).length);
      expect([...lengths].sort((a, b) => a - b)).toEqual(lengths);
      expect(new Set(lengths).size).toBe(lengths.length);
      expect(lengths.at(-1)).toBe(shop.length);
    }
    expect(grown(await bench.open(' '), ' ')).toEqual([' ']);
  });
});

describe('linked editing', () => {
  const linked = (document: LangiumDocument, word: string): LinkedEditingRanges | undefined =>
    linkedEditing(document, mention(document, word), bench.occurrences);

  test('ties together what this spec names itself', async () => {
    const document = await bench.open(shop);
    const lines = linked(document, 'recency')?.ranges.map(({ start }) => start.line + 1);
    expect(lines).toEqual([3, 21]);
    expect(linked(document, 'coupon_lift')?.ranges).toHaveLength(2);
    expect(linked(document, 'shop {')?.ranges).toHaveLength(2);
  });

  test('leaves alone what the file names, what stands once, and names in backticks', async () => {
    const document = await bench.open(shop);
    expect(linked(document, 'tenure')).toBeUndefined();
    expect(linked(document, 'taste')).toBeUndefined();
    expect(linked(document, 'unit')).toBeUndefined();
    const quoted = await bench.open(
      'data visits from "visits.parquet" { derive `a b` = tenure  keep `a b` > 1 }',
    );
    expect(linked(quoted, '`a b`')).toBeUndefined();
  });
});

describe('over the protocol', async () => {
  const client = await connect({}, '/shop');
  afterAll(client.close);

  test('both are told of and answered', async () => {
    const uri = 'file:///shop/selections.causal';
    const text = 'graph g {\n  taste? -> bought\n  taste -> seen\n}\n';
    await client.client.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'causal', version: 1, text },
    });
    expect(client.initialized.capabilities).toMatchObject({
      selectionRangeProvider: true,
      linkedEditingRangeProvider: true,
    });
    const position = { line: 1, character: 3 };
    const textDocument = { uri };
    const grown = await client.client.sendRequest(SelectionRangeRequest.type, {
      textDocument,
      positions: [position],
    });
    expect(grown?.[0].range).toEqual({ start: { line: 1, character: 2 }, end: { line: 1, character: 7 } });
    const linked = await client.client.sendRequest(LinkedEditingRangeRequest.type, {
      textDocument,
      position,
    });
    expect(linked?.ranges).toHaveLength(2);
  });
});
