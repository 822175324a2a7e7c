import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { unwatched } from '../../../kernel/src/task.js';
import { type EmbeddingStore, embedDistinct } from '../../../kernel/src/text/embedding-cache.js';
import { openEncoder } from '../../../kernel/src/text/encoder.js';
import { measuredLater } from '../../shared/clock.js';
import { contest, type Job, type Side } from '../../shared/contest.js';
import type { Part } from '../../shared/part.js';

const rows = 1_000_000;
const distinct = 20_000;
/** How often memory is looked at, in milliseconds. */
const lookMs = 100;

const words =
  'lamp battery returned love cheap broken gift delivery late red small kitchen sound screen case warm light bought again never'.split(
    ' ',
  );

/** Reviews of 3 to 28 words, all different. */
function reviews(): string[] {
  return Array.from({ length: distinct }, (_, i) => {
    const length = 3 + ((i * 7919) % 26);
    return `${Array.from({ length }, (_, j) => words[(i * 31 + j * j * 7 + j) % words.length]).join(' ')} ${i}`;
  });
}

/** Keeps nothing: every text must be read. */
const forgetful: EmbeddingStore = { read: async () => undefined, write: async () => undefined };

/** The texts alone, or the rows that hold them: one vector for each text, and a number for each row. */
async function embed({ whole, threads }: Job): Promise<object> {
  const texts = reviews();
  const column = whole ? Array.from({ length: rows }, (_, row) => texts[(row * 104_729) % distinct]) : texts;
  const encoder = await openEncoder('use-lite', {
    script: resolve('dist/encoder.mjs'),
    processes: threads,
    device: 'cpu',
  });
  await encoder.encode(['warm'], unwatched);
  const memory = watchMemory();
  const { cost } = await measuredLater(async () => {
    if (!whole) return encoder.encode(column, unwatched);
    const codes = new Int32Array(column.length);
    const codeOf = new Map<string, number>();
    column.forEach((text, row) => {
      const code = codeOf.get(text) ?? codeOf.size;
      codeOf.set(text, code);
      codes[row] = code;
    });
    return (await embedDistinct([...codeOf.keys()], encoder, forgetful, unwatched)).vectors;
  });
  const peakMb = memory();
  await encoder.close();
  return { ...cost, peakMb };
}

/** Most memory of this process and those it started, together. */
function watchMemory(): () => number {
  let most = 0;
  const look = () => {
    most = Math.max(most, residentMb(process.pid));
  };
  const timer = setInterval(look, lookMs);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}

function residentMb(pid: number): number {
  try {
    const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean),
    );
    return own + children.reduce((sum, child) => sum + residentMb(Number(child)), 0);
  } catch {
    // It has just ended, or this is no Linux.
    return 0;
  }
}

export const million: Part = {
  title: 'A million rows of few texts',
  note:
    `${rows.toLocaleString('en-US')} rows with ${distinct.toLocaleString('en-US')} different reviews of 3 to 28 words, nothing kept from before: finding the different texts and reading them, ` +
    'beside reading the different texts alone. Memory is that of all processes together. Goals: at most 1.3 times the time, less than 1 GB.',
  columns: ['work', 'processes', 'time', 'by the texts alone', 'peak memory', 'load'],
  measures: { embed },
  run() {
    const sides: Side[] = [false, true].map((whole) => ({
      name: whole ? 'a million rows' : 'the texts alone',
      runs: { ours: 'embed' },
      job: { whole, threads: 2 },
    }));
    const answers = contest(sides, 2);
    const table = sides.map(({ name, job }, i) => {
      const answer = answers[i];
      if (!answer) return [name, String(job.threads), 'failed', '', '', ''];
      const ratio = i === 1 && answers[0] ? (answer.seconds / answers[0].seconds).toFixed(2) : '';
      return [
        ...[name, String(job.threads), `${answer.seconds.toFixed(1)} s`, ratio],
        ...[`${answer.peakMb.toFixed(0)} MB`, answer.load.toFixed(1)],
      ];
    });
    return { rows: table, versions: ['onnxruntime-node 1.30.0'] };
  },
};
