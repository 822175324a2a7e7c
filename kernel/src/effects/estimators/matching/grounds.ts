import { featuresOf, joinFeatures, selectRows } from '../../../data/features.js';
import type { Feature, Features } from '../../../data/table.js';
import type { Task } from '../../../task.js';
import { fourKnotsOf, withSplines } from '../../nuisances/splines.js';
import type { Study } from '../../study.js';
import { type Positions, separatePositions, sharedPositions } from './positions.js';
import { fitPropensity, type PropensityModel, propensitySpace } from './propensity.js';
import type { MatchingSettings } from './settings.js';
import { cellsOf, covariateSpace, type Space } from './space.js';

/** What matches in one arm are looked for in. */
export interface Ground {
  readonly positions: Positions;
  /** What a regression on matches may take out: all that the distance is made of, and its curves. */
  readonly regressors: Features;
  /** Where matches are near in their propensity. */
  readonly model?: PropensityModel;
}

/**
 * Grounds for matches in the arm and in the baseline. Covariates are the same ground for all arms. A propensity is that of the arm
 * among the two, whose rows alone matter to the ATT and the ATC; where an average is over the rows of further arms,
 * each of the two has a propensity of its own against all others (Yang et al. 2016).
 */
export function groundsOf(
  study: Study,
  contrast: number,
  settings: MatchingSettings,
  task: Task,
): readonly [treated: Ground, untreated: Ground] {
  const { request, sample, covariates, parameters } = study;
  const cell = cellsOf(selectRows(featuresOf(request.table, settings.exact), sample.rows));
  const ground = (space: Space, regressors: Features, model?: PropensityModel): Ground => {
    const standing = { ...space, cell };
    const positions = settings.replacement ? sharedPositions(standing) : separatePositions(standing);
    return { positions, regressors, model };
  };
  if (settings.on === 'covariates') {
    const all = joinFeatures(covariates.columns, covariates.scores);
    const near = { ...all, list: all.list.filter(({ name }) => !settings.exact.includes(name)) };
    const both = ground(covariateSpace(near, settings.metric, task), regressorsOf(all));
    return [both, both];
  }
  const everyArm = parameters.estimand === 'ate';
  const use = Uint8Array.from(sample.arm, (a) => (everyArm || a === contrast || a === 0 ? 1 : 0));
  const features = treatmentFeatures(study);
  const onPropensity = (own: number): Ground => {
    const model = fitPropensity(features, sample.arm, own, use, task);
    const logOdds = { rows: features.rows, list: [logOddsFeature(model)] };
    return ground(propensitySpace(model, use), regressorsOf(logOdds), model);
  };
  const treated = onPropensity(contrast);
  return [treated, everyArm && sample.arms.length > 2 ? onPropensity(0) : treated];
}

/**
 * Columns with their curves and, for numbers, their squares: curves alone are straight in the tails, which is where rows have their
 * matches farthest off (a series of powers: Abadie and Imbens 2011).
 */
function regressorsOf(features: Features): Features {
  const squares = features.list.filter(({ kind }) => kind === 'numeric').map(squared);
  const curved = withSplines(features, fourKnotsOf(features));
  return { ...curved, list: [...curved.list, ...squares] };
}

/** About the mean, so that it is not nearly the number itself again. */
function squared(feature: Feature): Feature {
  const known = feature.values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  // A missing number is told by its own indicator.
  const values = feature.values.map((value) => (Number.isNaN(value) ? 0 : (value - mean) ** 2));
  return { ...feature, name: `${feature.name} (squared)`, values };
}

/** What propensities are fitted on. */
export function treatmentFeatures({ covariates }: Study): Features {
  return joinFeatures(covariates.columns, covariates.treatmentScores);
}

function logOddsFeature({ logOdds }: PropensityModel): Feature {
  const name = 'log odds';
  return { name, source: name, kind: 'numeric', values: logOdds };
}
