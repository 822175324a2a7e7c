import type { Check } from '../../../result.js';
import { listed, percent } from '../../../words/phrases.js';
import { propensitiesOfColumns, propensitiesOfTexts } from '../../nuisances/propensities-alone.js';
import type { Checker } from '../check.js';
import { mostOutside, overlapOf } from '../overlap.js';
import { notMeasured } from './not-measured.js';

/**
 * Overlap of the texts alone, of the columns alone, and of both. Requirement: by each of them at most 5 % of those the estimand is about
 * have a propensity outside the bounds of the check `overlap`. A text of many words tells a treatment that was written about, and the arms
 * then have nothing in common (D'Amour et al. 2021); where the text alone fails, its scores of the outcome may still be adjusted for.
 */
export const textOverlapCheck: Checker = ({ study, overlap, modes }, task) => {
  if (!modes) return notMeasured('text overlap', mostOutside);
  const { full } = modes;
  const { sample, contrasts, parameters } = full;
  const shareOf = (propensity: readonly Float64Array[]): number =>
    Math.max(...contrasts.map((own) => overlapOf(sample, propensity, own, parameters.estimand).shareOutside));
  const texts = listed(parameters.texts.map(({ name }) => name));
  const both = Math.max(0, ...overlap.map(({ shareOutside }) => shareOutside));
  const shares = [
    { by: `${texts} alone`, share: shareOf(propensitiesOfTexts(full, task.part(0, 0.5))) },
    ...(parameters.adjustment.length > 0
      ? [{ by: 'the columns alone', share: shareOf(propensitiesOfColumns(full, task.part(0.5, 1))) }]
      : []),
    { by: 'both', share: both },
  ];
  const worst = Math.max(...shares.map(({ share }) => share));
  return check(worst, shares, study.parameters.treatment);
};

function check(
  value: number,
  shares: readonly { readonly by: string; readonly share: number }[],
  treatment: string,
): Check {
  const passed = value <= mostOutside;
  const found = listed(shares.map(({ by, share }) => `${percent(share)} by ${by}`));
  const verdict = passed
    ? 'so the arms can be compared.'
    : shares[0].share > mostOutside
      ? `so the text tells ${treatment} too well for a fair comparison: \`headline outcome only\` adjusts for what it says of the outcome alone, or doubt the estimate.`
      : `so ${treatment} is too predictable for a fair comparison: leave rows out with \`trim "optimal"\`, or doubt the estimate.`;
  return {
    name: 'text overlap',
    passed,
    value,
    threshold: mostOutside,
    sentence: `Text overlap requires that at most ${percent(mostOutside)} of rows have a treatment that is nearly told (20 times as likely in one arm as in the other); ${found} are told, ${verdict}`,
  };
}
