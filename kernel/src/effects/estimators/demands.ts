import type { Estimand, EstimatorKind } from '../../plan.js';

/** What an estimator asks for, where it does more than compare arms given what is adjusted for. */
export interface Demands {
  /** Columns it cannot do without. */
  readonly columns?: 'instruments' | 'mediators';
  /** Whether the treatment can, or must, be an amount instead of a few arms. */
  readonly dose?: 'can' | 'must';
  /**
   * It sees past confounders that nobody measured: the arms are then not alike given what is adjusted for, and their
   * propensities, balance and causal forests say nothing about its estimate.
   */
  readonly pastConfounding?: true;
  /** Whom it can average over; anyone where absent. */
  readonly estimands?: readonly Estimand[];
  /** It has no form for rows that count differently: data with sample weights are refused. */
  readonly unweighted?: true;
}

const instrumental: Demands = {
  columns: 'instruments',
  dose: 'can',
  pastConfounding: true,
  estimands: ['ate'],
  unweighted: true,
};

const demands: Partial<Record<EstimatorKind, Demands>> = {
  cuped: { unweighted: true },
  matching: { estimands: ['ate', 'att', 'atc'] },
  dml: { dose: 'can', estimands: ['ate', 'overlap'] },
  'front door': { columns: 'mediators', pastConfounding: true, estimands: ['ate'], unweighted: true },
  mediation: { columns: 'mediators', estimands: ['ate'], unweighted: true },
  'dose response': { dose: 'must', estimands: ['ate'], unweighted: true },
  'two stage regression': instrumental,
  'instrumental dml': instrumental,
  'instrumental forest': instrumental,
};

/** What an estimator asks for; nothing for most. */
export function demandsOf(kind: EstimatorKind): Demands {
  return demands[kind] ?? {};
}
