import { featuresOf, joinFeatures, selectRows } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import type { CheckKind } from '../../plan.js';
import type { BalanceRow, Check, Overlap } from '../../result.js';
import type { Task } from '../../task.js';
import { estimandWeights } from '../estimators/doubly-robust.js';
import type { Study } from '../study.js';
import { balanceCheck, balanceOf } from './balance.js';
import type { Checker, Finding } from './check.js';
import { overlapCheck, overlapOf } from './overlap.js';
import { placeboCheck } from './placebo.js';

/** Every check by its name in a spec. */
export const checkers: Readonly<Record<CheckKind, Checker>> = {
  overlap: ({ study, overlap }) =>
    overlapCheck(overlap, study.parameters.estimand, study.parameters.treatment),
  balance: ({ study, balance }) => balanceCheck(balance, study.sample),
  placebo: placeboCheck,
};

/** What speaks for and against an estimate, and the tables behind it. */
export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly overlap: readonly Overlap[];
  readonly balance: readonly BalanceRow[];
}

/** Overlap and balance of every contrast, and the checks asked for. */
export function diagnose(finding: Finding, task: Task): Diagnosis {
  const { study, used } = finding;
  const { estimand, checks: asked } = study.parameters;
  const { sample, contrasts } = study;
  const features = balancedFeatures(study);
  const { propensity } = study.nuisances(task);
  const overlap = contrasts.map((contrast) => overlapOf(sample, propensity, contrast, estimand));
  const balance = contrasts.flatMap((contrast) => {
    const [treated, untreated] = [contrast, 0].map((own) =>
      estimandWeights(sample.arm, own, contrast, used.propensity, estimand),
    );
    const weights = treated.map((w, row) => (w + untreated[row]) * (sample.weights?.[row] ?? 1));
    return balanceOf(sample, features, weights, contrast);
  });
  const evidence = { ...finding, overlap, balance };
  const checks = asked.map((check, i) =>
    checkers[check](evidence, task.part(i / asked.length, (i + 1) / asked.length)),
  );
  return { checks, overlap, balance };
}

/**
 * What the weights have to balance: columns, modifiers, and the scores of texts that the propensities saw. A text's scores of the
 * outcome are the regressions' to adjust for; the weights never see them.
 */
function balancedFeatures({ request, sample, covariates }: Study): Features {
  const { table, texts, parameters } = request;
  const known = new Set([...parameters.adjustment, ...texts.map((text) => text.name)]);
  const others = parameters.modifiers.filter((name) => !known.has(name));
  const modifiers = selectRows(featuresOf(table, others), sample.rows);
  return joinFeatures(covariates.columns, [...modifiers.list, ...covariates.treatmentScores]);
}
