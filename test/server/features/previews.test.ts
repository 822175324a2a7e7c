import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  CodeActionRequest,
  DidChangeTextDocumentNotification,
  DidOpenNotebookDocumentNotification,
  DidOpenTextDocumentNotification,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { planRequest } from '../../../server/src/protocol.js';
import { type Client, connect } from './client.js';

let folder: string;
const spec = `data visits from "visits.csv" { time sent_at of coupon  time seen_at of tenure }
effect lift { of coupon on purchased  from visits  adjust for tenure, age }
train lift
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causal-'));
  await writeVisits('2026-01-05');
});
afterAll(() => rm(folder, { recursive: true }));

const writeVisits = (seen: string) =>
  writeFile(
    join(folder, 'visits.csv'),
    `tenure,age,coupon,purchased,sent_at,seen_at\n1,5,0,0,2026-01-02,2026-01-01\n2,6,1,1,2026-01-02,2026-01-01\n3,7,0,1,2026-01-02,${seen}\n4,9,1,1,2026-01-02,2026-01-01\n`,
  );

async function open({ client }: Client, text = spec): Promise<string> {
  const uri = `file://${folder}/spec.causal`;
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'causal', version: 1, text },
  });
  return uri;
}

const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });
const codesOf = (client: Client, uri: string) => client.diagnostics.get(uri)?.map(({ code }) => code);

describe('what rows hold', () => {
  test('is told once it is read, and goes when the spec no longer asks', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await open(client);
    await soon(() => expect(codesOf(client, uri)).toEqual(['CS1604']));
    const [told] = client.diagnostics.get(uri) ?? [];
    expect(told?.message).toContain('in 25% of 4 rows (seen_at after sent_at, first in row 3)');
    expect(told?.relatedInformation).toHaveLength(2);
    const [fix] =
      (await client.client.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: told?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics: told ? [told] : [] },
      })) ?? [];
    const edits = fix && 'edit' in fix ? (fix.edit?.changes?.[uri] ?? []) : [];
    expect(TextDocument.applyEdits(TextDocument.create(uri, 'causal', 1, spec), edits)).toBe(
      spec.replace('for tenure, age', 'for age'),
    );
    await client.client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: spec.replace('  time seen_at of tenure', '') }],
    });
    await soon(() => expect(codesOf(client, uri)).toEqual([]));
    client.close();
  });

  test('offers to say the time of a treatment that has none of its own', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const text = `data visits from "visits.csv" {
  time sent_at
  time seen_at of tenure
}
effect lift { of coupon on purchased  from visits  adjust for tenure, age }
`;
    await writeFile(
      join(folder, 'visits.csv'),
      'tenure,age,coupon,purchased,sent_at,seen_at,mailed_at\n1,5,0,0,2026-01-02,2026-01-01,2026-01-07\n2,6,1,1,2026-01-02,2026-01-05,2026-01-07\n3,7,0,1,2026-01-02,2026-01-01,2026-01-07\n4,9,1,1,2026-01-02,2026-01-01,2026-01-07\n',
    );
    const uri = await open(client, text);
    await soon(() => expect(codesOf(client, uri)).toEqual(['CS1605']));
    const diagnostics = client.diagnostics.get(uri) ?? [];
    const offered =
      (await client.client.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: diagnostics[0].range,
        context: { diagnostics },
      })) ?? [];
    expect(offered.map(({ title }) => title)).toEqual([
      'Say that mailed_at is the time of coupon',
      'Take tenure out',
    ]);
    const edits = 'edit' in offered[0] ? (offered[0].edit?.changes?.[uri] ?? []) : [];
    const said = TextDocument.applyEdits(TextDocument.create(uri, 'causal', 1, text), edits);
    expect(said).toBe(text.replace('of tenure\n', 'of tenure\n  time mailed_at of coupon\n'));
    await client.client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: said }],
    });
    await soon(() => expect(codesOf(client, uri)).toEqual([]));
    await writeVisits('2026-01-05');
    client.close();
  });

  test('keeps a spec from running, also when it has just been opened', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await open(client);
    const { problems, plan } = await client.client.sendRequest(planRequest, { uri });
    expect(problems.map(({ code }) => code)).toEqual(['CS1604']);
    expect(plan).toBeUndefined();
    client.close();
  });

  test('is not looked at in a workspace that is not trusted', async () => {
    const client = await connect({ workspaceTrusted: false }, folder);
    const uri = await open(client);
    const { problems } = await client.client.sendRequest(planRequest, { uri });
    expect(problems).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(codesOf(client, uri)).toEqual([]);
    client.close();
  });

  test('is read again when the file has changed', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await open(client);
    await soon(() => expect(codesOf(client, uri)).toEqual(['CS1604']));
    await writeVisits('2025-12-31');
    const { problems } = await client.client.sendRequest(planRequest, { uri });
    expect(problems).toEqual([]);
    client.close();
  });

  test('is told in the cell that asks, of data declared above it', async () => {
    await writeVisits('2026-01-05');
    const client = await connect({ workspaceTrusted: true }, folder);
    const [data, ...rest] = spec.split('\n');
    const texts: Record<string, string> = { above: data ?? '', below: rest.join('\n') };
    const uriOf = (name: string) => `vscode-notebook-cell:${folder}/book.causalnb#${name}`;
    const names = Object.keys(texts);
    await client.client.sendNotification(DidOpenNotebookDocumentNotification.type, {
      notebookDocument: {
        uri: `file://${folder}/book.causalnb`,
        notebookType: 'causal-notebook',
        version: 1,
        cells: names.map((name) => ({ kind: 2 as const, document: uriOf(name) })),
      },
      cellTextDocuments: names.map((name) => ({
        uri: uriOf(name),
        languageId: 'causal',
        version: 1,
        text: texts[name] ?? '',
      })),
    });
    await soon(() => expect(codesOf(client, uriOf('below'))).toEqual(['CS1604']));
    expect(codesOf(client, uriOf('above'))).toEqual([]);
    client.close();
  });
});
