import type { LangiumDocument } from 'langium';
import { describe, expect, test } from 'vitest';
import type { CallHierarchyItem } from 'vscode-languageserver';
import { mention, shop, workbench } from './workbench.js';

const bench = workbench();
const hierarchy = bench.services.lsp.CallHierarchyProvider!;

async function itemAt(
  document: LangiumDocument,
  word: string,
  index = 0,
): Promise<CallHierarchyItem | undefined> {
  const textDocument = { uri: document.uri.toString() };
  const position = mention(document, word, index);
  return (await hierarchy.prepareCallHierarchy(document, { textDocument, position }))?.[0];
}

/** Names of the causes or effects of an item, each with the lines, from 1, that draw the arrow. */
async function drawn(item: CallHierarchyItem, side: 'causes' | 'effects'): Promise<Record<string, number[]>> {
  const lines = (ranges: readonly { start: { line: number } }[]) => ranges.map(({ start }) => start.line + 1);
  if (side === 'causes') {
    const calls = (await hierarchy.incomingCalls({ item })) ?? [];
    return Object.fromEntries(calls.map(({ from, fromRanges }) => [from.name, lines(fromRanges)]));
  }
  const calls = (await hierarchy.outgoingCalls({ item })) ?? [];
  return Object.fromEntries(calls.map(({ to, fromRanges }) => [to.name, lines(fromRanges)]));
}

describe('the hierarchy of a variable', () => {
  test('has its causes for callers and its effects for what it calls', async () => {
    const document = await bench.open(shop);
    const coupon = await itemAt(document, 'coupon\n');
    expect(coupon).toMatchObject({ name: 'coupon', detail: 'shop' });
    expect(await drawn(coupon!, 'causes')).toEqual({ tenure: [12], browsing: [12] });
    expect(await drawn(coupon!, 'effects')).toEqual({ purchased: [13] });
    const purchased = await itemAt(document, 'purchased\n');
    expect(await drawn(purchased!, 'causes')).toEqual({
      tenure: [13],
      browsing: [13],
      coupon: [13],
      taste: [14],
    });
    expect(await drawn(purchased!, 'effects')).toEqual({});
  });

  test('goes on from what it found, and says what nobody observed', async () => {
    const document = await bench.open(shop);
    const browsing = await itemAt(document, 'browsing -> coupon');
    const [{ from }] = (await hierarchy.incomingCalls({ item: browsing! })) ?? [];
    expect(from).toMatchObject({ name: 'taste', detail: 'observed by nobody · shop' });
    expect(await drawn(from, 'effects')).toEqual({ browsing: [14], purchased: [14] });
  });

  test('is that of its graph where an effect names the variable', async () => {
    const document = await bench.open(shop);
    const treatment = await itemAt(document, 'coupon on purchased');
    expect(treatment?.range.start.line).toBe(11);
    expect(await drawn(treatment!, 'effects')).toEqual({ purchased: [13] });
  });

  test('is none of what is in no graph, of another kind of word, and of what a client makes up', async () => {
    const document = await bench.open(shop);
    expect(await itemAt(document, 'recency', 1)).toBeUndefined();
    expect(await itemAt(document, 'unit')).toBeUndefined();
    const tenure = await itemAt(document, 'tenure,');
    for (const data of [undefined, 7, { graph: 'shop' }, { graph: 'gone', variable: 'tenure' }]) {
      expect(await hierarchy.incomingCalls({ item: { ...tenure!, data } })).toBeUndefined();
    }
    const elsewhere = { ...tenure!, uri: 'file:///shop/none.causal' };
    expect(await hierarchy.outgoingCalls({ item: elsewhere })).toBeUndefined();
  });
});
