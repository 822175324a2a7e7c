import { percent } from '../../words/phrases.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Study } from '../study.js';
import { clip, doublyRobustScores, shareClipped } from './doubly-robust.js';
import type { Estimator } from './estimator.js';

/** Augmented inverse propensity weighting with cross-fitted nuisances; see {@link doublyRobustScores}. */
export const aipw: Estimator = {
  weighted: true,
  nuisances: (study, task) => study.nuisances(task),
  estimate(study, contrast, task) {
    const { sample, parameters } = study;
    const nuisances = study.nuisances(task);
    const scores = doublyRobustScores(sample, nuisances, contrast, parameters.estimand);
    return { scores, warnings: clippingWarnings(study, nuisances, contrast) };
  },
};

function clippingWarnings(
  { sample, parameters }: Study,
  { propensity }: Nuisances,
  contrast: number,
): string[] {
  const { estimand } = parameters;
  const share = shareClipped(sample.arm, propensity, contrast, estimand);
  if (share === 0) return [];
  const { arms } = sample;
  const side = estimand === 'att' ? `above ${1 - clip}` : `of it or of "${arms[0]}" below ${clip}`;
  return [
    `${percent(share)} of rows of the estimand for "${arms[contrast]}" had a propensity ${side} and were counted as at that bound.`,
  ];
}
