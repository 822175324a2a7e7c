import type { Features } from '../../../data/table.js';
import { type Task, unwatched } from '../../../task.js';
import type { BinnedMatrix } from '../../matrix/binned-matrix.js';
import { predictEstimates } from '../estimates.js';
import type { Forest } from '../forest.js';
import { growForest } from '../grow-forest.js';
import type { GrowthOptions } from '../growth.js';
import { Checks } from './checks.js';
import {
  type EffectForest,
  type Effects,
  effectForest,
  effectsOf,
  oneParameter,
  product,
} from './effects.js';

/** How strongly the instrument moves the treatment, over all rows. */
export interface FirstStage {
  /** Change of the treatment per unit of the instrument. */
  readonly slope: number;
  /** F statistic of that change, robust to unequal variances; below 10 the instrument is weak and intervals too narrow. */
  readonly f: number;
}

/** A forest of local effects by an instrument. */
export interface InstrumentalForest extends EffectForest {
  readonly firstStage: FirstStage;
}

/**
 * Honest instrumental forest (Athey, Tibshirani & Wager 2019, section 7): the effect at x of a treatment that shares
 * hidden causes with the outcome, from an instrument z that moves the outcome through the treatment alone. It solves
 * sum alpha_i(x) z_i (y_i - effect w_i) = 0 on residuals; for a yes-or-no instrument and treatment it is the effect among
 * those at x whom the instrument moves.
 *
 * @param yResidual outcome less its mean given x, one per row of the matrix, from cross-fitting
 * @param wResidual treatment less its mean given x, likewise
 * @param zResidual instrument less its mean given x, likewise
 * @param rows rows to learn from
 * @throws InputError with all of: CS5003 for fewer than 8 rows, CS5004 where the treatment does not vary, CS5050 where a
 *   number is missing, CS5051 where the instrument does not vary, CS5052 where it does not move the treatment
 */
export function fitInstrumentalForest(
  matrix: BinnedMatrix,
  yResidual: Float64Array,
  wResidual: Float64Array,
  zResidual: Float64Array,
  rows: Int32Array,
  options: GrowthOptions,
  task: Task = unwatched,
): InstrumentalForest {
  const firstStage = firstStageOf(wResidual, zResidual, rows, options.weights);
  const checks = new Checks();
  checks.rows(rows);
  checks.finite('outcome', yResidual, rows);
  const known = [
    checks.finite('treatment', wResidual, rows),
    checks.finite('instrument', zResidual, rows),
  ].every(Boolean);
  checks.treatmentVaries(wResidual, rows);
  if (rows.length > 0 && !Checks.varies(zResidual, rows)) {
    checks.add(
      'CS5051',
      'The instrument does not vary given the confounders; adjust for less or take another.',
    );
  } else if (known && firstStage.slope === 0 && Checks.varies(wResidual, rows)) {
    checks.add('CS5052', 'The instrument does not move the treatment, so no effect follows from it.');
  }
  checks.done();
  const data = {
    matrix,
    rows,
    moment: oneParameter,
    a: product(zResidual, yResidual),
    h: product(zResidual, wResidual),
    size: product(zResidual, zResidual),
  };
  return { ...effectForest(growForest(data, options, task)), firstStage };
}

/** Effects for new rows, from all trees. Throws InputError where a feature of the forest is absent or of another kind. */
export function predictInstrumentalEffects(
  forest: Forest,
  features: Features,
  task: Task = unwatched,
): Effects {
  return effectsOf(predictEstimates(forest, features, task));
}

function firstStageOf(
  w: Float64Array,
  z: Float64Array,
  rows: Int32Array,
  weights?: Float64Array,
): FirstStage {
  let zw = 0;
  let zz = 0;
  for (const row of rows) {
    const weight = weights ? weights[row] : 1;
    zw += weight * z[row] * w[row];
    zz += weight * z[row] * z[row];
  }
  const slope = zw / zz;
  let noise = 0;
  for (const row of rows) {
    const weight = weights ? weights[row] : 1;
    noise += (weight * z[row] * (w[row] - slope * z[row])) ** 2;
  }
  return { slope, f: noise > 0 ? zw ** 2 / noise : Number.POSITIVE_INFINITY };
}
