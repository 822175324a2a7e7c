import { afterAll, describe, expect, it } from 'vitest';
import { frontDoored } from '../kernel/effects/simulate-ways.js';
import { writeResults } from '../results.js';
import { cells, expectSound, judgeMany, type Soundness, seeds, soundnessColumns } from './many-samples.js';

const measured: string[][] = [];

/** The effect in the whole population, from one large sample. */
const effect = frontDoored(1_000_000, 0).effect;

function study(kind: 'front door' | 'aipw', leak = 0, count = seeds): Soundness {
  const { found } = judgeMany(
    (seed) => frontDoored(500, seed, leak).table,
    {
      adjustment: ['x'],
      mediators: ['score', 'step'],
      estimator: { kind, options: {} },
    },
    ({ contrasts }) => ({ found: { found: contrasts[0], truth: effect + leak } }),
    count,
  );
  return found;
}

describe(`the front door over ${seeds} seeds`, () => {
  afterAll(() =>
    writeResults('front-door.md', {
      title: 'Effects through mediators whose truth is known',
      command: 'npm run test:slow -- front-door',
      note: `${seeds} seeds of 500 rows each, 95 % intervals. A hidden cause moves treatment and outcome; a number and a yes-or-no step carry the effect.`,
      columns: ['what', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('sees past the hidden cause that adjustment does not', () => {
    const sound = study('front door');
    const adjusted = study('aipw');
    measured.push(
      ['front door, two mediators', ...cells(sound)],
      ['AIPW of the same data', ...cells(adjusted)],
    );
    expectSound(sound);
    expect(adjusted.bias).toBeGreaterThan(2);
  });

  it('misses what goes past the mediators', () => {
    const few = Math.min(seeds, 50);
    const leaking = study('front door', 1, few);
    measured.push([`front door, half as much again past the mediators (${few} seeds)`, ...cells(leaking)]);
    expect(leaking.bias).toBeLessThan(-1);
  });
});
