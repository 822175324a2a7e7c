import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { KernelClient, type KernelOptions, type KernelState } from '../../../kernel/src/process/client.js';
import { planOf, train } from './plans.js';

const entry = fileURLToPath(new URL('./misbehaving-kernel.mjs', import.meta.url));
const request = { plan: planOf([]), folder: '', actions: [train] };
const times = { handshake: 5000, terminate: 200, kill: 400, farewell: 200 };

const started: KernelClient[] = [];

function kernelThat(misbehaves: string, options: Partial<KernelOptions> = {}) {
  process.env.MISBEHAVE = misbehaves;
  const states: KernelState[] = [];
  const lines: string[] = [];
  const onState = (state: KernelState) => states.push(state);
  const client = new KernelClient({
    entry,
    workspace: '/',
    times,
    onState,
    log: (line) => lines.push(line),
    ...options,
  });
  started.push(client);
  return { client, states, lines };
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((client) => client.dispose()));
});

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a kernel that misbehaves', () => {
  it('is refused when it does not answer the handshake', async () => {
    const { client } = kernelThat('never answer', { times: { ...times, handshake: 1000 } });
    await expect(client.start()).rejects.toThrow('The kernel did not answer within 1 s.');
    expect(client.state).toBe('dead');
  });

  it('is refused when it speaks another version of the protocol', async () => {
    const { client } = kernelThat('old version');
    await expect(client.start()).rejects.toThrow('The kernel speaks version 0 of the protocol, not 1');
  });

  it('that dies at once tells its last words', async () => {
    const { client } = kernelThat('die at once');
    await expect(client.start()).rejects.toThrow(/ended with code 7.*TypeError: this is how it ends/);
  });

  it('cannot corrupt the protocol by printing', async () => {
    const { client, lines, states } = kernelThat('print');
    expect(await client.run(request)).toEqual({ status: 'done' });
    expect(lines.join('\n')).toContain('Content-Length: 5');
    expect(states).toEqual(['starting', 'idle', 'busy', 'idle']);
  });

  it.each([
    ['exit', /^The kernel ended with code 3\./],
    ['be killed', /^The kernel was killed \(SIGKILL\), most likely because the machine ran out of memory\.$/],
    ['run out of memory', /^The kernel ran out of memory/],
  ])('and dies of %j is noticed at once, with cause and last step', async (how, cause) => {
    const { client, states } = kernelThat(how);
    await client.start();
    const begin = Date.now();
    const outcome = await client.run(request);
    expect(Date.now() - begin).toBeLessThan(2000);
    expect(outcome).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(cause),
      step: 'training lift',
    });
    expect(states.at(-1)).toBe('dead');
  });

  it('and heeds no interrupt is killed, and the next run has a fresh one', async () => {
    const { client, states } = kernelThat('hang');
    await client.start();
    const { pid } = client;
    const running = client.run(request, { progress: () => setTimeout(() => client.interrupt(), 200) });
    expect(await running).toEqual({ status: 'cancelled' });
    expect(states).toEqual(['starting', 'idle', 'busy', 'interrupting', 'dead']);
    expect(alive(pid!)).toBe(false);
    process.env.MISBEHAVE = 'print';
    expect(await client.run(request)).toEqual({ status: 'done' });
  });

  it('is started again a few times only, until the person restarts it', async () => {
    const { client } = kernelThat('exit');
    for (let i = 0; i < 5; i++) expect((await client.run(request)).status).toBe('failed');
    expect(await client.run(request)).toMatchObject({ message: expect.stringContaining('died 5 times') });
    process.env.MISBEHAVE = 'print';
    await client.restart();
    expect(await client.run(request)).toEqual({ status: 'done' });
  });

  it('does not outlive its client', async () => {
    const { client } = kernelThat('hang');
    await client.start();
    const { pid } = client;
    void client.run(request);
    await client.dispose();
    expect(alive(pid!)).toBe(false);
  });
});
