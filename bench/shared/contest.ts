import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Measured } from './clock.js';
import { type Environment, pythonOf, scripts, sharedScripts } from './environment.js';
import { timeText } from './time-text.js';

/** What a measurement is told: plain values, the threads it may use among them. */
export type Job = Readonly<Record<string, string | number | boolean>> & { readonly threads: number };

/** One who does a piece of work: ours by the name of a measure, a peer by that of its script. */
export interface Side {
  readonly name: string;
  readonly runs: { readonly ours: string } | { readonly peer: string; readonly environment?: Environment };
  readonly job: Job;
}

/** What a side said, and how busy the machine was just before. */
export interface Answer extends Measured {
  readonly load: number;
  readonly version?: string;
  /** Quality and whatever else the part asks for. */
  readonly [name: string]: unknown;
}

/**
 * Lets all sides do their work in turn, `rounds` times over, each time in a process of its own; the answer of a side is that of
 * its quickest round, or undefined where it cannot run here.
 */
export function contest(sides: readonly Side[], rounds: number): (Answer | undefined)[] {
  const best: (Answer | undefined)[] = sides.map(() => undefined);
  for (let round = 0; round < rounds; round++) {
    sides.forEach((side, i) => {
      const answer = ask(side);
      if (!answer) return;
      console.log(
        `  ${side.name}, ${side.job.threads} thread(s): ${timeText(answer.seconds)} (${answer.cpuSeconds.toFixed(3)} s of processor), ${answer.peakMb.toFixed(0)} MB (load ${answer.load.toFixed(1)})`,
      );
      const before = best[i];
      if (!before || answer.seconds < before.seconds) best[i] = answer;
    });
  }
  return best;
}

/** Runs one side once. */
export function ask({ name, runs, job }: Side): Answer | undefined {
  const load = loadavg()[0];
  const program = 'ours' in runs ? process.execPath : pythonOf(runs.environment ?? 'current');
  if (!program) return undefined;
  const argument = JSON.stringify(job);
  const rest =
    'ours' in runs ? [process.argv[1], 'measure', runs.ours, argument] : [join(scripts, runs.peer), argument];
  const threads = String(job.threads);
  const done = spawnSync(program, rest, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: {
      ...process.env,
      OMP_NUM_THREADS: threads,
      OPENBLAS_NUM_THREADS: threads,
      PYTHONPATH: sharedScripts,
    },
  });
  if (done.status !== 0) {
    console.error(`${name} failed:\n${done.stderr}`);
    return undefined;
  }
  const last = done.stdout.trim().split('\n').at(-1) ?? '';
  return { ...(JSON.parse(last) as Measured), load };
}
