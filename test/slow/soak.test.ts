import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type KeptOutputs, OutputStore, outputKeys } from '../../client/src/notebook/kept-outputs.js';
import { openStore } from '../../kernel/src/artifacts/store.js';
import { KernelClient } from '../../kernel/src/process/client.js';
import type { EffectResult } from '../../kernel/src/result.js';
import { createRandom } from '../../kernel/src/statistics/random.js';
import { workspaceWith } from '../kernel/data/workspace.js';
import { effectStep, planOf, shopCsv, train, visits } from '../kernel/process/plans.js';
import { writeResults } from '../results.js';
import { below, oneOf } from './fuzz/mutants.js';
import { descendants, isAlive, medianSlope, openFiles, residentMb } from './soak/process-facts.js';

const minutes = Number(process.env.MINUTES ?? 60);
/** Between two runs, in milliseconds: a person, not a loop. */
const pause = 500;

const root = process.cwd();

/** The built kernel in a place of its own, so that a build in the meantime changes nothing. */
function ownKernel(): string {
  const folder = join(root, '.cache/soak');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'dist'), folder, { recursive: true });
  return join(folder, 'kernel.mjs');
}

/** An effect of the shop; no two numbers give the same one, so that nothing is taken from what is kept. */
const request = (number: number, trees: number) => ({
  folder: '',
  plan: planOf(
    [
      visits,
      effectStep({
        estimator:
          trees === 0 ? { kind: 'aipw', options: {} } : { kind: 'causal forest', options: { trees } },
        adjustment: ['age'],
        modifiers: trees === 0 ? [] : ['age'],
        seed: number,
      }),
    ],
    [train],
  ),
});

/** What has been done and what went wrong. */
interface Tally {
  runs: number;
  interrupts: number;
  kills: number;
  restarts: number;
  lost: string[];
  /** Milliseconds of each. */
  interrupted: number[];
  slowestDeath: number;
}

class Soak {
  readonly tally: Tally = {
    runs: 0,
    interrupts: 0,
    kills: 0,
    restarts: 0,
    lost: [],
    interrupted: [],
    slowestDeath: 0,
  };
  readonly pids = new Set<number>();
  private readonly random = createRandom(7);
  private readonly kept: [string, KeptOutputs][] = [];
  private number = 1;
  private killsSinceRestart = 0;

  constructor(
    /** Runs and is interrupted, and lives all the while: its memory is watched. */
    readonly steady: KernelClient,
    /** Is killed and started again. */
    readonly mortal: KernelClient,
    private readonly outputs: OutputStore,
  ) {}

  async step(): Promise<void> {
    const next = oneOf(this.random, [
      'run',
      'run',
      'run',
      'interrupt',
      'interrupt',
      'kill',
      'restart',
    ] as const);
    if (next === 'run') await this.run();
    else if (next === 'interrupt') await this.interrupt();
    // A kernel that dies five times in a few minutes is not started again by itself: the person restarts it before.
    else if (next === 'kill' && this.killsSinceRestart < 4) await this.kill();
    else await this.restart();
    for (const { pid } of [this.steady, this.mortal]) if (pid !== undefined) this.pids.add(pid);
    await this.look();
  }

  /** A run to its end, whose output is kept. */
  private async run(): Promise<void> {
    this.tally.runs++;
    const client = oneOf(this.random, [this.steady, this.mortal]);
    let estimate: number | undefined;
    const outcome = await client.run(request(this.number++, 0), {
      result: (result) => {
        estimate = (result as EffectResult).contrasts[0]?.estimate;
      },
    });
    if (outcome.status !== 'done' || estimate === undefined) {
      this.tally.lost.push(`a run ended as ${JSON.stringify(outcome)}`);
      return;
    }
    const key = outputKeys('', [`train lift ${this.number}`])[0] ?? '';
    const kept: KeptOutputs = {
      ...{ succeeded: true, order: this.number, startedAt: 1, endedAt: 2 },
      outputs: [{ items: [{ mime: 'text/plain', text: String(estimate) }] }],
    };
    await this.outputs.write(key, kept);
    this.kept.push([key, kept]);
  }

  private async interrupt(): Promise<void> {
    this.tally.interrupts++;
    const running = this.steady.run(request(this.number++, 4000));
    await sleep(100 + below(this.random, 800));
    const asked = performance.now();
    this.steady.interrupt();
    const { status } = await running;
    if (status !== 'cancelled') this.tally.lost.push(`an interrupted run ended as ${status}`);
    this.tally.interrupted.push(performance.now() - asked);
  }

  private async kill(): Promise<void> {
    this.tally.kills++;
    this.killsSinceRestart++;
    const running = this.mortal.run(request(this.number++, 4000));
    await sleep(100 + below(this.random, 1500));
    const { pid } = this.mortal;
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    const killed = performance.now();
    const { status } = await running;
    if (status !== 'failed') this.tally.lost.push(`a run whose kernel was killed ended as ${status}`);
    this.tally.slowestDeath = Math.max(this.tally.slowestDeath, performance.now() - killed);
  }

  private async restart(): Promise<void> {
    this.tally.restarts++;
    this.killsSinceRestart = 0;
    await this.mortal.restart();
  }

  /** Looks whether an output that was kept, any of them, is there still. */
  private async look(): Promise<void> {
    if (this.kept.length === 0) return;
    const [key, kept] = oneOf(this.random, this.kept);
    const found = await this.outputs.read(key);
    if (JSON.stringify(found) !== JSON.stringify(kept)) this.tally.lost.push(`the output ${key} is lost`);
  }
}

describe(`${minutes} minutes of runs, interrupts and kills`, () => {
  it(
    'leave no process, no file and no memory behind, and lose no output',
    async () => {
      const { folder } = await workspaceWith({ 'visits.csv': shopCsv(1000) });
      const entry = ownKernel();
      const open = () => new KernelClient({ entry, workspace: folder, memoryLimitMb: 1024 });
      const outputs = new OutputStore(join(folder, '.causal/outputs'), () => undefined);
      const soak = new Soak(open(), open(), outputs);
      const begin = Date.now();
      const client: [number, number][] = [];
      const kernel: [number, number][] = [];
      let files: number | undefined;
      let beat = 0;
      while (Date.now() - begin < minutes * 60_000) {
        await soak.step();
        await sleep(pause);
        const minute = (Date.now() - begin) / 60_000;
        if (minute < beat) continue;
        beat += 0.5;
        // The first minutes fill caches and warm compilers up.
        if (minute < minutes / 10) continue;
        files ??= openFiles('self');
        client.push([minute, residentMb('self') ?? 0]);
        const resident = soak.steady.pid === undefined ? undefined : residentMb(soak.steady.pid);
        if (resident !== undefined) kernel.push([minute, resident]);
      }
      const steadyPid = soak.steady.pid!;
      const kernelFiles = openFiles(steadyPid);
      const filesNow = openFiles('self');
      await Promise.all([soak.steady.dispose(), soak.mortal.dispose()]);
      await sleep(1000);
      const orphans = [...soak.pids]
        .filter(isAlive)
        .concat(descendants(process.pid).filter((pid) => soak.pids.has(pid)));
      const temporary = join(folder, '.causal/tmp');
      const left = existsSync(temporary) ? readdirSync(temporary) : [];
      // What a killed kernel was writing waits for an hour, since another one could be; then it goes.
      for (const name of left) utimesSync(join(temporary, name), 1000, 1000);
      await openStore(join(folder, '.causal'), () => undefined);
      const leaked = readdirSync(temporary);
      const { tally } = soak;
      const inOrder = [...tally.interrupted].sort((a, b) => a - b);
      const waited = (share: number): string =>
        (inOrder[Math.min(inOrder.length - 1, Math.floor(share * inOrder.length))] ?? 0).toFixed(0);
      const slopes = { client: medianSlope(client), kernel: medianSlope(kernel) };
      await writeResults('soak.md', {
        title: `${minutes} minutes of runs, interrupts and kills`,
        command:
          minutes === 60 ? 'npm run test:slow -- soak' : `MINUTES=${minutes} npm run test:slow -- soak`,
        note: `Two kernels of one workspace for ${minutes} minutes, with half a second between two things: effects are estimated and their outputs kept, long runs are interrupted, a kernel is killed in the middle of a run or started again. One of the two lives all the while; its memory and that of the client are looked at twice a minute, after the first tenth of the time. Slopes are medians over all pairs of looks.`,
        columns: ['what', 'value'],
        rows: [
          [
            'runs to the end, interrupts, kills, restarts',
            [tally.runs, tally.interrupts, tally.kills, tally.restarts].join(', '),
          ],
          ['outputs lost, or runs that ended otherwise than they should', String(tally.lost.length)],
          ['processes left, of those started', `${orphans.length} of ${soak.pids.size}`],
          ['temporary files left for the sweep, and after it', `${left.length}, ${leaked.length}`],
          ['open files of the client, then and now', `${files}, ${filesNow}`],
          ['open files of the kernel that lives', String(kernelFiles)],
          ['resident memory of the client, MB a minute', slopes.client.toFixed(2)],
          ['resident memory of the kernel, MB a minute', slopes.kernel.toFixed(2)],
          ['interrupts: median, 95th of a hundred, slowest, ms', [0.5, 0.95, 1].map(waited).join(', ')],
          ['slowest notice of a death, ms', tally.slowestDeath.toFixed(0)],
        ],
      });
      expect(tally.lost).toEqual([]);
      expect(orphans).toEqual([]);
      expect(leaked).toEqual([]);
      expect(filesNow).toBeLessThanOrEqual((files ?? 0) + 5);
      expect(slopes.client).toBeLessThan(1);
      expect(slopes.kernel).toBeLessThan(1);
    },
    (minutes + 10) * 60_000,
  );
});
