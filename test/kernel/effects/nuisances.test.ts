import { describe, expect, it } from 'vitest';
import { fitNuisances } from '../../../kernel/src/effects/nuisances/nuisances.js';
import { openStudy, type Study } from '../../../kernel/src/effects/study.js';
import type { Choice, NuisanceKind } from '../../../kernel/src/plan.js';
import { unwatched } from '../../../kernel/src/task.js';
import { noise, number, parametersOf, tableOf } from './tables.js';

const truth = {
  /** Nothing for a line to hold on to, and a step for a tree. */
  jagged: (x: number, z: number) => (x > 0 ? 1 : -1) * (z > 0 ? 1 : -1),
  /** A line. */
  straight: (x: number, z: number) => x + z,
};

function study(n: number, mean: (x: number, z: number) => number, nuisances: Choice<NuisanceKind>): Study {
  const { normal, uniform } = noise(3);
  const x = Array.from({ length: n }, normal);
  const z = Array.from({ length: n }, normal);
  const treatment = x.map((value) => (uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
  const outcome = x.map((value, i) => mean(value, z[i]) + normal());
  const columns = { x, z, treatment, outcome };
  const table = tableOf(...Object.entries(columns).map(([name, values]) => number(name, values)));
  const parameters = parametersOf({ adjustment: ['x', 'z'], nuisances });
  return openStudy({ table, texts: [], parameters }, unwatched);
}

/** Root mean squared error of the mean under the baseline, over the rows of the baseline: beyond these it is a guess. */
function errorOf(
  n: number,
  mean: (x: number, z: number) => number,
  kind: NuisanceKind,
  options = {},
): number {
  const opened = study(n, mean, { kind, options });
  const [x, z] = opened.covariates.columns.list.map(({ values }) => values);
  const fitted = opened.nuisances(unwatched).outcome[0];
  const own = [...fitted.keys()].filter((row) => opened.sample.arm[row] === 0);
  return Math.sqrt(own.reduce((sum, i) => sum + (fitted[i] - mean(x[i], z[i])) ** 2, 0) / own.length);
}

describe('nuisances', () => {
  it('are learned with what is asked for, and by default with what does better', () => {
    const [lines, trees, both] = (['linear', 'boosted trees', 'stack'] as const).map((kind) =>
      errorOf(1500, truth.jagged, kind),
    );
    expect(lines).toBeGreaterThan(0.9);
    expect(trees).toBeLessThan(0.5);
    expect(both).toBeLessThan(1.1 * trees);
    expect(errorOf(1500, truth.straight, 'linear')).toBeLessThan(
      0.5 * errorOf(1500, truth.straight, 'boosted trees'),
    );
  });

  it('take options: few trees know less than those that early stopping asks for', () => {
    const few = errorOf(800, truth.jagged, 'boosted trees', { rounds: 3 });
    expect(few).toBeGreaterThan(1.2 * errorOf(800, truth.jagged, 'boosted trees'));
  });

  it('of many rows are tuned once for all folds, without harm', () => {
    // A thousand rows of each arm in every fold, and none less than that.
    const many = errorOf(14_000, truth.straight, 'stack');
    expect(many).toBeLessThan(0.08);
  });

  it('never see the outcome of the own fold, but for the numbers that tune them', () => {
    const opened = study(1000, truth.straight, { kind: 'stack', options: {} });
    const { sample, folds, covariates, parameters } = opened;
    const moved = sample.outcome.map((y, row) => (folds.foldOf[row] === 2 ? y + 100 : y));
    const plain = opened.nuisances(unwatched).outcome[0];
    const other = fitNuisances(
      { ...sample, outcome: moved },
      covariates,
      folds,
      parameters.nuisances,
      unwatched,
    );
    plain.forEach((mean, row) => {
      if (folds.foldOf[row] === 2) expect(other.outcome[0][row]).toBe(mean);
    });
  });
});
