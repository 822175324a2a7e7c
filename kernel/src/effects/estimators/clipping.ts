import { percent } from '../../words/phrases.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Study } from '../study.js';
import { clip, shareClipped } from './estimand-weights.js';

/** A doubt where weights had to be bounded. */
export function clippingWarnings(
  { sample, parameters }: Study,
  { propensity }: Pick<Nuisances, 'propensity'>,
  contrast: number,
): string[] {
  const { estimand } = parameters;
  const share = shareClipped(sample.arm, propensity, contrast, estimand);
  if (share === 0) return [];
  const { arms } = sample;
  const sides = {
    ate: `of it or of "${arms[0]}" below ${clip}`,
    att: `above ${1 - clip}`,
    atc: `below ${clip}`,
    overlap: '',
  };
  return [
    `${percent(share)} of rows of the estimand for "${arms[contrast]}" had a propensity ${sides[estimand]} and were counted as at that bound.`,
  ];
}
