import { afterAll, describe, it } from 'vitest';
import { partlyLinear, threeArms } from '../kernel/effects/simulate-ways.js';
import { writeResults } from '../results.js';
import { cells, expectSound, judgeMany, seeds, soundnessColumns } from './many-samples.js';

const measured: string[][] = [];
const given = { adjustment: ['x', 'z'], estimator: { kind: 'dml', options: {} } } as const;

describe(`double machine learning over ${seeds} seeds`, () => {
  afterAll(() =>
    writeResults('dml.md', {
      title: 'Partially linear effects whose truth is known',
      command: 'npm run test:slow -- dml',
      note: `${seeds} seeds each, 95 % intervals.`,
      columns: ['what', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('of an amount', () => {
    const { effect } = judgeMany(
      (seed) => partlyLinear(1000, seed),
      given,
      ({ contrasts }) => ({
        effect: { found: contrasts[0], truth: 2 },
      }),
    );
    measured.push(['an amount, 1,000 rows', ...cells(effect)]);
    expectSound(effect);
  });

  it('of three arms at once', () => {
    const arms = ['none', 'a', 'b'];
    const found = judgeMany(
      (seed) => threeArms(1000, seed),
      { ...given, arms },
      ({ contrasts }) => ({
        a: { found: contrasts[0], truth: 1 },
        b: { found: contrasts[1], truth: 2 },
      }),
    );
    for (const [arm, sound] of Object.entries(found)) {
      measured.push([`arm ${arm} of three, 1,000 rows`, ...cells(sound)]);
      expectSound(sound);
    }
  });
});
