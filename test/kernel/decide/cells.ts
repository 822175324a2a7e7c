import type { Evidence } from '../../../kernel/src/decide/evidence.js';
import type { EffectRequest } from '../../../kernel/src/effects/request.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { category, noise, number, parametersOf, tableOf } from '../effects/tables.js';

/** A kind of customer, as frequent as any other. */
interface Cell {
  readonly tenure: number;
  readonly region: string;
  readonly loyal: number;
}

const regions = ['north', 'south'];

/** Customers of few kinds: what a policy does to a whole population can then be counted. */
export const cells: readonly Cell[] = [0, 1, 2].flatMap((tenure) =>
  regions.flatMap((region) => [0, 1].map((loyal) => ({ tenure, region, loyal }))),
);

/** True effect of an arm (from 1) on a kind of customer. */
export function effectOn({ tenure, region, loyal }: Cell, arm: number): number {
  return arm === 1 ? 0.9 - 0.4 * tenure + (region === 'south' ? 0.3 : 0) : 0.2 + 0.3 * tenure - 0.4 * loyal;
}

const meanOf = ({ tenure, loyal }: Cell): number => 1 + 0.5 * tenure - 0.7 * loyal;

/** Confounded by tenure and loyalty. */
function chances({ tenure, loyal }: Cell, arms: number): number[] {
  const odds = [1, Math.exp(-0.6 + 0.5 * tenure - 0.4 * loyal), Math.exp(-0.5 + 0.5 * loyal)].slice(0, arms);
  const sum = odds.reduce((total, own) => total + own, 0);
  return odds.map((own) => own / sum);
}

/**
 * A sample of customers, with the kind of each row.
 *
 * @param noiseSize standard deviation of what nothing explains
 */
export function drawCells(
  n: number,
  seed: number,
  arms = 2,
  parameters: Partial<EffectRequest['parameters']> = {},
  noiseSize = 1,
): { request: EffectRequest; cellOf: Int32Array } {
  const random = createRandom(seed, 5);
  const { normal } = noise(seed);
  const cellOf = Int32Array.from({ length: n }, () => random.below(cells.length));
  const arm = Int32Array.from(cellOf, (cell) => {
    let left = random.next();
    const drawn = chances(cells[cell], arms).findIndex((chance) => {
      left -= chance;
      return left < 0;
    });
    return Math.max(0, drawn);
  });
  const outcome = Float64Array.from(cellOf, (cell, row) => {
    const own = cells[cell];
    return meanOf(own) + (arm[row] > 0 ? effectOn(own, arm[row]) : 0) + noiseSize * normal();
  });
  const of = <T>(pick: (cell: Cell) => T): T[] => Array.from(cellOf, (cell) => pick(cells[cell]));
  const table = tableOf(
    number('treatment', arm),
    number('outcome', outcome),
    number(
      'tenure',
      of(({ tenure }) => tenure),
    ),
    category(
      'region',
      of(({ region }) => region),
    ),
    number(
      'loyal',
      of(({ loyal }) => loyal),
    ),
  );
  const names = ['tenure', 'region', 'loyal'];
  const request = {
    table,
    texts: [],
    parameters: parametersOf({
      adjustment: names,
      modifiers: names,
      nuisances: { kind: 'linear', options: {} },
      estimator: { kind: 'causal forest', options: { trees: 50 } },
      seed,
      ...parameters,
    }),
  };
  return { request, cellOf };
}

/**
 * What arms given to the rows of a sample would gain on as many rows of the population, by the shares of each kind of customer in each fold:
 * trees and forests see kinds alone, so that a fold's policy is a policy of kinds.
 *
 * @param arm place of each row's arm among those but the baseline, -1 for none
 */
export function truthOf(
  { foldOf, folds }: Evidence,
  cellOf: Int32Array,
  arm: Int32Array,
  worth: (cell: number, arm: number) => number,
): number {
  let total = 0;
  for (let fold = 0; fold < folds; fold++) {
    const counts = new Float64Array(cells.length);
    const sums = new Float64Array(cells.length);
    let rows = 0;
    for (let row = 0; row < foldOf.length; row++) {
      if (foldOf[row] !== fold) continue;
      rows++;
      counts[cellOf[row]]++;
      if (arm[row] >= 0) sums[cellOf[row]] += worth(cellOf[row], arm[row]);
    }
    const mean = counts.reduce((sum, count, cell) => sum + (count > 0 ? sums[cell] / count : 0), 0);
    total += (rows * mean) / cells.length;
  }
  return total;
}
