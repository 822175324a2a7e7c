import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { workspaceWith } from '../kernel/data/workspace.js';
import { shopCsv } from '../kernel/process/plans.js';
import { buildPrograms, causal } from './program.js';

const program = fileURLToPath(new URL('../../dist/causal.mjs', import.meta.url));

const spec = `
data visits from "visits.csv"
effect lift { of coupon on bought  from visits  adjust for age  by age  with causal forest { trees 20 } }
model will_buy { predict bought from visits  using age, coupon  with linear }
policy coupons { treat by lift  cost 1  value 8  eligible age < 60 }
`;

const shop = (files: Record<string, string> = {}) =>
  workspaceWith({ 'visits.csv': shopCsv(2000), 'shop.causal': spec, ...files });

const argumentsFor = (into: string) => [
  'score',
  'shop.causal',
  'will_buy',
  '--on',
  'all.csv',
  '--into',
  into,
];

/** Parts that lie on the disk. */
async function partsOf(folder: string): Promise<number> {
  const drafts = join(folder, '.causal/drafts');
  const [name] = await readdir(drafts).catch(() => []);
  if (name === undefined) return 0;
  const journal = await readFile(join(drafts, name, 'journal'), 'latin1').catch(() => '');
  return journal.split('\n').length - 1;
}

/** Scores until `count` parts are there and some milliseconds more, then kills all processes at once. @returns whether it came to that */
async function scoreAndKill(folder: string, into: string, count: number, wait: number): Promise<boolean> {
  const child = spawn(process.execPath, [program, ...argumentsFor(into)], {
    cwd: folder,
    detached: true,
    stdio: 'ignore',
  });
  let ended = false;
  const end = new Promise<void>((resolve) =>
    child.once('exit', () => {
      ended = true;
      resolve();
    }),
  );
  while (!ended && (await partsOf(folder)) < count) await sleep(2);
  await sleep(wait);
  const killed = !ended;
  if (killed) process.kill(-child.pid!, 'SIGKILL');
  await end;
  return killed;
}

beforeAll(buildPrograms, 60_000);

describe('causal score', () => {
  it.each(['csv', 'json', 'parquet'])(
    'goes on after kills at many points and ends in the same bytes: %s',
    async (extension) => {
      const { folder } = await shop({ 'all.csv': shopCsv(150_000) });
      const fresh = await causal([...argumentsFor(`whole.${extension}`), '--format', 'json'], folder);
      expect(fresh.code).toBe(0);
      const whole = await readFile(join(folder, `whole.${extension}`));
      const into = `killed.${extension}`;
      let kills = 0;
      const moments = [
        [1, 0],
        [2, 9],
        [3, 31],
      ] as const;
      for (const [count, wait] of moments) {
        if (await scoreAndKill(folder, into, count, wait)) {
          kills++;
          expect(await readdir(folder)).not.toContain(into);
          expect(await partsOf(folder)).toBeGreaterThanOrEqual(count);
        }
      }
      expect(kills).toBeGreaterThanOrEqual(2);
      const resumed = await causal([...argumentsFor(into), '--format', 'json'], folder);
      expect(resumed.code).toBe(0);
      const [result] = (JSON.parse(resumed.out) as { results: { notes?: string[]; rows: number }[] }).results;
      expect(result.rows).toBe(150_000);
      expect(result.notes).toEqual([
        expect.stringMatching(
          /^[\d,]+ rows had been scored before the last run was cut short; this one went on from there\.$/,
        ),
      ]);
      const [one] = (JSON.parse(fresh.out) as { results: { preview: unknown; columns: unknown }[] }).results;
      expect(result).toMatchObject({ preview: one.preview, columns: one.columns });
      expect(whole.equals(await readFile(join(folder, into)))).toBe(true);
      expect(await readdir(join(folder, '.causal/drafts'))).toEqual([]);
    },
    120_000,
  );

  it('begins anew where the file or what it is scored with has changed since', async () => {
    const { folder } = await shop({ 'all.csv': shopCsv(100_000) });
    await causal(['train', 'shop.causal', 'will_buy'], folder);
    expect(await scoreAndKill(folder, 'scored.csv', 1, 0)).toBe(true);
    const reasons = await causal(
      [...argumentsFor('scored.csv'), '--reasons', '1', '--format', 'json'],
      folder,
    );
    expect(reasons.code).toBe(0);
    expect((JSON.parse(reasons.out) as { results: { notes?: string[] }[] }).results[0].notes).toBeUndefined();
    const lines = (await readFile(join(folder, 'scored.csv'), 'utf8')).split('\n');
    expect(lines[0]).toBe('user,coupon,bought,age,will_buy,will_buy_reasons');
    expect(lines).toHaveLength(100_002);
    expect(lines.slice(1, -1).every((line) => / base .* age \(\d+\)| base .* of 1 other$/.test(line))).toBe(
      true,
    );
  }, 60_000);

  it('stops at Ctrl-C within half a second and leaves no file', async () => {
    const { folder } = await shop({ 'all.csv': shopCsv(400_000) });
    await causal(['train', 'shop.causal', 'will_buy'], folder);
    let [code, ms]: [number | null, number] = [null, Number.POSITIVE_INFINITY];
    // Other tests share the machine: the quickest of three tells what the program itself takes.
    for (let attempt = 0; attempt < 3 && ms >= 500; attempt++) {
      const ended = await causal(argumentsFor('scored.csv'), folder, 'scoring all.csv');
      code = ended.code;
      ms = Math.min(ms, ended.ms);
    }
    expect(code).toBe(130);
    expect(ms).toBeLessThan(500);
    await expect(stat(join(folder, 'scored.csv'))).rejects.toThrow('ENOENT');
  }, 60_000);

  it('gives the rows of a file the arms of a policy, with effect, interval and reasons', async () => {
    const { folder } = await shop({ 'june.csv': 'who,age\n=x,30\ny,65\n' });
    const args = [
      'score',
      'shop.causal',
      'coupons',
      '--on',
      'june.csv',
      '--into',
      'scored.csv',
      '--reasons',
      '1',
    ];
    const { code, out } = await causal(args, folder);
    expect(code).toBe(0);
    expect(out).toContain('2 rows of "june.csv" scored with coupons');
    expect(await readFile(join(folder, 'scored.csv'), 'utf8')).toMatch(
      /^who,age,coupons,coupons_gain,lift,lift_low,lift_high,lift_reasons\n'=x,30,[01],[\d.]+,[\d.]+,-?[\d.]+,[\d.]+,effect [\d.]+ = .*age \(30\)\ny,65,0,0,/,
    );
    const graphs = await causal(
      ['score', 'shop.causal', 'visits', '--on', 'june.csv', '--into', 'o.csv'],
      folder,
    );
    expect(graphs.code).toBe(2);
  });
});
