import { featuresOf, joinFeatures, selectRows } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import type { CheckKind } from '../../plan.js';
import type { BalanceRow, Check, Overlap, Sensitivity, SimulatedCause, UpliftCurve } from '../../result.js';
import type { Task } from '../../task.js';
import { upliftOf } from '../conditional/uplift.js';
import type { Study } from '../study.js';
import { balanceCheck, balanceOf } from './balance.js';
import { balancingWeights } from './balancing-weights.js';
import { bootstrapCheck } from './bootstrap.js';
import { calibrationCheck } from './calibration.js';
import type { Checker, Finding } from './check.js';
import { dummyOutcomeCheck } from './dummy-outcome.js';
import { heterogeneityCheck } from './heterogeneity.js';
import { implicationsCheck } from './implications.js';
import { negativeControlsCheck } from './negative-controls.js';
import { overlapCheck, overlapOf } from './overlap.js';
import { placeboCheck } from './placebo.js';
import { randomCauseCheck } from './random-cause.js';
import { sensitivityOf } from './sensitivity/sensitivity.js';
import { simulateCauses } from './sensitivity/simulate-cause.js';
import { simulatedCauseCheck } from './simulated-cause.js';
import { subsetsCheck } from './subsets.js';
import { textBalanceCheck } from './texts/balance.js';
import { textOverlapCheck } from './texts/overlap.js';
import { textResidualCheck } from './texts/residual.js';
import { shuffledTextCheck } from './texts/shuffled.js';
import { unobservedCheck } from './unobserved.js';
import { upliftCheck } from './uplift.js';

/** Every check by its name in a spec. */
export const checkers: Readonly<Record<CheckKind, Checker>> = {
  overlap: ({ study, overlap }) =>
    overlapCheck(overlap, study.parameters.estimand, study.parameters.treatment),
  balance: ({ study, balance }) => balanceCheck(balance, study.sample),
  placebo: placeboCheck,
  'dummy outcome': dummyOutcomeCheck,
  'random cause': randomCauseCheck,
  subsets: subsetsCheck,
  bootstrap: bootstrapCheck,
  'negative controls': negativeControlsCheck,
  implications: implicationsCheck,
  calibration: calibrationCheck,
  heterogeneity: heterogeneityCheck,
  uplift: upliftCheck,
  unobserved: unobservedCheck,
  'simulated cause': simulatedCauseCheck,
  'text overlap': textOverlapCheck,
  'text residual': textResidualCheck,
  'text balance': textBalanceCheck,
  'shuffled text': shuffledTextCheck,
};

/** What speaks for and against an estimate, and the tables behind it. */
export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly overlap: readonly Overlap[];
  readonly balance: readonly BalanceRow[];
  readonly sensitivity?: readonly Sensitivity[];
  readonly simulated?: readonly SimulatedCause[];
  readonly uplift?: readonly UpliftCurve[];
}

/** Overlap and balance of every contrast, and the checks asked for. */
export function diagnose(finding: Finding, task: Task): Diagnosis {
  const { study, used } = finding;
  const { checks: asked } = study.parameters;
  const { sample, contrasts } = study;
  const features = balancedFeatures(study);
  const overlap = overlapTables(finding, task);
  const balance = contrasts.flatMap((contrast) =>
    balanceOf(sample, features, balancingWeights(finding, contrast), contrast),
  );
  const confounding = confoundingOf(finding, task.part(0, 0.2));
  const curves = asked.some((check) => check === 'heterogeneity' || check === 'uplift')
    ? { uplift: upliftOf(study, used, task.part(0.2, 0.5)) }
    : {};
  const evidence = { ...finding, overlap, balance, ...confounding, ...curves };
  const checking = task.part(0.5, 1);
  const checks = asked.map((check, i) =>
    checkers[check](evidence, checking.part(i / asked.length, (i + 1) / asked.length)),
  );
  return { checks, overlap, balance, ...confounding, ...curves };
}

/**
 * Overlap by the propensities that were divided by. Of arms assigned at random nothing was: theirs are fitted for the check alone,
 * where it was asked for.
 */
function overlapTables({ study, used }: Finding, task: Task): Overlap[] {
  const { sample, contrasts, parameters } = study;
  const constant = used === study.constants();
  if (constant && study.adjusts && !parameters.checks.includes('overlap')) return [];
  const { propensity } = constant ? study.nuisances(task) : used;
  return contrasts.map((contrast) => overlapOf(sample, propensity, contrast, parameters.estimand));
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
