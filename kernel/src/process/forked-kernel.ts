import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node.js';
import { causeOfDeath } from '../death.js';
import type { KernelLink } from './kernel-process.js';

/** How much of what a kernel printed last is kept: a cause of death often stands there. */
const lastWords = 4000;

/** How long to wait, after the exit, for what was printed before it, in milliseconds. */
const drainMs = 250;

/**
 * Starts a kernel process.
 * @param entry absolute path of the kernel's script
 * @param lingers it is to outlive this process for a while, and must not be in its group
 * @param log told of what the process prints
 */
export function forkKernel(entry: string, lingers: boolean, log: (text: string) => void): KernelLink {
  const child = fork(entry, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // In an editor the running program is the editor's: told so, it behaves as Node.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
    detached: lingers,
  });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.onError(([error]) => log(`Channel to the kernel: ${error.message}`));
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', log);
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed = (printed + text).slice(-lastWords);
    log(text);
  });
  const watch = async (): Promise<string> => {
    const drained = new Promise((resolve) => child.stderr?.once('close', resolve));
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.once('exit', (...exit) => resolve(exit));
      child.once('error', (error) => {
        printed += error.message;
        if (child.pid === undefined) resolve([null, null]);
      });
    });
    connection.dispose();
    // What it printed last may still be on its way; a grandchild could hold the pipe open for ever.
    await Promise.race([drained, sleep(drainMs, undefined, { ref: false })]);
    return causeOfDeath(code, signal, printed);
  };
  const leave = (): void => {
    if (child.connected) child.disconnect();
  };
  return {
    connection,
    death: watch(),
    get pid() {
      return child.pid;
    },
    get connected() {
      return child.connected;
    },
    kill: (signal) => void child.kill(signal),
    dismiss: lingers ? () => void child.kill('SIGTERM') : leave,
    leave,
  };
}
