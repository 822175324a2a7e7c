import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { makeDag } from '../../../server/src/identification/dag.js';
import { effectInGraph } from '../../../server/src/identification/effect.js';
import { efficientSet } from '../../../server/src/identification/efficient-set.js';
import { namesOf as namesIn } from '../../../server/src/identification/numbered.js';
import {
  adjustmentSetsOf,
  all,
  bit,
  bitsIn,
  dagOf,
  dagsOfFive,
  everyGraph,
  has,
  minimalOf,
  name,
  namesOf,
  nodesOf,
  pairsOf,
  type SmallDag,
  subsetsOf,
} from './small-dags.js';

/** The covariance of a linear Gaussian model with arrows and error variances drawn at random. */
function covariance(dag: SmallDag, seed: number): number[][] {
  const random = createRandom(seed);
  const table: number[][] = [];
  for (let node = 0; node < dag.size; node++) {
    const slopes = table.map((_, cause) =>
      has(dag, cause, node) ? (random.next() < 0.5 ? -1 : 1) * (0.3 + random.next()) : 0,
    );
    const withCauses = table.map((row) => row.reduce((sum, value, cause) => sum + value * slopes[cause], 0));
    const explained = withCauses.reduce((sum, value, cause) => sum + value * slopes[cause], 0);
    for (const [cause, row] of table.entries()) row.push(withCauses[cause]);
    table.push([...withCauses, explained + 0.5 + random.next()]);
  }
  return table;
}

/** The variance of a variable that is left given others, by sweeping them out one after another. */
function varianceGiven(table: readonly (readonly number[])[], node: number, given: number): number {
  let left = table.map((row) => [...row]);
  for (const other of nodesOf(given)) {
    const pivot = left[other];
    left = left.map((row) => row.map((value, j) => value - (row[other] * pivot[j]) / pivot[other]));
  }
  return left[node][node];
}

/** The asymptotic variance of the treatment's coefficient with a set adjusted for (Henckel et al. 2022). */
function variance(
  table: readonly (readonly number[])[],
  t: number,
  y: number,
  set: number,
  with_ = 0,
): number {
  return varianceGiven(table, y, set | with_ | bit(t)) / varianceGiven(table, t, set | with_);
}

const better = (a: number, b: number): boolean => a < b * (1 - 1e-9);

describe('on graphs of five variables, whatever is observed', () => {
  it('no valid set has a lower variance than an optimal one, and no minimal set than any', () => {
    const count = { optimal: 0, unbeaten: 0, beaten: 0 };
    let seed = 0;
    for (const small of dagsOfFive()) {
      for (const [t, y] of pairsOf(5)) {
        if (t > y) continue;
        const valid = adjustmentSetsOf(small, bit(t), y);
        const table = covariance(small, seed++);
        for (const hidden of subsetsOf(all(5) & ~bit(t) & ~bit(y))) {
          const effect = effectInGraph(dagOf(small), [name(t)], name(y), namesOf(all(5) & ~hidden));
          const found = efficientSet(effect);
          const usable = valid.filter((set) => (set & hidden) === 0);
          if ((found !== undefined) !== usable.length > 0) expect.fail('found or not');
          if (!found) continue;
          const set = bitsIn(found.set);
          if (!usable.includes(set)) expect.fail(`${set} is not valid`);
          const own = variance(table, t, y, set);
          const lower = usable.filter((other) => better(variance(table, t, y, other), own));
          const where = `${t} on ${y} without ${hidden} in ${small.children}`;
          if (found.optimal && lower.length > 0) expect.fail(`${lower} beats ${set} for ${where}`);
          const least = minimalOf(usable);
          if (least.some((other) => lower.includes(other)))
            expect.fail(`a minimal set beats ${set}: ${where}`);
          count[found.optimal ? 'optimal' : lower.length > 0 ? 'beaten' : 'unbeaten']++;
        }
      }
    }
    // Most are optimal, and not to call the others so is needed.
    expect(count.optimal).toBeGreaterThan(count.beaten + count.unbeaten);
    expect(count.beaten).toBeGreaterThan(everyGraph ? 100 : 10);
  });

  it('for two treatments it holds for the coefficient of each', () => {
    let seed = 0;
    for (const small of dagsOfFive()) {
      for (const [a, b] of pairsOf(4)) {
        if (a > b) continue;
        const treatments = bit(a) | bit(b);
        const effect = effectInGraph(dagOf(small), namesOf(treatments), 'e', namesOf(all(5)));
        const found = efficientSet(effect);
        const valid = adjustmentSetsOf(small, treatments, 4);
        if ((found !== undefined) !== valid.length > 0) expect.fail('found or not');
        if (!found) continue;
        expect(found.optimal).toBe(true);
        const table = covariance(small, seed++);
        for (const [one, other] of [
          [a, b],
          [b, a],
        ]) {
          const own = variance(table, one, 4, bitsIn(found.set), bit(other));
          const lower = valid.filter((set) => better(variance(table, one, 4, set, bit(other)), own));
          if (lower.length > 0) expect.fail(`${lower} for ${a} and ${b} in ${small.children}`);
        }
      }
    }
  });
});

describe('well-known graphs', () => {
  it('predictors of the outcome are in it, causes of the treatment alone are not', () => {
    const dag = makeDag([
      ['z', 't'],
      ['c', 't'],
      ['c', 'y'],
      ['t', 'y'],
      ['p', 'y'],
    ]);
    const effect = effectInGraph(dag, ['t'], 'y', dag.nodes);
    const found = efficientSet(effect);
    expect(found && { set: namesIn(effect.graph, found.set), optimal: found.optimal }).toEqual({
      set: ['c', 'p'],
      optimal: true,
    });
  });
});
