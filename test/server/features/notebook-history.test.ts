import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HoverRequest } from 'vscode-languageserver-protocol';
import { type Client, cellUri, connect, notebookOf } from './client.js';

const texts = [
  'data visits from "visits.parquet"',
  'text browsing from visits.history',
  'graph shop { browsing -> coupon, purchased  coupon -> purchased }',
  'effect lift { of coupon on purchased  from visits  in shop }',
  'data visits from',
  'train lift',
  '',
];

const edit = fc.record({
  kind: fc.constantFrom('type', 'paste', 'remove', 'move'),
  place: fc.nat(9),
  other: fc.nat(9),
  text: fc.constantFrom(...texts),
});

/** Messages at each cell once all are built: hover answers no earlier. */
async function settled({ client, diagnostics }: Client, notebook: string, cells: readonly string[]) {
  const position = { line: 0, character: 0 };
  const uris = cells.map((cell) => cellUri(notebook, cell));
  await Promise.all(
    uris.map((uri) => client.sendRequest(HoverRequest.type, { textDocument: { uri }, position })),
  );
  return uris.map((uri) => diagnostics.get(uri)?.map((d) => d.message));
}

test('what is said of a notebook depends on how it stands, not on how it came about', async () => {
  const client = await connect();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 10 }), async (edits) => {
      const name = `edited${count++}.causalnb`;
      const edited = notebookOf(client, name);
      const order = ['c0', 'c1', 'c2', 'c3'];
      const text = new Map(order.map((cell, i) => [cell, texts[i]]));
      await edited.open(Object.fromEntries(text));
      for (const { kind, place, other, text: typed } of edits) {
        const at = place % Math.max(1, order.length);
        const cell = order[at];
        if (kind === 'paste') {
          const pasted = `p${count++}`;
          order.splice(at, 0, pasted);
          text.set(pasted, typed);
          await edited.paste(at, pasted, typed);
        } else if (cell !== undefined && kind === 'type') {
          text.set(cell, typed);
          await edited.type(cell, typed);
        } else if (cell !== undefined && kind === 'remove') {
          order.splice(at, 1);
          await edited.remove(at, cell);
          text.delete(cell);
        } else if (cell !== undefined) {
          order.splice(at, 1);
          order.splice(other % (order.length + 1), 0, cell);
          await edited.reorder(0, order);
        }
      }
      const fresh = `fresh${count++}.causalnb`;
      await notebookOf(client, fresh).open(Object.fromEntries(order.map((cell) => [cell, text.get(cell)!])));
      expect(await settled(client, name, order)).toEqual(await settled(client, fresh, order));
    }),
    { numRuns: 25, seed: 7 },
  );
  client.close();
});
