/**
 * How long the language server takes from the start of its process to its answer to the first request, as the editor starts it.
 * Writes `docs/results/start-up.md`. How long the extension itself takes tells `activation.ts`.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import {
  createProtocolConnection,
  InitializeRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node.js';
import { writeResults } from '../test/results.js';

const rounds = 20;
const goal = 700;

/** Milliseconds from the start of a server to its answer to `initialize`. */
async function ready(): Promise<number> {
  const began = performance.now();
  const server = spawn(process.execPath, [resolve('dist/server.mjs'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const client = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  client.listen();
  await client.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [],
  });
  const took = performance.now() - began;
  client.dispose();
  server.kill();
  return took;
}

const times: number[] = [];
for (let round = 0; round < rounds; round++) times.push(await ready());
const [first = 0] = times;
times.sort((a, b) => a - b);
const at = (share: number) =>
  (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(0);
await writeResults('start-up.md', {
  title: 'Until the language server answers',
  command: 'npm run bench -- start-up',
  note: `From the start of the process to the answer to \`initialize\`, ${rounds} times. Goal: under ${goal} ms.`,
  columns: ['first time, ms', 'median, ms', 'p95, ms'],
  rows: [[first.toFixed(0), at(0.5), at(0.95)]],
});
console.log(times.map((time) => time.toFixed(0)).join(' '));
process.exit(Number(at(0.95)) < goal ? 0 : 1);
