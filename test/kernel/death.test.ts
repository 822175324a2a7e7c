import { expect, it } from 'vitest';
import { causeOfDeath } from '../../kernel/src/death.js';

it.each([
  [
    null,
    'SIGKILL',
    '',
    'The kernel was killed (SIGKILL), most likely because the machine ran out of memory.',
  ],
  [137, null, '', 'The kernel was killed (SIGKILL), most likely because the machine ran out of memory.'],
  [
    134,
    null,
    'JavaScript heap out of memory',
    'The kernel ran out of memory; use fewer rows, fewer trees or a higher limit.',
  ],
  [null, 'SIGSEGV', 'a\nError: b\nc', 'The kernel was ended by the signal SIGSEGV. Its last words: Error: b'],
  [1, null, '', 'The kernel ended with code 1.'],
  [null, null, 'Error: spawn ENOENT', 'The kernel could not be started. Its last words: Error: spawn ENOENT'],
] as const)(
  'names the cause of an exit with code %j, signal %j and last words %j',
  (code, signal, stderr, cause) => {
    expect(causeOfDeath(code, signal, stderr)).toBe(cause);
  },
);
