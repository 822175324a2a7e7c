import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedData, type TrainedEffect, trainEffects } from '../real-data/program.js';
import { writeResults } from '../results.js';

const lalonde = join(sharedData, 'lalonde/smith_todd.csv');
const hillstrom = join(sharedData, 'hillstrom/hillstrom.csv');
const present = existsSync(lalonde) && existsSync(hillstrom);
if (!present) console.warn(`Skipped: the public data are not in ${sharedData}.`);

function rowsOf(source: string, effects: ReadonlyMap<string, TrainedEffect>): string[][] {
  return [...effects.values()].flatMap(({ name, n, contrasts, checks }) =>
    contrasts.map(({ arm, estimate, stdError, interval: [low, high] }) => [
      source,
      name,
      arm,
      String(n),
      estimate.toPrecision(4),
      stdError.toPrecision(3),
      `${low.toPrecision(4)} to ${high.toPrecision(4)}`,
      checks.map((check) => `${check.name} ${check.passed ? 'passed' : 'failed'}`).join(', '),
    ]),
  );
}

test.skipIf(!present)('two real experiments, through the terminal program', async () => {
  const trained = await trainEffects('lalonde.causal', lalonde, []);
  const mailed = await trainEffects('hillstrom.causal', hillstrom, []);
  expect(trained.size).toBe(3);
  expect(mailed.size).toBe(7);
  await writeResults('real-data.md', {
    title: 'Two real experiments',
    command: 'npm run test:slow -- real-data',
    note:
      'LaLonde: a randomised training programme (dollars of 1978), and its treated men against survey controls (PSID), where overlap is ' +
      'known to be poor. Hillstrom: two e-mail campaigns against none, 64,000 customers. Specs: `test/real-data/`.',
    columns: ['data', 'effect', 'arm', 'rows', 'estimate', 'standard error', '95 % interval', 'checks'],
    rows: [...rowsOf('LaLonde', trained), ...rowsOf('Hillstrom', mailed)],
  });
});
