import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { KernelClient } from '../../../kernel/src/process/client.js';
import type { KnownKernel } from '../../../kernel/src/process/found-kernel.js';
import type { EffectResult, Result } from '../../../kernel/src/result.js';
import { workspaceWith } from '../data/workspace.js';
import { effectStep, planOf, shopCsv, train, visits } from './plans.js';

const entry = fileURLToPath(new URL('../../../dist/kernel.mjs', import.meta.url));
const started: KernelClient[] = [];
const pids: number[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((client) => client.dispose()));
  for (const pid of pids.splice(0)) if (alive(pid)) process.kill(pid, 'SIGKILL');
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !what(); i++) await sleep(50);
  expect(what()).toBe(true);
}

const forest = (trees: number) =>
  effectStep({
    estimator: { kind: 'causal forest', options: { trees } },
    adjustment: ['age'],
    modifiers: ['age'],
  });
const requestOf = (trees: number) => ({ plan: planOf([visits, forest(trees)], [train]), folder: '' });

async function shop(lingerMs: number) {
  const { folder } = await workspaceWith({ 'visits.csv': shopCsv(4000) });
  const known: KnownKernel[] = [];
  const client = () => {
    const made = new KernelClient({
      ...{ entry, workspace: folder, memoryLimitMb: 1024, lingerMs },
      onStarted: (kernel) => {
        known.push(kernel);
        pids.push(kernel.pid);
      },
    });
    started.push(made);
    return made;
  };
  /** A client that starts a long run and goes away in the middle of it. */
  const left = async (): Promise<KnownKernel> => {
    const first = client();
    let training = false;
    void first.run(requestOf(6000), {
      progress: (_, message) => {
        training ||= message.startsWith('training');
      },
    });
    await until(() => training);
    first.leave();
    started.splice(started.indexOf(first), 1);
    return known[0];
  };
  /** A client with a kernel, and another one that looks for that while the first is there. */
  const searched = async () => {
    const first = client();
    await first.start();
    const second = client();
    const finding = second.find(known[0]);
    await sleep(300);
    return { first, second, finding, kernel: known[0] };
  };
  return { client, left, known, searched };
}

it('a client that comes back finds its kernel, and the run that it left, going on', async () => {
  const { client, left } = await shop(20_000);
  const kernel = await left();
  const back = client();
  expect(await back.find(kernel)).toBe('found');
  expect(back.pid).toBe(kernel.pid);
  const fractions: number[] = [];
  const results: Result[] = [];
  const outcome = await back.run(requestOf(6000), {
    progress: (fraction) => void fractions.push(fraction),
    result: (result, reused) => {
      expect(reused).toBe(false);
      results.push(result);
    },
  });
  expect(outcome).toEqual({ status: 'done' });
  expect(Math.min(...fractions)).toBeGreaterThan(0);
  expect(results.map(({ kind }) => kind)).toEqual(['effect']);
  // Another kernel says the same of it.
  const other = client();
  const again: Result[] = [];
  await other.run(requestOf(6000), { result: (result) => void again.push(result) });
  expect((again[0] as EffectResult).contrasts).toEqual((results[0] as EffectResult).contrasts);
  await back.dispose();
  await until(() => !alive(kernel.pid));
  expect(existsSync(dirname(kernel.meeting.address))).toBe(false);
});

it('a client that comes before the one of before has gone takes its place, and keeps the kernel', async () => {
  const { searched } = await shop(2000);
  const { first, second, finding, kernel } = await searched();
  first.leave();
  expect(await finding).toBe('found');
  await sleep(3000);
  expect(alive(kernel.pid)).toBe(true);
  expect(await second.run(requestOf(20))).toEqual({ status: 'done' });
  expect(second.pid).toBe(kernel.pid);
});

it('a client that comes where another one stays is turned away, and takes nothing from its run', async () => {
  const { client, known } = await shop(20_000);
  const first = client();
  let training = false;
  const results: Result[] = [];
  const running = first.run(requestOf(6000), {
    progress: (_, message) => {
      training ||= message.startsWith('training');
    },
    result: (result) => void results.push(result),
  });
  await until(() => training);
  const second = client();
  expect(await second.find(known[0])).toBe('in use');
  expect(second.state).toBe('dead');
  // It starts one of its own, for what may be the same run.
  const own = second.run(requestOf(20));
  expect(await Promise.all([running, own])).toEqual([{ status: 'done' }, { status: 'done' }]);
  expect(results.map(({ kind }) => kind)).toEqual(['effect']);
  expect([first.pid, second.pid]).toEqual(known.map(({ pid }) => pid));
});

it('a client that is done away with while it looks for a kernel in use ends nothing', async () => {
  const { searched } = await shop(20_000);
  const { first, second, finding, kernel } = await searched();
  await second.dispose();
  expect(await finding).toBe('in use');
  expect(alive(kernel.pid)).toBe(true);
  expect(await first.run(requestOf(20))).toEqual({ status: 'done' });
  expect(first.pid).toBe(kernel.pid);
});

it('a client that comes and goes while another one is there leaves no kernel behind', async () => {
  const { searched } = await shop(300);
  const { first, second, finding, kernel } = await searched();
  second.leave();
  await sleep(100);
  first.leave();
  expect(await finding).toBe('gone');
  await until(() => !alive(kernel.pid));
});

it('what it left makes room for another run', async () => {
  const { client, left } = await shop(20_000);
  const kernel = await left();
  const back = client();
  expect(await back.find(kernel)).toBe('found');
  expect(await back.run(requestOf(20))).toEqual({ status: 'done' });
  expect(back.pid).toBe(kernel.pid);
});

it('whoever does not know the secret is turned away, and the kernel goes on waiting', async () => {
  const { client, left } = await shop(20_000);
  const kernel = await left();
  const stranger = client();
  const wrong = { ...kernel, meeting: { ...kernel.meeting, secret: 'guessed' } };
  expect(await stranger.find(wrong)).toBe('gone');
  expect(stranger.state).toBe('dead');
  expect(alive(kernel.pid)).toBe(true);
  expect(await client().find(kernel)).toBe('found');
});

it('a kernel that nobody comes back to ends in the middle of its run, and is not found', async () => {
  const { client, left } = await shop(500);
  const kernel = await left();
  await until(() => !alive(kernel.pid));
  expect(existsSync(dirname(kernel.meeting.address))).toBe(false);
  const late = client();
  expect(await late.find(kernel)).toBe('gone');
  // The next run starts one of its own.
  expect(await late.run(requestOf(20))).toEqual({ status: 'done' });
  expect(late.pid).not.toBe(kernel.pid);
});
