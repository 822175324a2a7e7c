import { randomUUID } from 'node:crypto';
import { rmdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Meeting } from './protocol.js';

const onWindows = process.platform === 'win32';

/** A place where a kernel can be found again: a socket in a folder of its own that nobody else can read. */
export async function newMeeting(): Promise<Meeting> {
  const secret = randomUUID();
  if (onWindows) return { address: `\\\\.\\pipe\\causal-kernel-${randomUUID()}`, secret };
  return { address: join(await mkdtemp(join(tmpdir(), 'causal-kernel-')), 'socket'), secret };
}

/** Waits there for clients that come back. */
export function awaitClients({ address }: Meeting, came: (socket: Socket) => void): Server {
  return createServer(came).listen(address);
}

/** Goes there. @throws Error where no kernel waits, or none answers in time */
export function goTo({ address }: Meeting, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const timer = setTimeout(() => socket.destroy(new Error('Nobody answers.')), timeoutMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** Takes the place away, and nothing else that may lie there; one that is gone is no trouble. */
export function endMeeting({ address }: Meeting): void {
  if (onWindows) return;
  try {
    rmSync(address, { force: true });
    rmdirSync(dirname(address));
  } catch {
    // It is gone, or it is not ours to take away.
  }
}
