import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeShop } from '../samples/generate/write-shop.js';
import { writeResults } from '../test/results.js';

/**
 * The main job on a machine that has never done it: the sample spec on 20,000 visits with 3,000 distinct texts, in an empty
 * workspace. Time from the start of the program, and memory of all its processes together.
 */
const rows = 20_000;
const pollEvery = 100;

/** Resident memory in MB of a process and all it started; 0 where /proc is not there. */
function residentMb(root: number): number {
  const resident = new Map<number, number>();
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      parents.set(Number(name), Number(/PPid:\s+(\d+)/.exec(status)?.[1]));
      resident.set(Number(name), Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It ended while we looked.
    }
  }
  const within = (pid: number | undefined): boolean =>
    pid !== undefined && pid !== 0 && (pid === root || within(parents.get(pid)));
  return [...resident].reduce((sum, [pid, mb]) => sum + (within(pid) ? mb : 0), 0);
}

interface Measured {
  readonly firstResult: number;
  readonly total: number;
  readonly peakMb: number;
}

function measure(workspace: string): Promise<Measured> {
  return new Promise((settle, fail) => {
    const start = performance.now();
    const seconds = () => (performance.now() - start) / 1000;
    const program = spawn(
      process.execPath,
      [resolve('dist/causal.mjs'), 'run', 'coupon.causal', '--report', 'report.html'],
      {
        cwd: workspace,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    let firstResult = 0;
    let peakMb = 0;
    const watch = setInterval(() => {
      peakMb = Math.max(peakMb, residentMb(program.pid!));
    }, pollEvery);
    program.stdout.on('data', (chunk: Buffer) => {
      if (firstResult === 0 && chunk.toString().includes('coupon_lift')) firstResult = seconds();
    });
    program.once('error', fail);
    program.once('close', (code) => {
      clearInterval(watch);
      if (code === 0) settle({ firstResult, total: seconds(), peakMb });
      else fail(new Error(`causal run ended with ${code}.`));
    });
  });
}

const workspace = mkdtempSync(join(tmpdir(), 'causal-bench-'));
try {
  mkdirSync(join(workspace, 'data'));
  cpSync('samples/coupon.causal', join(workspace, 'coupon.causal'));
  await writeShop(join(workspace, 'data'), { rows, seed: 7 });
  const fresh = await measure(workspace);
  const again = await measure(workspace);
  const row = (name: string, { firstResult, total, peakMb }: Measured): string[] => [
    name,
    `${firstResult.toFixed(1)} s`,
    `${total.toFixed(1)} s`,
    `${Math.round(peakMb)} MB`,
  ];
  const results = {
    title: 'First light',
    command: 'npm run bench -- first-light',
    note: `\`causal run coupon.causal --report report.html\` on ${rows} visits with 3,000 distinct texts. Goals: the first result under 90 s, memory of all processes together under 1,500 MB.`,
    columns: ['run', 'first result', 'all results and the report', 'peak memory'],
    rows: [row('in an empty workspace', fresh), row('again, nothing changed', again)],
  };
  console.table(results.rows);
  await writeResults('first-light.md', results);
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
