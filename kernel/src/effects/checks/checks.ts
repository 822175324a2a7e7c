import { featuresOf, joinFeatures, selectRows } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import type { CheckKind } from '../../plan.js';
import type { BalanceRow, Check, Overlap, Sensitivity, SimulatedCause } from '../../result.js';
import type { Task } from '../../task.js';
import { estimandWeights } from '../estimators/doubly-robust.js';
import type { Study } from '../study.js';
import { balanceCheck, balanceOf } from './balance.js';
import { bootstrapCheck } from './bootstrap.js';
import type { Checker, Finding } from './check.js';
import { overlapCheck, overlapOf } from './overlap.js';
import { placeboCheck } from './placebo.js';
import { sensitivityOf } from './sensitivity/sensitivity.js';
import { simulateCauses } from './sensitivity/simulate-cause.js';
import { simulatedCauseCheck } from './simulated-cause.js';
import { unobservedCheck } from './unobserved.js';

/** Every check by its name in a spec. */
export const checkers: Readonly<Record<CheckKind, Checker>> = {
  overlap: ({ study, overlap }) =>
    overlapCheck(overlap, study.parameters.estimand, study.parameters.treatment),
  balance: ({ study, balance }) => balanceCheck(balance, study.sample),
  placebo: placeboCheck,
  bootstrap: bootstrapCheck,
  unobserved: unobservedCheck,
  'simulated cause': simulatedCauseCheck,
};

/** What speaks for and against an estimate, and the tables behind it. */
export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly overlap: readonly Overlap[];
  readonly balance: readonly BalanceRow[];
  readonly sensitivity?: readonly Sensitivity[];
  readonly simulated?: readonly SimulatedCause[];
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
  const confounding = confoundingOf(finding, task.part(0, 0.2));
  const evidence = { ...finding, overlap, balance, ...confounding };
  const checking = task.part(0.2, 1);
  const checks = asked.map((check, i) =>
    checkers[check](evidence, checking.part(i / asked.length, (i + 1) / asked.length)),
  );
  return { checks, overlap, balance, ...confounding };
}

/** What unobserved confounders would do, where a check was asked for that says it. */
function confoundingOf(finding: Finding, task: Task): Pick<Diagnosis, 'sensitivity' | 'simulated'> {
  const { checks } = finding.study.parameters;
  const simulates = checks.includes('simulated cause');
  if (!simulates && !checks.includes('unobserved')) return {};
  const sensitivity = sensitivityOf(finding, task);
  return { sensitivity, ...(simulates && { simulated: simulateCauses(finding, sensitivity) }) };
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
