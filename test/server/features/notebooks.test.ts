import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  DefinitionRequest,
  DidCloseNotebookDocumentNotification,
  type LocationLink,
  RenameRequest,
} from 'vscode-languageserver-protocol';
import { type Client, cellUri, connect, notebookOf } from './client.js';

let client: Client;
beforeEach(async () => {
  client = await connect();
});
afterEach(() => client.close());

const data = 'data visits from "visits.parquet"';
const text = 'text browsing from visits.history';
const graph = 'graph shop { coupon -> purchased }';

/** Messages at a cell that name something unresolved. */
const unresolved = (notebook: string, cell: string) =>
  client.diagnostics
    .get(cellUri(notebook, cell))
    ?.filter((d) => d.severity === 1)
    .map((d) => d.message);

const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

describe('cells of a notebook', () => {
  test('are announced to the client', () => {
    const { notebookSelector } = client.initialized.capabilities.notebookDocumentSync as {
      notebookSelector: { notebook: { notebookType: string }; cells: { language: string }[] }[];
    };
    expect(notebookSelector.map((s) => s.notebook.notebookType)).toEqual([
      'causal-notebook',
      'jupyter-notebook',
    ]);
    expect(notebookSelector[0].cells).toEqual([{ language: 'causal' }]);
  });

  test('see the cells above them', async () => {
    await notebookOf(client, 'a.causalnb').open({ one: data, two: text });
    await soon(() => expect(unresolved('a.causalnb', 'two')).toEqual([]));
  });

  test('do not see the cells below them', async () => {
    await notebookOf(client, 'a.causalnb').open({ one: text, two: data });
    await soon(() => expect(unresolved('a.causalnb', 'one')).toHaveLength(1));
  });

  test('are checked again when a cell is moved', async () => {
    const notebook = notebookOf(client, 'a.causalnb');
    await notebook.open({ one: text, two: data });
    await soon(() => expect(unresolved('a.causalnb', 'one')).toHaveLength(1));
    await notebook.reorder(0, ['two', 'one']);
    await soon(() => expect(unresolved('a.causalnb', 'one')).toEqual([]));
    await notebook.reorder(0, ['one', 'two']);
    await soon(() => expect(unresolved('a.causalnb', 'one')).toHaveLength(1));
  });

  test('are checked again when a cell above is deleted, whose own diagnostics go', async () => {
    const notebook = notebookOf(client, 'a.causalnb');
    await notebook.open({ zero: 'data a from', one: data, two: text });
    await soon(() => expect(unresolved('a.causalnb', 'two')).toEqual([]));
    await soon(() => expect(unresolved('a.causalnb', 'zero')).not.toEqual([]));
    await notebook.remove(0, 'zero');
    await soon(() => expect(unresolved('a.causalnb', 'zero')).toEqual([]));
    await notebook.remove(0, 'one');
    await soon(() => expect(unresolved('a.causalnb', 'two')).toHaveLength(1));
  });

  test('are known as soon as they are pasted', async () => {
    const notebook = notebookOf(client, 'a.causalnb');
    await notebook.open({ one: text });
    await soon(() => expect(unresolved('a.causalnb', 'one')).toHaveLength(1));
    await notebook.paste(0, 'pasted', data);
    await soon(() => expect(unresolved('a.causalnb', 'one')).toEqual([]));
  });

  test('follow what is typed above them', async () => {
    const notebook = notebookOf(client, 'a.causalnb');
    await notebook.open({ one: data, two: text });
    await soon(() => expect(unresolved('a.causalnb', 'two')).toEqual([]));
    await notebook.type('one', data.replace('visits', 'guests'));
    await soon(() => expect(unresolved('a.causalnb', 'two')).toHaveLength(1));
    await notebook.type('one', data);
    await soon(() => expect(unresolved('a.causalnb', 'two')).toEqual([]));
  });

  test('see nothing of another notebook', async () => {
    await notebookOf(client, 'a.causalnb').open({ one: data, two: graph });
    await notebookOf(client, 'b.causalnb').open({ one: text });
    await soon(() => expect(unresolved('b.causalnb', 'one')).toHaveLength(1));
    await soon(() => expect(unresolved('a.causalnb', 'one')).toEqual([]));
  });

  test('are followed and renamed across each other', async () => {
    await notebookOf(client, 'a.causalnb').open({ one: data, two: text });
    await notebookOf(client, 'b.causalnb').open({ one: data });
    await soon(() => expect(unresolved('a.causalnb', 'two')).toEqual([]));
    const place = {
      textDocument: { uri: cellUri('a.causalnb', 'two') },
      position: { line: 0, character: text.indexOf('visits') + 1 },
    };
    const links = (await client.client.sendRequest(DefinitionRequest.type, place)) as LocationLink[];
    expect(links.map((link) => link.targetUri)).toEqual([cellUri('a.causalnb', 'one')]);
    const edit = await client.client.sendRequest(RenameRequest.type, { ...place, newName: 'guests' });
    expect(Object.keys(edit?.changes ?? {})).toEqual([
      cellUri('a.causalnb', 'one'),
      cellUri('a.causalnb', 'two'),
    ]);
  });

  test('lose their diagnostics when the notebook is closed', async () => {
    await notebookOf(client, 'a.causalnb').open({ one: text });
    await soon(() => expect(unresolved('a.causalnb', 'one')).toHaveLength(1));
    await client.client.sendNotification(DidCloseNotebookDocumentNotification.type, {
      notebookDocument: { uri: 'file:///shop/a.causalnb' },
      cellTextDocuments: [{ uri: cellUri('a.causalnb', 'one') }],
    });
    await soon(() => expect(unresolved('a.causalnb', 'one')).toEqual([]));
  });
});
