import { afterAll, describe, expect, it } from 'vitest';
import type { EstimatorKind } from '../../kernel/src/plan.js';
import { diagnosed } from '../kernel/effects/diagnosed.js';
import { confounded } from '../kernel/effects/simulate.js';
import { writeResults } from '../results.js';

const seeds = Number(process.env.SEEDS ?? 200);
const measured: string[][] = [];
/** At 5 %, more than this would happen in 1 of 100 runs. */
const most = seeds * 0.05 + 2.33 * Math.sqrt(seeds * 0.05 * 0.95);

/** How often each check fails, and how often it detects differences, where effects are `1 + slope x` of 600 rows. */
function count(
  kind: EstimatorKind,
  slope: number,
): { failed: Map<string, number>; seen: Map<string, number> } {
  const [failed, seen] = [new Map<string, number>(), new Map<string, number>()];
  const add = (to: Map<string, number>, name: string, is: boolean): void => {
    to.set(name, (to.get(name) ?? 0) + (is ? 1 : 0));
  };
  for (let seed = 1; seed <= seeds; seed++) {
    const { checks } = diagnosed(confounded(600, seed, slope).table, {
      adjustment: ['x', 'z', 'shop'],
      modifiers: ['x', 'z'],
      estimator: { kind, options: {} },
      checks: ['calibration', 'heterogeneity', 'uplift'],
      folds: 3,
      seed,
    });
    for (const { name, passed, sentence } of checks) {
      add(failed, name, !passed);
      add(seen, name, passed && !sentence.includes('no detectable'));
    }
  }
  for (const [name, alarms] of failed)
    measured.push([name, kind, String(slope), `${alarms} of ${seeds}`, `${seen.get(name)} of ${seeds}`]);
  return { failed, seen };
}

describe(`checks of conditional effects over ${seeds} seeds`, () => {
  afterAll(() =>
    writeResults('heterogeneity.md', {
      title: 'Checks of conditional effects: false alarms and power',
      command: 'npm run test:slow -- heterogeneity',
      note: 'Effects are 1 + slope x with x standard normal, 600 rows, confounded. With a slope of 0 effects are the same for everyone: differences are to be detected in at most 5 %; in no row is a check to fail in more.',
      columns: ['check', 'estimator', 'slope', 'failed', 'detected differences'],
      rows: measured,
    }),
  );

  it.each<EstimatorKind>(['r learner', 'causal forest', 'auto'])(
    '%s: see differences where there are some',
    (kind) => {
      const none = count(kind, 0);
      const some = count(kind, 1);
      for (const alarms of [...none.seen.values(), ...none.failed.values(), ...some.failed.values()])
        expect(alarms).toBeLessThanOrEqual(most);
      for (const found of some.seen.values()) expect(found).toBeGreaterThan(0.9 * seeds);
    },
  );
});
