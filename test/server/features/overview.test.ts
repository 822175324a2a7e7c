import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  DidOpenNotebookDocumentNotification,
  DidOpenTextDocumentNotification,
} from 'vscode-languageserver-protocol';
import {
  type DeclarationView,
  type LastRun,
  lastRunsNotification,
  overviewRequest,
  type PartView,
  planRequest,
} from '../../../server/src/protocol.js';
import { type Client, connect } from './client.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causal-'));
  await writeFile(
    join(folder, 'visits.csv'),
    'tenure,coupon,purchased,words\n1,0,0,a b\n2,1,1,c d\n3,0,1,e f\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

const spec = `parameter least = 2
data visits from "visits.csv" { derive long = tenure > least }
text browsing from visits.words
graph shop { tenure -> coupon, purchased  coupon -> purchased  taste? -> purchased }
effect lift {
  of coupon on purchased
  from visits in shop
  check placebo, overlap
}
model m { predict purchased from visits using tenure }
`;

async function opened({ client }: Client): Promise<string> {
  const uri = `file://${folder}/spec.causal`;
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'causal', version: 1, text: spec },
  });
  return uri;
}

const shown = (views: readonly PartView[]) => views.map(({ name, detail }) => [name, detail]);
const lines = spec.split('\n');
/** The text at the place of an entry. */
const textAt = ({ place: { range } }: PartView) =>
  lines[range.start.line].slice(range.start.character, range.end.character);

test('what a spec declares is told with its columns, roles, checks and last estimate, each with its place', async () => {
  const client = await connect({ workspaceTrusted: true }, folder);
  const uri = await opened(client);
  const { plan } = await client.client.sendRequest(planRequest, { uri });
  const ask = (): Promise<readonly DeclarationView[]> => client.client.sendRequest(overviewRequest, { uri });
  const found = await ask();
  expect(shown(found)).toEqual([
    ['least', '2'],
    ['visits', 'visits.csv · 3 rows · 5 columns'],
    ['browsing', 'visits.words'],
    ['shop', 'graph'],
    ['lift', 'coupon on purchased'],
    ['m', 'predicts purchased'],
  ]);
  const [, visits, , shop, lift] = found;
  expect(shown(visits.parts)).toEqual(
    expect.arrayContaining([
      ['tenure', 'numeric'],
      ['long', 'boolean · derived'],
    ]),
  );
  expect(shown(shop.parts)).toEqual([
    ['tenure', 'confounder'],
    ['coupon', 'treatment'],
    ['purchased', 'outcome'],
    ['taste', 'observed by nobody'],
  ]);
  for (const entry of [...found, ...shop.parts, ...lift.parts]) expect(textAt(entry)).toBe(entry.name);

  const step = plan?.steps.find(({ id }) => id === 'effect:lift');
  const checks: LastRun['checks'] = [
    { name: 'placebo', passed: true, sentence: '' },
    { name: 'overlap', passed: false, sentence: '' },
  ];
  const contrasts = [{ arm: '1', estimate: 0.1, interval: [-0.2, 0.4] as const }];
  const run = {
    name: 'lift',
    sentence: '',
    level: 0.95,
    treatment: 'coupon',
    stepHash: step!.hash,
    dataHash: '',
    contrasts,
    checks,
  };
  await client.client.sendNotification(lastRunsNotification, { uri, runs: [run] });
  const after = (await ask()).find(({ name }) => name === 'lift');
  expect(after?.detail).toContain('0.1 [\u22120.2, 0.4]');
  expect(shown(after?.parts ?? [])).toEqual([
    ['placebo', 'passed'],
    ['overlap', 'failed'],
  ]);
  client.close();
});

test('a notebook tells of all its cells; what is not open tells nothing', async () => {
  const client = await connect({ workspaceTrusted: true }, folder);
  const uri = `file://${folder}/a.causalnb`;
  expect(await client.client.sendRequest(overviewRequest, { uri })).toEqual([]);
  const cells = [0, 1].map((i) => `vscode-notebook-cell:${folder}/a.causalnb#${i}`);
  await client.client.sendNotification(DidOpenNotebookDocumentNotification.type, {
    notebookDocument: {
      uri,
      notebookType: 'causal-notebook',
      version: 1,
      cells: cells.map((document) => ({ kind: 2 as const, document })),
    },
    cellTextDocuments: cells.map((cell, i) => ({
      uri: cell,
      languageId: 'causal',
      version: 1,
      text: lines.slice(2 * i, 2 * i + 2).join('\n'),
    })),
  });
  const found = await client.client.sendRequest(overviewRequest, { uri });
  expect(found.map(({ name, place }) => [name, place.uri.slice(-1)])).toEqual([
    ['least', '0'],
    ['visits', '0'],
    ['browsing', '1'],
    ['shop', '1'],
  ]);
  client.close();
});

test('where no file may be read, the spec alone tells', async () => {
  const client = await connect({ workspaceTrusted: false }, folder);
  const uri = await opened(client);
  const [, visits, , shop] = await client.client.sendRequest(overviewRequest, { uri });
  expect(visits.detail).toBe('visits.csv · 1 column');
  expect(shown(visits.parts)).toEqual([['long', 'boolean · derived']]);
  expect(shop.parts).toHaveLength(4);
  client.close();
});
