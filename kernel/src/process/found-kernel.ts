import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node.js';
import type { KernelLink } from './kernel-process.js';
import { endMeeting, goTo } from './meeting.js';
import type * as protocol from './protocol.js';

/** A kernel that waits answers at once, in milliseconds. */
const timeoutMs = 2000;

/** A kernel that an earlier client left, where it can be found again. */
export interface KnownKernel {
  readonly meeting: protocol.Meeting;
  readonly pid: number;
}

/**
 * Goes back to a kernel. Nobody who was there sees how it ends.
 * @throws Error where it does not wait there any more
 */
export async function findKernel({ meeting, pid }: KnownKernel): Promise<KernelLink> {
  const socket = await goTo(meeting, timeoutMs).catch((error: unknown) => {
    endMeeting(meeting);
    throw error;
  });
  const connection = createMessageConnection(
    new SocketMessageReader(socket),
    new SocketMessageWriter(socket),
  );
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended already.
    }
  };
  const death = new Promise<string>((resolve) => {
    socket.on('error', () => undefined);
    socket.once('close', () => {
      connection.dispose();
      resolve('The kernel ended. Why is not known, since it was started before the window was reloaded.');
    });
  });
  return {
    connection,
    death,
    pid,
    get connected() {
      return !socket.destroyed;
    },
    kill: signal,
    dismiss: () => signal('SIGTERM'),
    leave: () => socket.destroy(),
  };
}
