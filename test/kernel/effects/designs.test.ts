import { describe, expect, it } from 'vitest';
import { estimators } from '../../../kernel/src/effects/estimators/estimators.js';
import type { EstimatorKind } from '../../../kernel/src/plan.js';
import { ofArms } from './designs/arms.js';
import type { Design } from './designs/design.js';
import { trialsOf } from './designs/designs.js';

const design = (name: string): Design => {
  const found = ofArms.find((one) => one.name === name);
  if (!found) throw new Error(`There is no design ${name}.`);
  return found;
};

/** Mean outcome of every arm less that of the baseline, of a large sample. */
function naive({ draw, given }: Design): number[] {
  const { columns } = draw(20_000, 1);
  const [arm, outcome] = [columns.get('treatment'), columns.get('outcome')];
  if (arm?.kind !== 'category' || outcome?.kind !== 'numeric')
    throw new Error('Arms are names, outcomes numbers.');
  const means = (given.arms ?? []).map((name) => {
    const own = outcome.values.filter((_, row) => arm.levels[arm.codes[row]] === name);
    return own.reduce((sum, y) => sum + y, 0) / own.length;
  });
  return means.slice(1).map((mean) => mean - means[0]);
}

describe('designs', () => {
  it('there are some for every estimator, and most keep to its assumptions', () => {
    for (const kind of Object.keys(estimators) as EstimatorKind[]) {
      const trials = trialsOf(kind, 'ate');
      expect(trials.some(({ broken }) => broken === undefined)).toBe(true);
      expect(new Set(trials.map((trial) => trial.design.name)).size).toBe(trials.length);
    }
  });

  it('know their truth by the estimand', () => {
    const weighted = design('sample weights');
    const [ate, att, atc] = (['ate', 'att', 'atc'] as const).map((estimand) => weighted.truth(estimand)[0]);
    // The effect is 1 + x with x standard normal in the population, and half of it is treated: by Stein's lemma
    // E[x | treated] is .6 E[e (1 - e)] / .5, with e (1 - e) a little below a quarter.
    expect(ate).toBeCloseTo(1, 1);
    expect(att - ate).toBeGreaterThan(0.23);
    expect(att - ate).toBeLessThan(0.3);
    expect((att + atc) / 2).toBeCloseTo(ate, 1);
    expect(design('linear confounding').truth('overlap')[0]).toBeCloseTo(1, 12);
    expect(design('three arms').truth('ate')).toHaveLength(2);
  });

  it('are confounded where they say so', () => {
    for (const one of ofArms.filter(({ assignment }) => assignment === 'confounded')) {
      const truth = one.truth('ate');
      const off = Math.max(...naive(one).map((difference, i) => Math.abs(difference - truth[i])));
      // A yes or no has a standard error of .007, the others one below .05.
      expect(off, one.name).toBeGreaterThan(one.name === 'yes-or-no outcome' ? 0.03 : 0.2);
    }
  });

  it('give the same data for the same seed', () => {
    for (const one of ofArms) expect(one.draw(60, 3)).toEqual(one.draw(60, 3));
    expect(ofArms[0].draw(60, 3)).not.toEqual(ofArms[0].draw(60, 4));
  });
});
