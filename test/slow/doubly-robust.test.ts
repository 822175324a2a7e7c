import { afterAll, describe, expect, it } from 'vitest';
import { doublyRobustScores } from '../../kernel/src/effects/estimators/doubly-robust.js';
import { targetedNuisances } from '../../kernel/src/effects/estimators/tmle.js';
import { ratioEstimate } from '../../kernel/src/effects/inference/ratio-estimate.js';
import type { Nuisances } from '../../kernel/src/effects/nuisances/nuisances.js';
import { openStudy, type Study } from '../../kernel/src/effects/study.js';
import type { Estimand } from '../../kernel/src/plan.js';
import { unwatched } from '../../kernel/src/task.js';
import { confounded } from '../kernel/effects/simulate.js';
import { type Parameters, parametersOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';
import { confoundedTruths } from './confounded-truths.js';
import {
  cells,
  expectSound,
  type Judged,
  type Soundness,
  seeds,
  soundnessColumns,
  soundnessOf,
} from './many-samples.js';

const estimands: readonly Estimand[] = ['ate', 'att', 'atc', 'overlap'];
const truths = confoundedTruths();
const measured: string[][] = [];

type Named = readonly [name: string, estimand: Estimand, nuisances: Nuisances];

describe(`AIPW and TMLE over ${seeds} seeds`, () => {
  afterAll(() =>
    writeResults('doubly-robust.md', {
      title: 'Doubly robust averages of effects whose truth is known',
      command: 'npm run test:slow -- doubly-robust',
      note: `${seeds} seeds each, 95 % intervals. Rows marked "wrong" have one nuisance replaced by a constant, the other of the right form: the estimate then comes to the truth as rows grow, its bias faster than its spread, while errors suppose that both are right.`,
      columns: ['what', 'rows', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('have sound intervals', () => {
    const found = studied(1000, { kind: 'stack', options: {} }, (_, right) =>
      estimands.map((estimand): Named => [estimand, estimand, right]),
    );
    for (const sound of found.values()) expectSound(sound);
  });

  /** What a penalty shrinks, or a learner of any form still misses, nothing makes up for once the other nuisance is gone. */
  it('come to the truth as rows grow with one nuisance wrong', () => {
    const [few, more] = [1000, 4000].map((rows) =>
      studied(rows, { kind: 'linear', options: { l2: 0 } }, (study, right): Named[] => {
        const { propensity, outcome } = study.constants();
        return [
          ['ate, propensity wrong', 'ate', { ...right, propensity }],
          ['ate, regressions wrong', 'ate', { ...right, outcome }],
        ];
      }),
    );
    for (const [name, { bias, spread }] of few) {
      // Of the difference in means the error is above 1.
      expect(Math.abs(bias * spread)).toBeLessThan(0.1);
      const later = more.get(name)!;
      const chance = (2 * (spread / 2 + later.spread)) / Math.sqrt(seeds);
      expect(Math.abs(later.bias * later.spread)).toBeLessThan(Math.abs(bias * spread) / 2 + chance);
    }
  });
});

/** AIPW and TMLE over many samples of the confounded shop, by name, with whatever nuisances are made of those of a study. */
function studied(
  rows: number,
  nuisances: Parameters['nuisances'],
  given: (study: Study, right: Nuisances) => readonly Named[],
): Map<string, Soundness> {
  const judged = new Map<string, Judged[]>();
  for (let seed = 1; seed <= seeds; seed++) {
    const { table } = confounded(rows, seed, 1);
    const parameters = parametersOf({ adjustment: ['x', 'z', 'shop'], seed, nuisances });
    const study = openStudy({ table, texts: [], parameters }, unwatched);
    for (const [name, estimand, made] of given(study, study.nuisances(unwatched))) {
      const targeted = targetedNuisances(study.sample, made, 1, estimand);
      for (const [kind, used] of [
        ['AIPW', made],
        ['TMLE', targeted],
      ] as const) {
        const { effect, population } = doublyRobustScores(study.sample, used, 1, estimand);
        const one = { found: ratioEstimate(effect, population, 0.95), truth: truths[estimand] };
        judged.set(`${kind}, ${name}`, [...(judged.get(`${kind}, ${name}`) ?? []), one]);
      }
    }
  }
  const found = new Map([...judged].map(([name, all]) => [name, soundnessOf(all)]));
  for (const [name, sound] of found) measured.push([name, rows.toLocaleString('en'), ...cells(sound)]);
  return found;
}
