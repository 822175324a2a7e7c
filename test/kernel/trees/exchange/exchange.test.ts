import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../kernel/src/problem.js';
import { exportModel, importModel } from '../../../../kernel/src/trees/exchange/exchange.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';
import { digits, expectClose, expectContributions, expectMargins } from './agreement.js';
import { fixtures, tableOf } from './fixtures.js';
import { randomEnsemble, randomRows } from './random-ensemble.js';

describe.each(fixtures)('%s', (_, fixture) => {
  const { library, scale, contribution_scale: contributionScale } = fixture;

  test('predicts what its library predicts', () => {
    expectMargins(importModel(fixture.model), fixture, fixture, digits[library].margin, scale);
  });

  test('attributes as its library does, to what it predicts', () => {
    const tolerance = digits[library].contribution;
    expectContributions(importModel(fixture.model), fixture, fixture, tolerance, contributionScale);
  });

  test('says the same after it was written and read again', () => {
    const ensemble = importModel(fixture.model);
    const again = importModel(exportModel(ensemble, library));
    expect(again.objective).toBe(ensemble.objective);
    const [before, after] = [ensemble, again].map((model) => predictMargin(model, tableOf(fixture)));
    before.forEach((margin, i) => {
      expectClose(after[i], margin, digits[library].margin);
    });
  });
});

test.each(['lightgbm', 'xgboost'] as const)('trees of every kind come back from %s', (format) => {
  for (let seed = 1; seed <= 20; seed++) {
    const ensemble = randomEnsemble(seed, 1 + (seed % 3));
    const table = tableOf(randomRows(ensemble, 50));
    const again = predictMargin(importModel(exportModel(ensemble, format)), table);
    predictMargin(ensemble, table).forEach((margin, i) => {
      expectClose(again[i], margin, digits[format].margin);
    });
  }
});

test('a text that is cut off or changed is refused or is a model that predicts', { timeout: 60_000 }, () => {
  const texts = fixtures.map(([, fixture]) => fixture);
  const refusals = new Set<string>();
  let models = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(
        '',
        '-',
        '9',
        '99999999999',
        'NaN',
        ' ',
        '[',
        '"',
        '\n',
        '1e400',
        'null',
        '-1',
        '{}',
        '\0',
      ),
      fc.constantFrom(0, 0, 1, 2, 12),
      fc.constantFrom(true, false, false, false),
      (fixture, where, inserted, removed, cut) => {
        const at = Math.floor(where * fixture.model.length);
        const rest = cut ? '' : fixture.model.slice(at + removed);
        try {
          const margins = predictMargin(
            importModel(fixture.model.slice(0, at) + inserted + rest),
            tableOf(fixture),
          );
          expect(margins.every((margin) => !Number.isNaN(margin))).toBe(true);
          models++;
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          for (const problem of error.problems) refusals.add(problem.code);
        }
      },
    ),
    { numRuns: 6000, seed: 5 },
  );
  expect(models).toBeGreaterThan(200);
  expect(refusals).toContain('CS5040');
});
