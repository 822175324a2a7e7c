import { demandsOf } from '../../../../kernel/src/effects/estimators/demands.js';
import type { Choice, Estimand, EstimatorKind } from '../../../../kernel/src/plan.js';
import { ofArms } from './arms.js';
import type { Design } from './design.js';
import { ofAmounts, ofCompliers, ofDoses, ofFrontDoors, ofInstruments, ofMediators } from './ways.js';

/** Estimators that suppose arms drawn by chance alone. */
const ofExperiments: readonly EstimatorKind[] = ['difference in means', 'lin', 'cuped'];

/** Estimators with nothing but a propensity of one form between them and the confounding. */
const ofOneForm: readonly EstimatorKind[] = ['ipw', 'stratification'];

/** A design as one estimator meets it. */
export interface Trial {
  readonly design: Design;
  readonly estimator: Choice<EstimatorKind>;
  /** The assumption of this estimator that the design breaks. */
  readonly broken?: string;
}

/** Every design that an estimator can be tried on, with what it breaks of the estimator's assumptions. */
export function trialsOf(kind: EstimatorKind, estimand: Estimand): readonly Trial[] {
  const trial = (design: Design, options: Trial['estimator']['options'] = {}): Trial => ({
    design,
    estimator: { kind, options },
    broken: brokenBy(design, kind, estimand),
  });
  const plain = designsOf(kind).map((design) => trial(design));
  return kind === 'instrumental dml'
    ? [...plain, ...ofCompliers.map((design) => trial(design, { late: 1 }))]
    : plain;
}

function designsOf(kind: EstimatorKind): readonly Design[] {
  const { columns, dose } = demandsOf(kind);
  if (columns === 'instruments') return ofInstruments;
  if (columns === 'mediators') return kind.startsWith('front door') ? ofFrontDoors : ofMediators;
  if (dose === 'must') return ofDoses;
  return dose === 'can' ? [...ofArms, ...ofAmounts] : ofArms;
}

function brokenBy(
  { broken, assignment, effects, odds }: Design,
  kind: EstimatorKind,
  estimand: Estimand,
): string | undefined {
  if (broken) return broken;
  if (assignment === 'confounded' && ofExperiments.includes(kind)) return 'arms are drawn by chance';
  if (odds === 'winding' && ofOneForm.includes(kind))
    return 'log odds are a sum of lines and curves of four knots';
  // A partially linear model weighs people by how open their treatment was.
  if (kind === 'dml' && estimand === 'ate' && assignment === 'confounded' && effects === 'differ')
    return 'the effect is the same for everyone';
  return undefined;
}
