import type { Feature, Features } from '../../../data/table.js';
import { principalScores } from '../../../text/principal-components.js';
import { selectTextRows } from '../../../text/text-design.js';
import { balanceCheck, balanceOf } from '../balance.js';
import { balancingWeights } from '../balancing-weights.js';
import type { Checker } from '../check.js';
import { notMeasured } from './not-measured.js';

/** Directions in which the embeddings of the texts vary most. */
const components = 5;

/**
 * Balance of the texts' scores of the treatment and of the leading principal components of their embeddings, after weighting. Requirement and
 * threshold are those of the check `balance`. Scores of the outcome are the regressions' to adjust for: the weights never see them,
 * unless the effect is adjusted for nothing else of a text.
 */
export const textBalanceCheck: Checker = (finding, task) => {
  const { study, modes } = finding;
  if (!modes) return notMeasured('text balance', 0.1);
  const { sample, covariates, contrasts } = study;
  const list = modes.full.request.texts.flatMap((text): Feature[] => {
    const design = selectTextRows(text, sample.rows);
    return principalScores(design, components, task).map((values, i) => ({
      name: `${text.name} (component ${i + 1})`,
      source: text.name,
      kind: 'numeric',
      values,
    }));
  });
  const features: Features = { rows: sample.arm.length, list: [...covariates.treatmentScores, ...list] };
  const rows = contrasts.flatMap((contrast) =>
    balanceOf(sample, features, balancingWeights(finding, contrast), contrast),
  );
  return balanceCheck(rows, sample, 'text balance');
};
