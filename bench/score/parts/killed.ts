import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type Job } from '../../shared/contest.js';
import type { Part } from '../../shared/part.js';
import { timeText } from '../../shared/time-text.js';
import { runCausal, startCausal } from '../run-causal.js';
import { workspace, workspaceWith } from '../workspace.js';

const rows = 500_000;
/** Of the parts, when it is killed. */
const kills = [0.5];
/** Parts that so many rows are scored in. */
const parts = Math.ceil(rows / 32_768);

const argumentsFor = (on: string, into: string) => [
  'score',
  'shop.causal',
  'will_buy',
  '--on',
  on,
  '--into',
  into,
];

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(join(workspace, file))) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function partsThere(): number {
  try {
    const [name] = readdirSync(join(workspace, '.causal/drafts'));
    return readFileSync(join(workspace, '.causal/drafts', name, 'journal'), 'latin1').split('\n').length - 1;
  } catch {
    return 0;
  }
}

/** Kills the run once a share of its parts is there, lets another finish it, and holds the file against one that nobody killed. */
async function killed({ share, on, extension }: Job): Promise<object> {
  const [whole, into] = [`whole.${extension}`, `killed.${extension}`];
  await runCausal(argumentsFor(String(on), whole));
  rmSync(join(workspace, into), { force: true });
  const child = startCausal(argumentsFor(String(on), into));
  let ended = false;
  const end = new Promise<void>((settle) =>
    child.once('exit', () => {
      ended = true;
      settle();
    }),
  );
  while (partsThere() < Number(share) * parts) {
    if (ended) throw new Error('It was through before it could be killed.');
    await sleep(5);
  }
  process.kill(-child.pid!, 'SIGKILL');
  await end;
  const kept = partsThere();
  const cost = await runCausal(argumentsFor(String(on), into));
  return { ...cost, kept, same: (await hashOf(whole)) === (await hashOf(into)) };
}

export const killing: Part = {
  title: 'Killed and gone on with',
  note: 'Half a million of such rows scored by boosted trees; SIGKILL to all processes once a share of its parts is there, then the same command again. Its time is from the start of the program.',
  columns: [
    'format',
    'parts there at the kill',
    'time of the second run',
    'peak memory',
    'same bytes as without a kill',
  ],
  measures: { killed },
  run() {
    const on = workspaceWith(rows);
    const table = ['csv', 'parquet'].flatMap((extension) =>
      kills.map((share) => {
        const job = { share, on, extension, threads: 2 };
        const answer = ask({ name: `killed at ${share}`, runs: { ours: 'killed' }, job });
        if (!answer) return [extension, '', 'failed', '', ''];
        const { kept, seconds, peakMb, same } = answer;
        return [
          extension,
          `${kept} of ${parts}`,
          timeText(seconds),
          `${peakMb.toFixed(0)} MB`,
          same ? 'yes' : 'no',
        ];
      }),
    );
    return { rows: table, versions: [] };
  },
};
