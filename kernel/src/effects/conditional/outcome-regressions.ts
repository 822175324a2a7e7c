import { rowsWhere } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { type AdditiveModel, type Inputs, predictAdditive } from './additive-model.js';
import type { Lesson, Means } from './lesson.js';
import { chooseRecipe, fitRegression, pick, type RegressionProblem } from './regression.js';
import { treatedAs, withTreatment } from './treated-inputs.js';

/**
 * How outcomes are regressed on confounders: each arm apart; each arm with the odds of the other one as weights, so that it is best among the
 * rows of the other (covariate shift: Shimodaira 2000); or both arms at once with the treatment among the features.
 */
export type RegressionKind = 'arms' | 'adapted' | 'joint';

/** Regressions of the outcome that can be fitted again and again on some of the rows, all by recipes chosen once. */
export class OutcomeRegressions {
  private readonly recipes;
  private nested: readonly Means[] | undefined;

  constructor(
    private readonly lesson: Lesson,
    private readonly kind: RegressionKind,
    task: Task,
  ) {
    const problem = this.problem(0);
    this.recipes = this.parts(lesson.rows).map((rows) => chooseRecipe(problem, rows, task));
  }

  /** Means of the rows `at` by a fit on `learn`, with the inputs that fold `fold` may be predicted from. */
  fit(learn: Int32Array, fold: number, at: Int32Array, task: Task): Means {
    const { outcome } = this.lesson;
    const problem = this.problem(fold);
    const models = this.parts(learn).map((rows, part) =>
      fitRegression(problem, this.recipes[part], rows, task),
    );
    const [untreated, treated] = [0, 1].map((arm) => {
      const model: AdditiveModel = models[arm] ?? models[0];
      const predicted = predictAdditive(model, pick(this.inputsAs(arm, fold), at), task);
      const values = new Float64Array(outcome.length);
      at.forEach((row, i) => {
        values[row] = predicted[i];
      });
      return values;
    });
    return [untreated, treated];
  }

  /** Means of every row by fits without its fold. */
  crossFitted(task: Task): Means {
    const { folds, rows, outcome } = this.lesson;
    const means: Means = [new Float64Array(outcome.length), new Float64Array(outcome.length)];
    for (let fold = 0; fold < folds.folds; fold++) {
      const learn = rows.filter((row) => folds.foldOf[row] !== fold);
      const own = rowsWhere(folds.foldOf, (f) => f === fold);
      place(this.fit(learn, fold, own, task.part(fold / folds.folds, (fold + 1) / folds.folds)), own, means);
    }
    return means;
  }

  /**
   * `[k]`: means of rows outside fold `k` by fits that saw neither the row's fold nor fold `k`: what is learned from them and then judged
   * on fold `k` has seen nothing of it. A fit without two folds serves both.
   */
  crossFittedTwice(task: Task): readonly Means[] {
    this.nested ??= this.nest(task);
    return this.nested;
  }

  private nest(task: Task): readonly Means[] {
    const { folds, rows, outcome } = this.lesson;
    const k = folds.folds;
    const means = Array.from(
      { length: k },
      (): Means => [new Float64Array(outcome.length), new Float64Array(outcome.length)],
    );
    const pairs = Array.from({ length: k }, (_, a) => Array.from({ length: a }, (_, b) => [a, b])).flat();
    pairs.forEach(([a, b], i) => {
      const learn = rows.filter((row) => folds.foldOf[row] !== a && folds.foldOf[row] !== b);
      const [rowsA, rowsB] = [a, b].map((fold) => rowsWhere(folds.foldOf, (f) => f === fold));
      const found = this.fit(
        learn,
        a,
        Int32Array.of(...rowsA, ...rowsB),
        task.part(i / pairs.length, (i + 1) / pairs.length),
      );
      place(found, rowsB, means[a]);
      place(found, rowsA, means[b]);
    });
    return means;
  }

  /** Rows of each regression. */
  private parts(rows: Int32Array): Int32Array[] {
    const { treated } = this.lesson;
    return this.kind === 'joint' ? [rows] : [0, 1].map((arm) => rows.filter((row) => treated[row] === arm));
  }

  private problem(fold: number): RegressionProblem {
    const { lesson, kind } = this;
    const { folds, outcome: y, treated, propensity, weights } = lesson;
    const base = lesson.regressors(fold);
    if (kind === 'joint') return { inputs: withTreatment(base, treated), y, weights, ...folds };
    if (kind === 'arms') return { inputs: base, y, weights, ...folds };
    const odds = propensity.map(
      (e, row) => (weights?.[row] ?? 1) * (treated[row] === 1 ? (1 - e) / e : e / (1 - e)),
    );
    return { inputs: base, y, weights: odds, ...folds };
  }

  private inputsAs(arm: number, fold: number): Inputs {
    const base = this.lesson.regressors(fold);
    return this.kind === 'joint' ? treatedAs(base, new Uint8Array(base.features.rows).fill(arm)) : base;
  }
}

function place(from: Means, rows: Int32Array, to: Means): void {
  for (const arm of [0, 1]) for (const row of rows) to[arm][row] = from[arm][row];
}
