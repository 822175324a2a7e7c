/**
 * How long a person waits at the keyboard: completion and diagnostics of a spec of 2,000 lines, through a real connection
 * to a real language server, from the message of a keystroke to the answer. Writes `docs/results/language.md`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { NodeFileSystem } from 'langium/node';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node.js';
import {
  CompletionRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node.js';
import { startServer } from '../server/src/features/start.js';

const lines = 2000;
const warmUp = 20;
const rounds = 200;
const bound = 50;

/** One data set with all that can be asked of it: 34 lines. */
function block(i: number): string {
  return `data visits${i} from "visits.csv" {
  unit   user_id
  keep   country == "CN" and seen_at >= date "2026-01-01"
  derive recency${i} = days(seen_at - last_seen)
  derive long${i} = case when tenure > ${i} then least(tenure, recency${i}) else 0 end
  split  80/20 by unit
}

text browsing${i} from visits${i}.history {
  encoder "use-lite"
}

graph shop${i} {
  tenure, browsing${i}         -> coupon
  tenure, browsing${i}, coupon -> purchased
  recency${i}                 -> purchased
  taste?                   -> browsing${i}, purchased
}

effect lift${i} {
  of    coupon on purchased
  from  visits${i}  in shop${i}
  by    tenure, recency${i}
  where country in ("CN", "JP") and tenure > ${i}
  with  causal forest { trees 2000 }
  check placebo, overlap
}

model will${i} {
  predict purchased from visits${i}
  using   browsing${i}, tenure, long${i}
  with    boosted trees { rounds 500  leaves 31 }
}
`;
}

const nodes = 200;

/** A graph of that many variables, each with two causes among those before it, and an effect that is read off it. */
function wideBlock(): string {
  const all = Array.from({ length: nodes - 2 }, (_, i) => i);
  const causes = (i: number) => [...new Set([i - 1, Math.floor(i / 2)])].map((cause) => `v${cause}`);
  return `data wide from "visits.csv" {
${all.map((i) => `  derive v${i} = tenure + ${i}`).join('\n')}
}

graph wide_shop {
${all
  .slice(1)
  .map((i) => `  ${causes(i).join(', ')} -> v${i}`)
  .join('\n')}
  v50, v100 -> coupon
  v51, v150, coupon -> purchased
}

effect wide_lift {
  of    coupon on purchased
  from  wide  in wide_shop
}
`;
}

const blocks = Array.from({ length: Math.ceil(lines / block(0).split('\n').length) }, (_, i) => block(i));
const spec = [wideBlock(), ...blocks].join('\n').split('\n').slice(0, lines).join('\n');
const rows = `user_id,tenure,country,seen_at,last_seen,history,coupon,purchased
1,12,CN,2026-01-02,2026-01-01,red shoes with a low heel for an evening out,0,1
2,3,JP,2026-02-02,2026-01-07,a warm coat that is light enough to travel with,1,0
`;

/** A client and a server in this process, with streams between them that carry every message as text. */
async function connected(folder: string) {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const reader = new StreamMessageReader(up);
  const server = createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(down));
  startServer(server, NodeFileSystem.fileSystemProvider);
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  let told: (version: number) => void = () => {};
  client.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) => told(diagnostics.length));
  client.listen();
  await client.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: `file://${folder}`, name: 'bench' }],
    initializationOptions: { workspaceTrusted: true, memoryLimitMb: 256 },
  });
  await client.sendNotification(InitializedNotification.type, {});
  const diagnosed = () =>
    new Promise<number>((resolve) => {
      told = resolve;
    });
  return { client, diagnosed };
}

type Session = Awaited<ReturnType<typeof connected>>;

/** Lines that are typed into, one in every kind of block, and what is typed at their end. */
const edits = [
  [/^ {2}keep /, ' and t'],
  [/^ {2}recency/, ', t'],
  [/^ {2}by /, ', t'],
  [/^ {2}using /, ', t'],
  [/^ {2}v\d.*-> v/, ', t'],
] as const;

/** Resident memory in MB after so many edits, once what nobody holds any more is let go. */
async function memoryOver(session: Session, uri: string, edits: number): Promise<[number, number][]> {
  const looks: [number, number][] = [];
  for (let done = 0; done <= edits; done += 2 * rounds) {
    if (done > 0) await typing(session, uri);
    globalThis.gc?.();
    looks.push([done, process.memoryUsage().heapUsed / 2 ** 20]);
  }
  return looks;
}

let version = 1;

/** Types half a name into a block and takes it out again, block after block: milliseconds to completion and to diagnostics. */
async function typing({ client, diagnosed }: Session, uri: string) {
  const completion: number[] = [];
  const diagnostics: number[] = [];
  const text = spec.split('\n');
  const places = text.flatMap((line, i) => {
    const edit = edits.find(([where]) => where.test(line));
    return edit ? [{ line: i, typed: edit[1] }] : [];
  });
  for (let round = 0; round < warmUp + rounds; round++) {
    const { line, typed } = places[(round * 7) % places.length];
    const start = { line, character: text[line].length };
    const end = { line, character: start.character + typed.length };
    const edit = async (range: Range, inserted: string) => {
      const answered = diagnosed();
      const begin = performance.now();
      await client.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: ++version },
        contentChanges: [{ range, text: inserted }],
      });
      return { answered: answered.then((found) => ({ found, took: performance.now() - begin })), begin };
    };
    const { answered, begin } = await edit({ start, end: start }, typed);
    const offered = await client.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: end,
    });
    const completed = performance.now() - begin;
    if (!JSON.stringify(offered).includes('"tenure"')) throw new Error('The column is not offered.');
    const unknown = await answered;
    if (unknown.found === 0) throw new Error('The unknown column is not told.');
    const known = await (await edit({ start, end }, '')).answered;
    if (known.found !== 0) throw new Error('A correct spec has problems.');
    if (round < warmUp) continue;
    completion.push(completed);
    diagnostics.push(unknown.took, known.took);
  }
  return { completion, diagnostics };
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
}

const folder = mkdtempSync(join(tmpdir(), 'causal-bench-'));
writeFileSync(join(folder, 'visits.csv'), rows);
const session = await connected(folder);
const uri = `file://${folder}/long.causal`;
const opened = session.diagnosed();
await session.client.sendNotification(DidOpenTextDocumentNotification.type, {
  textDocument: { uri, languageId: 'causal', version: 1, text: spec },
});
await opened;
const measured = await typing(session, uri);
const manyEdits = Number(process.env.EDITS ?? 10_000);
const memory = await memoryOver(session, uri, manyEdits);
session.client.dispose();
rmSync(folder, { recursive: true });

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const row = (name: string, values: readonly number[]) =>
  `| ${name} | ${[0.5, 0.95, 1].map((share) => quantile(values, share).toFixed(1)).join(' | ')} | ${values.length} |`;
const report = `# Waiting at the keyboard

A spec of ${lines} lines (a graph of ${nodes} variables with an effect, and data sets with a text, a graph, an effect and a model each), edited through a real
connection: data, graphs, effects and models in turn are typed into, with a name that is not complete, and mended. Time from the keystroke's message to the answer, in ms.

| | median | p95 | worst | n |
|---|---|---|---|---|
${row('completion', measured.completion)}
${row('diagnostics', measured.diagnostics)}

Goals: p95 of diagnostics under 30 ms and of completion under 20 ms, on a quiet machine. Bound of the command: ${bound} ms.

Memory in use after collection, over ${manyEdits} more edits: ${memory
  .map(([done, mb]) => `${mb.toFixed(0)} MB after ${done}`)
  .filter((_, i, all) => i % 5 === 0 || i === all.length - 1)
  .join(', ')}.

- Command: \`EDITS=${manyEdits} npm run bench -- language\`
- Date: ${new Date().toISOString().slice(0, 10)}
- Machine: ${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(2)} when done
- Versions: Node ${process.version}, langium ${dependencies.langium}, vscode-languageserver ${dependencies['vscode-languageserver']}
`;
writeFileSync('docs/results/language.md', report);
console.log(report);
process.exit(
  quantile([...measured.completion], 0.95) < bound && quantile(measured.diagnostics, 0.95) < bound ? 0 : 1,
);
