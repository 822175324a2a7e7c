import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type CompletionList,
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  type MarkupContent,
  type TextEdit,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol';
import { planRequest } from '../../../server/src/protocol.js';
import { type Client, cellUri, connect, notebookOf } from './client.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causal-'));
  await writeFile(join(folder, 'visits.csv'), 'tenure,coupon,purchased\n1,0,0\n2,1,1\n3,0,1\n4,1,1\n');
});
afterAll(() => rm(folder, { recursive: true }));

const spec = `data visits from "visits.csv"
effect lift { of coupon on purchased  from visits  adjust for tenure }
train lift
`;

const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

async function open({ client }: Client, text: string, name = 'spec.causal'): Promise<string> {
  const uri = `file://${folder}/${name}`;
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'causal', version: 1, text },
  });
  return uri;
}

describe('the server', () => {
  test('gives the problems and the plan of a spec as it stands in the editor', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await open(client, spec);
    const { problems, plan } = await client.client.sendRequest(planRequest, { uri });
    expect(problems).toEqual([]);
    expect(plan?.spec).toBe('spec.causal');
    expect(plan?.steps.map((step) => step.id)).toEqual(['load:visits', 'effect:lift']);
    expect(plan?.actions.map((action) => action.verb)).toEqual(['train']);
    await client.client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: spec.replace('tenure', 'tenur') }],
    });
    const broken = await client.client.sendRequest(planRequest, { uri });
    expect(broken.plan).toBeUndefined();
    expect(broken.problems.map((problem) => problem.place?.line)).toEqual([2]);
    client.close();
  });

  test('gives the plan of a cell: what is declared above it, and its own verbs', async () => {
    const client = await connect({}, '/shop');
    const [data, effect] = spec.split(/\n(?=effect)/);
    await notebookOf(client, 'a.causalnb').open({ one: data, two: `${effect}`, three: 'train lift' });
    const ask = (cell: string) =>
      client.client.sendRequest(planRequest, { uri: cellUri('a.causalnb', cell) });
    expect((await ask('three')).plan?.steps).toHaveLength(2);
    expect((await ask('three')).plan?.actions).toHaveLength(1);
    expect((await ask('one')).plan?.actions).toEqual([]);
    expect((await ask('three')).plan?.spec).toBe('a.causalnb');
    client.close();
  });

  test('says what is missing where there is no such spec', async () => {
    const client = await connect({}, folder);
    const { problems, plan } = await client.client.sendRequest(planRequest, {
      uri: `file://${folder}/none.causal`,
    });
    expect(plan).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual(['CS1013']);
    client.close();
  });

  test('reads no data in a workspace that is not trusted', async () => {
    const client = await connect({}, folder);
    const uri = await open(client, spec.replace('tenure', 'no_such_column'));
    await soon(() => expect(client.diagnostics.get(uri)).toEqual([]));
    const { items } = (await client.client.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: { line: 1, character: 18 },
    })) as { items: { label: string }[] };
    expect(items.map((item) => item.label)).not.toContain('tenure');
    client.close();
  });

  test('tells what a column holds, from the file', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await open(client, spec);
    const hover = await client.client.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line: 1, character: spec.split('\n')[1].indexOf('tenure') + 2 },
    });
    expect((hover?.contents as MarkupContent | undefined)?.value).toContain('From `1` to `4`, none missing');
    client.close();
  });

  test('completes at the keystroke, before the change is built', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const line = 'effect other { of coupon on purchased  from visits  by te, coupon  adjust for tenure }';
    const uri = await open(client, spec + line);
    await soon(() => expect(client.diagnostics.get(uri)).toBeDefined());
    const position = { line: 3, character: line.indexOf('te, coupon') + 2 };
    await client.client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: position, end: position }, text: 'n' }],
    });
    const { items } = (await client.client.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: { line: 3, character: position.character + 1 },
    })) as CompletionList;
    expect(items.map((item) => item.label)).toEqual(['tenure']);
    expect((items[0].textEdit as TextEdit).range).toEqual({
      start: { line: 3, character: position.character - 2 },
      end: { line: 3, character: position.character + 1 },
    });
    client.close();
  });

  test('forgets a closed file and its diagnostics', async () => {
    const client = await connect({}, folder);
    const uri = await open(client, 'data x from');
    await soon(() => expect(client.diagnostics.get(uri)).not.toEqual([]));
    await client.client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    await soon(() => expect(client.diagnostics.get(uri)).toEqual([]));
    client.close();
  });

  test('answers what waits for all texts right after one was closed', async () => {
    const client = await connect({}, folder);
    const uri = await open(client, spec);
    const other = await open(client, spec, 'other.causal');
    await soon(() => expect(client.diagnostics.get(other)).toBeDefined());
    for (let round = 0; round < 5; round++) {
      await client.client.sendNotification(DidCloseTextDocumentNotification.type, {
        textDocument: { uri: await open(client, 'data x from', 'closed.causal') },
      });
      const symbols = await client.client.sendRequest(WorkspaceSymbolRequest.type, { query: 'lift' });
      expect(symbols).toHaveLength(2);
    }
    expect((await client.client.sendRequest(planRequest, { uri })).plan).toBeDefined();
    client.close();
  });

  test('forgets no open file where the plan of a folder is asked for', async () => {
    const client = await connect({}, folder);
    const uri = await open(client, spec);
    for (const asked of ['', `file://${folder}`, `file://${folder}/none.causal`])
      expect((await client.client.sendRequest(planRequest, { uri: asked })).plan).toBeUndefined();
    const symbols = await client.client.sendRequest(WorkspaceSymbolRequest.type, { query: 'lift' });
    expect(symbols).toHaveLength(1);
    expect((await client.client.sendRequest(planRequest, { uri })).plan).toBeDefined();
    client.close();
  });

  test('survives requests that make no sense', async () => {
    const client = await connect({}, folder);
    const uri = await open(client, spec);
    for (const params of [
      null,
      {},
      { textDocument: {} },
      { textDocument: { uri }, position: { line: -5 } },
    ]) {
      await client.client.sendRequest('textDocument/hover', params).catch(() => undefined);
      await client.client.sendRequest('textDocument/completion', params).catch(() => undefined);
      await client.client.sendRequest('causal/plan', params).catch(() => undefined);
      await client.client.sendNotification('notebookDocument/didChange', params);
    }
    expect((await client.client.sendRequest(planRequest, { uri })).plan).toBeDefined();
    client.close();
  });
});
