import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Measured } from '../shared/clock.js';
import { workspace } from './workspace.js';

const pollEvery = 250;
/** Clock ticks of the system in a second, as Linux has them. */
const ticks = 100;

/** Runs `causal` in the workspace; time from the start of the program, processor and memory of all its processes together. */
export async function runCausal(args: readonly string[]): Promise<Measured> {
  const start = performance.now();
  const child = startCausal(args);
  const seen = new Map<number, number>();
  let peakMb = 0;
  const watch = setInterval(() => {
    const now = processesOf(child.pid!);
    for (const { pid, cpuSeconds } of now) seen.set(pid, cpuSeconds);
    peakMb = Math.max(
      peakMb,
      now.reduce((sum, { residentMb }) => sum + residentMb, 0),
    );
  }, pollEvery);
  const code = await new Promise((settle) => child.once('close', settle));
  clearInterval(watch);
  if (code !== 0) throw new Error(`causal ${args.join(' ')} ended with ${code}.`);
  const seconds = (performance.now() - start) / 1000;
  const cpuSeconds = [...seen.values()].reduce((sum, own) => sum + own, 0);
  return { seconds, cpuSeconds, peakMb, grownMb: peakMb };
}

/** A process group of its own, so that all of it can be killed at once. */
export function startCausal(args: readonly string[]): ChildProcess {
  const command = [resolve('dist/causal.mjs'), ...args, '--workspace', '.'];
  return spawn(process.execPath, command, {
    cwd: workspace,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
  readonly residentMb: number;
}

/** A process and all it started; none where /proc is not there. */
function processesOf(root: number): Running[] {
  const all = new Map<number, Running>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const residentMb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
      const pid = Number(name);
      all.set(pid, { pid, parent: fields[1], cpuSeconds: (fields[11] + fields[12]) / ticks, residentMb });
    } catch {
      // It ended while we looked.
    }
  }
  const within = (pid: number | undefined): boolean =>
    pid !== undefined && pid !== 0 && (pid === root || within(all.get(pid)?.parent));
  return [...all.values()].filter(({ pid }) => within(pid));
}
