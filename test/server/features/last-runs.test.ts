import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { URI } from 'langium';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CodeLensRefreshRequest,
  CodeLensRequest,
  DidChangeNotebookDocumentNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidOpenNotebookDocumentNotification,
  DidOpenTextDocumentNotification,
  FileChangeType,
  HoverRequest,
  InlayHintRequest,
  type MarkupContent,
} from 'vscode-languageserver-protocol';
import { dataHashOf } from '../../../kernel/src/data/data-hash.js';
import { DataFiles } from '../../../server/src/features/data-files.js';
import { KeptRuns } from '../../../server/src/features/last-runs.js';
import {
  type LastRun,
  lastRunsNotification,
  planRequest,
  stepsRequest,
} from '../../../server/src/protocol.js';
import { type Client, cellUri, connect, notebookOf } from './client.js';

const folders: string[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causal-'));
  folders.push(folder);
  await writeFile(join(folder, 'visits.csv'), 'tenure,coupon,purchased\n1,0,0\n2,1,1\n3,0,1\n4,1,1\n');
});
afterAll(() => Promise.all(folders.map((each) => rm(each, { recursive: true }))));

const spec = `data visits from "visits.csv"
effect lift {
  of coupon on purchased
  from visits
  adjust for tenure
  check placebo, overlap
}
`;

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 20 });

/** The effect was estimated from the spec and the data as they are: two checks failed, and its interval holds 0. */
async function ran({ client }: Client, uri: string): Promise<LastRun> {
  const { plan } = await client.sendRequest(planRequest, { uri });
  const step = plan?.steps.find(({ id }) => id === 'effect:lift');
  const data = await readFile(join(folder, 'visits.csv'));
  return {
    name: 'lift',
    sentence: 'Coupons hardly move purchases.',
    level: 0.95,
    treatment: 'coupon',
    stepHash: step!.hash,
    dataHash: createHash('sha256').update(data).digest('hex'),
    contrasts: [{ arm: '1', estimate: 0.1, interval: [-0.2, 0.4] }],
    checks: [
      { name: 'placebo', passed: true, sentence: 'Placebos do nothing.' },
      { name: 'overlap', passed: false, sentence: '12 % are outside.' },
      { name: 'balance', passed: false, sentence: 'tenure differs by .3.' },
    ],
  };
}

async function opened(client: Client, text = spec): Promise<string> {
  const uri = `file://${folder}/spec.causal`;
  await client.client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'causal', version: 1, text },
  });
  return uri;
}

/** Findings of the last run: code, severity and the marked text. */
function findings({ diagnostics }: Client, uri: string, text = spec): [string, number, string][] {
  const lines = text.split('\n');
  return (diagnostics.get(uri) ?? [])
    .filter(({ code }) => String(code).startsWith('CS7'))
    .map(({ code, severity, range: { start, end } }): [string, number, string] => [
      String(code),
      severity!,
      lines[start.line].slice(start.character, start.line === end.line ? end.character : undefined),
    ])
    .sort(([a], [b]) => a.localeCompare(b));
}

test('the declarations of a notebook are told as they are now, with the bytes of their data', async () => {
  const client = await connect({ workspaceTrusted: true }, folder);
  const uri = `file://${folder}/a.causalnb`;
  expect(await client.client.sendRequest(stepsRequest, { uri })).toEqual([]);
  const cell = `vscode-notebook-cell:${folder}/a.causalnb#one`;
  await client.client.sendNotification(DidOpenNotebookDocumentNotification.type, {
    notebookDocument: {
      uri,
      notebookType: 'causal-notebook',
      version: 1,
      cells: [{ kind: 2, document: cell }],
    },
    cellTextDocuments: [{ uri: cell, languageId: 'causal', version: 1, text: spec }],
  });
  const { plan } = await client.client.sendRequest(planRequest, { uri: cell });
  const data = await readFile(join(folder, 'visits.csv'));
  const dataHash = createHash('sha256').update(data).digest('hex');
  const hashOf = (id: string) => plan?.steps.find((step) => step.id === id)?.hash;
  const states = [
    { name: 'visits', stepHash: hashOf('load:visits'), dataHash },
    { name: 'lift', stepHash: hashOf('effect:lift'), dataHash },
  ];
  expect(states[1].stepHash).toBeDefined();
  expect(await client.client.sendRequest(stepsRequest, { uri })).toEqual(states);
  await client.client.sendNotification(DidChangeNotebookDocumentNotification.type, {
    notebookDocument: { uri, version: 2 },
    change: {
      cells: {
        textContent: [
          {
            document: { uri: cell, version: 2 },
            changes: [{ text: spec.replace('adjust for tenure', 'adjust for tenur') }],
          },
        ],
      },
    },
  });
  const broken = await client.client.sendRequest(stepsRequest, { uri });
  expect(broken.map(({ stepHash }) => stepHash)).not.toContain(states[1].stepHash);
  client.close();
});

describe('what the last run found', () => {
  test('stands on the clauses concerned, above the effect, behind its checks and in its hover', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await opened(client);
    const { client: asked } = client;
    await asked.sendNotification(lastRunsNotification, { uri, runs: [await ran(client, uri)] });
    await soon(() =>
      expect(findings(client, uri)).toEqual([
        ['CS7002', 2, 'overlap'],
        ['CS7003', 2, 'of coupon on purchased'],
        ['CS7004', 4, 'purchased'],
      ]),
    );
    const lenses = await asked.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    expect(lenses?.map(({ command }) => command?.title)).toEqual([
      '0.1 [−0.2, 0.4]',
      'Train',
      'Score',
      'Explain',
    ]);
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await asked.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
    expect(hints?.map(({ label }) => label)).toContain('failed: overlap, balance · passed: placebo');
    const position = { line: 1, character: 8 };
    const hover = await asked.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
    const words = (hover?.contents as MarkupContent | undefined)?.value;
    expect(words).toContain('Last result \\(95% interval\\): Coupons hardly move purchases.');
    expect(words).toContain('Failed: overlap and balance of 3 checks.');
    client.close();
  });

  test('is no problem of the spec: it may be run again', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await opened(client);
    await client.client.sendNotification(lastRunsNotification, { uri, runs: [await ran(client, uri)] });
    await soon(() => expect(findings(client, uri)).not.toEqual([]));
    const { problems, plan } = await client.client.sendRequest(planRequest, { uri });
    expect(problems).toEqual([]);
    expect(plan).toBeDefined();
    client.close();
  });

  test('is marked as old once the effect has changed, and no longer once it is changed back', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await opened(client);
    await client.client.sendNotification(lastRunsNotification, { uri, runs: [await ran(client, uri)] });
    await soon(() => expect(findings(client, uri)).toHaveLength(3));
    const changed = spec.replace('placebo, overlap', 'placebo, overlap, balance');
    let version = 1;
    const type = (text: string) =>
      client.client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: ++version },
        contentChanges: [{ text }],
      });
    await type(changed);
    await soon(() =>
      expect(findings(client, uri, changed)).toEqual([
        ['CS7002', 4, 'overlap'],
        ['CS7003', 4, 'balance'],
        ['CS7005', 4, 'lift'],
      ]),
    );
    const lenses = await client.client.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    expect(lenses?.[0].command?.title).toBe('0.1 [−0.2, 0.4] (before the last change)');
    await type(spec.replace('of coupon', '/* sic */ of   coupon'));
    await soon(() => expect(findings(client, uri).map(([code]) => code)).not.toContain('CS7005'));
    client.close();
  });

  test('is marked as old once its data file has changed', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await opened(client);
    await client.client.sendNotification(lastRunsNotification, { uri, runs: [await ran(client, uri)] });
    await soon(() => expect(findings(client, uri)).toHaveLength(3));
    const file = join(folder, 'visits.csv');
    await writeFile(file, `${await readFile(file, 'utf8')}5,1,0\n`);
    await client.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: `file://${file}`, type: FileChangeType.Changed }],
    });
    await soon(() => expect(findings(client, uri).map(([code]) => code)).toContain('CS7005'));
    const told = client.diagnostics.get(uri)?.find(({ code }) => code === 'CS7005');
    expect(told?.message).toBe('Since lift was estimated its data have changed: run it again.');
    client.close();
  });

  test('is marked as old in its lens, too, where the bytes take long to read', async () => {
    const { hash } = DataFiles.prototype;
    const slow = vi.spyOn(DataFiles.prototype, 'hash').mockImplementation(async function (
      this: DataFiles,
      ...file
    ) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return hash.apply(this, file);
    });
    const client = await connect({ workspaceTrusted: true }, folder, undefined, {
      workspace: { codeLens: { refreshSupport: true } },
    });
    const uri = await opened(client);
    let shown: string | undefined;
    client.client.onRequest(CodeLensRefreshRequest.type, async () => {
      const lenses = await client.client.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
      shown = lenses?.[0].command?.title;
    });
    await client.client.sendNotification(lastRunsNotification, { uri, runs: [await ran(client, uri)] });
    await soon(() => expect(shown).toBe('0.1 [−0.2, 0.4]'));
    const file = join(folder, 'visits.csv');
    await writeFile(file, `${await readFile(file, 'utf8')}5,1,0\n`);
    await client.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: `file://${file}`, type: FileChangeType.Changed }],
    });
    await soon(() => expect(shown).toBe('0.1 [−0.2, 0.4] (before the last change)'));
    slow.mockRestore();
    client.close();
  });

  test('of a history is marked as old once its events have changed, and not before', async () => {
    const rows = (make: (i: number) => string) => Array.from({ length: 4 }, (_, i) => make(i)).join('\n');
    const visits = `user_id,sent_at,coupon,purchased\n${rows((i) => `u${i},2026-03-01,${i % 2},${i % 3}`)}\n`;
    const events = `user_id,happened,page\n${rows((i) => `u${i},2026-02-01,looked at shoes ${i} and more of them`)}\n`;
    await writeFile(join(folder, 'visits.csv'), visits);
    await writeFile(join(folder, 'events.csv'), events);
    const written = `data visits from "visits.csv"
data events from "events.csv" { time happened }
text browsing from events.page { of visits by user_id before sent_at }
effect lift { of coupon on purchased from visits adjust for browsing }
`;
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await opened(client, written);
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const dataHash = dataHashOf([sha256(visits), sha256(events)]);
    const run = { ...(await ran(client, uri)), dataHash };
    await client.client.sendNotification(lastRunsNotification, { uri, runs: [run] });
    const told = () => findings(client, uri, written).map(([code]) => code);
    await soon(() => expect(told()).toEqual(['CS7002', 'CS7003', 'CS7004']));
    await writeFile(join(folder, 'events.csv'), `${events}u0,2026-01-01,looked at a lamp\n`);
    await client.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: `file://${join(folder, 'events.csv')}`, type: FileChangeType.Changed }],
    });
    await soon(() => expect(told()).toContain('CS7005'));
    client.close();
  });

  test('gives way to what a new run finds', async () => {
    const client = await connect({ workspaceTrusted: true }, folder);
    const uri = await opened(client);
    const run = await ran(client, uri);
    await client.client.sendNotification(lastRunsNotification, { uri, runs: [run] });
    await soon(() => expect(findings(client, uri)).toHaveLength(3));
    const better: LastRun = {
      ...run,
      contrasts: [{ arm: '1', estimate: 0.3, interval: [0.2, 0.4] }],
      checks: run.checks.map((check) => ({ ...check, passed: true })),
    };
    await client.client.sendNotification(lastRunsNotification, { uri, runs: [better] });
    await soon(() => expect(findings(client, uri)).toEqual([]));
    client.close();
  });

  test('stands in the cell that declares the effect, whichever cell ran it, and before the notebook opens', async () => {
    const client = await connect({}, folder);
    const run: LastRun = {
      name: 'lift',
      sentence: '',
      level: 0.95,
      treatment: 'coupon',
      stepHash: 'of another spec',
      dataHash: '',
      contrasts: [],
      checks: [],
    };
    await client.client.sendNotification(lastRunsNotification, {
      uri: 'file:///shop/a.causalnb',
      runs: [run],
    });
    const notebook = notebookOf(client, 'a.causalnb');
    await notebook.open({ one: spec, two: 'train lift' });
    await soon(() => expect(findings(client, cellUri('a.causalnb', 'one'))).toEqual([['CS7005', 4, 'lift']]));
    expect(findings(client, cellUri('a.causalnb', 'two'))).toEqual([]);
    client.close();
  });
});

describe('hashes of data files that take long to read', () => {
  const uri = URI.parse('file:///shop/spec.causal');
  const run = { name: 'lift', contrasts: [], checks: [] } as unknown as LastRun;
  const slow = (hash: () => string) => ({
    hash: async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return hash();
    },
  });

  test('have a document built again for what is new, and never for what it knew', async () => {
    let content = 'a';
    const told = vi.fn();
    const kept = new KeptRuns(
      slow(() => content),
      told,
    );
    kept.record(uri, [run]);
    expect((await kept.of(uri, ['visits.csv'])).dataHashes.size).toBe(0);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
    for (let build = 0; build < 3; build++) {
      expect((await kept.of(uri, ['visits.csv'])).dataHashes.get('visits.csv')).toBe('a');
    }
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(told).toHaveBeenCalledTimes(1);
    content = 'b';
    await kept.of(uri, ['visits.csv']);
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
    expect((await kept.of(uri, ['visits.csv'])).dataHashes.get('visits.csv')).toBe('b');
  });

  test('are read anew where the file changed while it was read', async () => {
    let content = 'a';
    const kept = new KeptRuns(
      {
        hash: async () => {
          const held = content;
          await new Promise((resolve) => setTimeout(resolve, 60));
          return held;
        },
      },
      vi.fn(),
    );
    const known = async () => (await kept.of(uri, ['visits.csv'])).dataHashes.get('visits.csv');
    kept.record(uri, [run]);
    expect(await known()).toBeUndefined();
    content = 'b';
    kept.lookAgain();
    expect(await vi.waitUntil(known)).toBe('b');
  });
});
