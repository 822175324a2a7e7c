import { afterAll, describe, expect, it } from 'vitest';
import type { Table } from '../../kernel/src/data/table.js';
import { matchArms } from '../../kernel/src/effects/estimators/matching/matching.js';
import { withInterval } from '../../kernel/src/effects/inference/interval.js';
import { openStudy } from '../../kernel/src/effects/study.js';
import type { Estimand } from '../../kernel/src/plan.js';
import { unwatched } from '../../kernel/src/task.js';
import { manyConfounders, rarelyTreated, threeArms } from '../kernel/effects/matching/simulate.js';
import { confounded } from '../kernel/effects/simulate.js';
import { type Parameters, parametersOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';

const seeds = Number(process.env.SEEDS ?? 200);
/** Of the shop, where a seed is cheap. */
const more = 3 * seeds;
const measured: string[][] = [];
type Options = Parameters['estimator']['options'];

interface Design {
  readonly name: string;
  readonly draw: (seed: number) => Table;
  readonly adjustment: readonly string[];
  /** Of each estimand: the truth of the whole population. */
  readonly truths: Readonly<Partial<Record<Estimand, number>>>;
  readonly arms?: readonly string[];
  readonly seeds: number;
}

/** Of many samples: mean error and mean standard error by the spread of the estimates, and share of intervals that hold the truth. */
function study(design: Design, estimand: Estimand, options: Options) {
  const { seeds: count } = design;
  const truth = design.truths[estimand] ?? Number.NaN;
  const errors: number[] = [];
  let stdErrors = 0;
  let covered = 0;
  for (let seed = 1; seed <= count; seed++) {
    const parameters = parametersOf({
      adjustment: design.adjustment,
      estimand,
      estimator: { kind: 'matching', options },
      arms: design.arms,
      seed,
    });
    const opened = openStudy({ table: design.draw(seed), texts: [], parameters }, unwatched);
    const { average } = matchArms(opened, 1, unwatched);
    const { estimate, stdError, interval } = withInterval(average.estimate, average.stdError, 0.95);
    errors.push(estimate - truth);
    stdErrors += stdError / count;
    covered += (truth >= interval[0] && truth <= interval[1] ? 1 : 0) / count;
  }
  const mean = errors.reduce((sum, error) => sum + error, 0) / count;
  const spread = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (count - 1));
  const bias = mean / spread;
  const ratio = stdErrors / spread;
  const how = Object.entries(options).map(([name, value]) => `${name} ${value}`);
  measured.push([
    design.name,
    `${count}`,
    estimand.toUpperCase(),
    how.join(', ') || 'as it comes',
    bias.toFixed(3),
    ratio.toFixed(3),
    `${(100 * covered).toFixed(1)} %`,
  ]);
  return { bias, ratio, covered };
}

/** Over 200 seeds coverage has a standard error of 1.5 %, bias one of .07 and the ratio one of .05: bounds are two to three of those. */
function expectSound({ bias, ratio, covered }: ReturnType<typeof study>): void {
  expect(Math.abs(bias)).toBeLessThan(0.2);
  expect(ratio).toBeGreaterThan(0.87);
  expect(ratio).toBeLessThan(1.15);
  expect(covered).toBeGreaterThanOrEqual(0.91);
}

const large = confounded(1_000_000, 0, 1);
const share = shareTreated(large.table);
const shop: Design = {
  name: 'shop, 1,000 rows, 2 numbers and a category',
  draw: (seed) => confounded(1000, seed, 1).table,
  adjustment: ['x', 'z', 'shop'],
  seeds: more,
  truths: { ate: 1, att: large.att, atc: (1 - share * large.att) / (1 - share) },
};
const many: Design = {
  name: '2,000 rows, 10 numbers',
  draw: (seed) => manyConfounders(2000, 10, seed),
  adjustment: Array.from({ length: 10 }, (_, k) => `x${k}`),
  seeds,
  truths: { ate: 1, att: 1, atc: 1 },
};
const arms: Design = {
  name: 'three arms, 1,500 rows',
  draw: (seed) => threeArms(1500, seed),
  adjustment: ['x', 'z'],
  seeds,
  truths: { ate: 1 },
  arms: ['none', 'a', 'b'],
};

const ways: readonly Options[] = [{}, { neighbours: 4 }, { on: 'propensity' }, { exact: 'shop' }];

describe('over many seeds matching is unbiased and covers', () => {
  afterAll(() =>
    writeResults('matching.md', {
      title: 'Matching where the truth is known',
      command: 'npm run test:slow -- matching',
      note: `95 % intervals: mean error of the estimates in their own standard deviations, mean standard error by that deviation, and share of intervals that hold the truth. The last rows show what bias correction is for.`,
      columns: ['data', 'seeds', 'average', 'options', 'bias', 'standard error by spread', 'coverage'],
      rows: measured,
    }),
  );

  for (const estimand of ['ate', 'att', 'atc'] as const) {
    for (const options of ways) {
      it(`of the ${estimand} with ${JSON.stringify(options)}`, () => {
        expectSound(study(shop, estimand, options));
      });
    }
  }

  it('of the ATT of a tenth, without replacement', () => {
    // Pairs of a small arm: everyone finds a likeness.
    const design: Design = {
      name: 'a tenth treated, 1,500 rows',
      draw: (seed) => rarelyTreated(1500, seed).table,
      adjustment: ['x', 'z'],
      seeds,
      truths: { att: rarelyTreated(1_000_000, 0).att },
    };
    expectSound(study(design, 'att', { replacement: false }));
    expectSound(study(design, 'att', { on: 'propensity', replacement: false }));
  });

  it('of the ATE with three arms', () => {
    expectSound(study(arms, 'ate', {}));
    expectSound(study(arms, 'ate', { on: 'propensity' }));
  });

  it('with ten covariates once a regression takes out what matches differ in, and not before', () => {
    expectSound(study(many, 'ate', {}));
    expectSound(study(many, 'att', {}));
    expect(Math.abs(study(many, 'ate', { biasCorrection: false }).bias)).toBeGreaterThan(1);
  });
});

function shareTreated({ rows, columns }: Table): number {
  const column = columns.get('treatment');
  return column?.kind === 'numeric' ? column.values.reduce((sum, t) => sum + t, 0) / rows : Number.NaN;
}
