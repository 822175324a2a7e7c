import type { MessageConnection } from 'vscode-jsonrpc/node.js';
import * as protocol from './protocol.js';

/** Between two looks, in milliseconds. */
const every = 2000;

/** Tells a client how much memory this process holds, as often as that changes, until the client goes. */
export function tellMemory(client: MessageConnection): void {
  let told = 0;
  const timer = setInterval(() => {
    const residentMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
    if (residentMb === told) return;
    told = residentMb;
    void client.sendNotification(protocol.memory, { residentMb }).catch(() => undefined);
  }, every);
  timer.unref();
  const stop = () => clearInterval(timer);
  client.onClose(stop);
  client.onDispose(stop);
}
