import { checkers } from '../../kernel/src/effects/checks/checks.js';
import { estimateEffect } from '../../kernel/src/effects/estimate-effect.js';
import { demandsOf } from '../../kernel/src/effects/estimators/demands.js';
import type { EffectEstimate } from '../../kernel/src/effects/request.js';
import type { CheckKind, Estimand } from '../../kernel/src/plan.js';
import { InputError } from '../../kernel/src/problem.js';
import { unwatched } from '../../kernel/src/task.js';
import type { Trial } from '../../test/kernel/effects/designs/designs.js';
import { parametersOf } from '../../test/kernel/effects/tables.js';

/** How much is measured. */
export interface Extent {
  readonly seeds: number;
  readonly rows: number;
  readonly estimand: Estimand;
  readonly checks: readonly CheckKind[];
}

/** Every check there is. */
export const allChecks = Object.keys(checkers) as CheckKind[];

/** What the seeds of a design say of one interval. */
export interface Reach {
  /** The arm, or what kind of interval it is. */
  readonly of: string;
  readonly truth: number;
  /** Mean error in standard errors. */
  readonly bias: number;
  /** Intervals that hold the truth. */
  readonly covered: number;
  /** Estimates made. */
  readonly made: number;
  /** Mean width of the intervals; infinite where one has no end. */
  readonly width: number;
}

export interface Measured {
  readonly reaches: readonly Reach[];
  /** How often each check failed, of the estimates made; those that cannot fail in this design not among them. */
  readonly failed: ReadonlyMap<string, number>;
  readonly made: number;
  /** Why seeds were refused, one reason each. */
  readonly refused: readonly string[];
}

interface Estimated {
  readonly of: string;
  readonly truth: number;
  readonly error: number;
  readonly interval: readonly [number, number];
}

/** Estimates a design with every seed and holds it against the truth; `done` is told after each. */
export function measure(trial: Trial, extent: Extent, done: (seed: number) => void): Measured {
  const truth = trial.design.truth(extent.estimand);
  const found = new Map<string, Estimated[]>();
  const failed = new Map<string, number>();
  const refused: string[] = [];
  let made = 0;
  for (let seed = 1; seed <= extent.seeds; seed++) {
    const result = estimated(trial, extent, seed);
    if (result instanceof InputError) {
      refused.push(result.message.split('\n')[0]);
    } else {
      made++;
      for (const one of against(result, truth)) found.set(one.of, [...(found.get(one.of) ?? []), one]);
      for (const [name, passed] of verdicts(result))
        failed.set(name, (failed.get(name) ?? 0) + (passed ? 0 : 1));
    }
    done(seed);
  }
  return { reaches: [...found.values()].map(reachOf), failed, made, refused };
}

/** The effect of one seed, or why it was refused. */
function estimated(
  { design, estimator }: Trial,
  { rows, estimand, checks }: Extent,
  seed: number,
): EffectEstimate | InputError {
  const asked = demandsOf(estimator.kind).pastConfounding ? [] : checks;
  const parameters = parametersOf({ ...design.given, estimator, estimand, checks: asked, seed });
  try {
    return estimateEffect({ table: design.draw(rows, seed), texts: [], parameters }, unwatched);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** Every interval of a result beside its truth: those of the contrasts, and one that holds with weak instruments, too. */
function against({ contrasts, instrument }: EffectEstimate, truth: readonly number[]): Estimated[] {
  const ofArms = contrasts.map(({ arm, estimate, stdError, interval }, i) => ({
    of: arm,
    truth: truth[i],
    error: (estimate - truth[i]) / stdError,
    interval,
  }));
  if (!instrument?.robust) return ofArms;
  const [low, high] = instrument.robust;
  const interval = [low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY] as const;
  return [...ofArms, { of: 'robust to weak instruments', truth: truth[0], error: Number.NaN, interval }];
}

/** Checks with their verdicts, and what is said of instruments. */
function verdicts({ checks, instrument }: EffectEstimate): [string, boolean][] {
  const own = checks.map(({ name, passed }): [string, boolean] => [name, passed]);
  if (!instrument) return own;
  const strong = instrument.firstStage.every(({ value, threshold }) => value >= threshold);
  const { overIdentification } = instrument;
  return [
    ...own,
    ['strong instruments', strong],
    ...(overIdentification
      ? [['instruments agree', overIdentification.pValue >= 0.05] as [string, boolean]]
      : []),
  ];
}

function reachOf(found: readonly Estimated[]): Reach {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [{ of, truth }] = found;
  return {
    of,
    truth,
    bias: mean(found.map(({ error }) => error)),
    covered: found.filter(({ interval: [low, high] }) => low <= truth && truth <= high).length,
    made: found.length,
    width: mean(found.map(({ interval: [low, high] }) => high - low)),
  };
}
