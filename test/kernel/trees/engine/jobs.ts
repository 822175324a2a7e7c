import { inputError } from '../../../../kernel/src/problem.js';
import { defineJob } from '../../../../kernel/src/trees/engine/job.js';

/** Jobs that only the tests of the engine know. */
export const square = defineJob<number, number>('test/square', (_, x) => x * x);

export const whoAmI = defineJob<string, string>(
  'test/who',
  ({ member, members, arena }, greeting) =>
    `${greeting} ${member} of ${members}, ${arena.take(64) % 64 === 0 ? 'aligned' : 'askew'}`,
);

export const refuse = defineJob<number, number>('test/refuse', (_, x) => {
  if (x === 3) throw inputError('CS5003', 'Three is refused.');
  return x;
});

export const forever = defineJob<number, number>('test/forever', (_bench, _x, task) => {
  for (;;) task.check();
});
