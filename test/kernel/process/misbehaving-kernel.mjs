/**
 * A kernel that misbehaves on purpose, to test who has to live with one. What it does wrong stands in the environment
 * variable MISBEHAVE; everything else it does right.
 */
import jsonrpc from 'vscode-jsonrpc/node.js';

const { createMessageConnection, IPCMessageReader, IPCMessageWriter } = jsonrpc;
const how = process.env.MISBEHAVE;
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));

if (how === 'die at once') {
  console.error('TypeError: this is how it ends');
  process.exit(7);
}

connection.onRequest('kernel/hello', () => {
  if (how === 'never answer') return new Promise(() => undefined);
  return { protocolVersion: how === 'old version' ? 0 : 1, kernelVersion: '0.0.0', pid: process.pid };
});

connection.onRequest('kernel/run', ({ run }) => {
  connection.sendNotification('kernel/progress', { run, fraction: 0.5, message: 'training lift' });
  switch (how) {
    case 'print':
      // Looks like a message of the protocol, on the channel that is none.
      console.log('Content-Length: 5\r\n\r\n{"jsonrpc":"2.0"}');
      return { status: 'done' };
    case 'exit':
      setTimeout(() => process.exit(3), 100);
      break;
    case 'be killed':
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);
      break;
    case 'run out of memory':
      console.error('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory');
      setTimeout(() => process.abort(), 100);
      break;
    case 'hang':
      setTimeout(() => {
        for (;;);
      }, 100);
      break;
  }
  return new Promise(() => undefined);
});

// Heeds no interrupt and no SIGTERM.
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
connection.listen();
