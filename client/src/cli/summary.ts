import type {
  EffectResult,
  ModelResult,
  PolicyResult,
  PriceResult,
  RankingResult,
  Result,
  StockResult,
} from '../../../kernel/src/result.js';
import type { Found } from './run-plans.js';

/**
 * What `causal train --format json` prints for an effect. The estimate is that of the first arm against the baseline;
 * `contrasts` has all arms.
 */
export function effectSummary(result: EffectResult, reused: boolean): Readonly<Record<string, unknown>> {
  const { name, estimand, treatment, outcome, arms, level, n, adjustment, estimator, sentence, warnings } =
    result;
  const contrasts = result.contrasts.map((contrast, i) => ({
    ...contrast,
    unadjusted: result.unadjusted[i],
  }));
  const { seed, specHash, dataHash } = result.provenance;
  const [first] = contrasts;
  return {
    name,
    estimand,
    treatment,
    outcome,
    arms,
    arm: first?.arm,
    estimate: first?.estimate,
    stdError: first?.stdError,
    interval: first?.interval,
    level,
    n,
    adjustment,
    estimator,
    checks: result.checks,
    ...(result.sensitivity && { sensitivity: result.sensitivity }),
    ...(result.simulated && { simulated: result.simulated }),
    ...(result.textModes?.length && { textModes: result.textModes }),
    ...(result.groups?.length && { groups: result.groups }),
    ...(result.uplift && { uplift: result.uplift }),
    ...(result.selection && { selection: result.selection }),
    ...(result.instrument && { instrument: result.instrument }),
    ...(result.mediation && { mediation: result.mediation }),
    ...(result.dose && { dose: result.dose }),
    contrasts,
    unadjusted: first?.unadjusted,
    sentence,
    warnings,
    seed,
    specHash,
    dataHash,
    reused,
  };
}

/** What `causal train --format json` prints for a model: metrics by split and name. */
export function modelSummary(result: ModelResult, reused: boolean): Readonly<Record<string, unknown>> {
  const { name, task, outcome, learner, n, sentence, warnings } = result;
  const metrics = Object.fromEntries(
    result.metrics.map(({ split, metrics }) => [
      split,
      Object.fromEntries(metrics.map((metric) => [metric.name, metric.value])),
    ]),
  );
  const { seed, specHash, dataHash } = result.provenance;
  return { name, task, outcome, learner, metrics, n, sentence, warnings, seed, specHash, dataHash, reused };
}

/** What `causal train --format json` prints for a policy of any kind or a ranking: all that was found of it. */
export function policySummary(
  result: PolicyResult | PriceResult | StockResult | RankingResult,
  reused: boolean,
): Readonly<Record<string, unknown>> {
  const { kind: _, provenance, ...found } = result;
  const { seed, specHash, dataHash } = provenance;
  return { ...found, seed, specHash, dataHash, reused };
}

/** Effects, models, policies and rankings among what was found, in order; the last two where there are some. */
export function summaryOf(found: readonly Found[]): {
  effects: unknown[];
  models: unknown[];
  policies?: unknown[];
  rankings?: unknown[];
} {
  const policies = found.flatMap(({ result, reused }) =>
    result.kind === 'policy' || result.kind === 'price' || result.kind === 'stock'
      ? [policySummary(result, reused)]
      : [],
  );
  const rankings = found.flatMap(({ result, reused }) =>
    result.kind === 'ranking' ? [policySummary(result, reused)] : [],
  );
  const isEffect = (result: Result): result is EffectResult => result.kind === 'effect';
  const isModel = (result: Result): result is ModelResult => result.kind === 'model';
  return {
    effects: found.flatMap(({ result, reused }) => (isEffect(result) ? [effectSummary(result, reused)] : [])),
    models: found.flatMap(({ result, reused }) => (isModel(result) ? [modelSummary(result, reused)] : [])),
    ...(policies.length > 0 && { policies }),
    ...(rankings.length > 0 && { rankings }),
  };
}
