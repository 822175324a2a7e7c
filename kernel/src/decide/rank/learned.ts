import { joinFeatures } from '../../data/features.js';
import type { Folds } from '../../statistics/folds.js';
import { type Task, unwatched } from '../../task.js';
import { type Design, designOf, scoresOfRows } from './design.js';
import type { ExposureLog } from './exposure-log.js';
import { learnExposure } from './exposures.js';
import { type IncrementModel, learnIncrements, type Predicted, predictIncrements } from './increments.js';
import { openRows } from './log-checks.js';
import type { Pairs } from './pairs.js';
import { type CandidateKind, learnTastes, ownEffect, type Tastes } from './tastes.js';
import type { ItemTexts } from './text-map.js';

/** A chance below this counts as this where purchases are weighted by one over it. */
const clip = 0.05;

/** What a ranking is learned from. */
export interface RankingLesson {
  readonly log: ExposureLog;
  readonly pairs: Pairs;
  readonly folds: Folds;
  readonly kinds: readonly CandidateKind[];
  readonly texts?: ItemTexts;
}

/** All that was learned without the rows of a fold, or from all rows. */
export interface LearnedRanking {
  readonly design: Design;
  readonly model: IncrementModel;
  /** What it says of every row of the log. */
  readonly predicted: Predicted;
  /** Chance of being shown, of every row. */
  readonly propensity: Float64Array;
  /** Scores of the popularity of every row's item. */
  readonly popularity?: Float64Array;
}

/**
 * Learns rankings without each fold in turn, and from all. What the models see of a row are scores by tastes that know nothing of it; where a
 * fold is left out, they know nothing of that one either: so nothing of a fold's outcomes is in the order that it is judged by.
 */
export class Learner {
  private readonly kept = new Map<string, Tastes>();
  private readonly weight: Float64Array;
  private readonly open: Int32Array;
  private readonly chances: Float64Array | undefined;

  constructor(
    private readonly lesson: RankingLesson,
    task: Task,
  ) {
    const { log, folds } = lesson;
    this.open = openRows(log);
    this.chances = log.propensity;
    const all = Int32Array.from(log.shown.keys());
    const first = this.chances ?? learnExposure(log, folds, all, log.features, task);
    this.weight = inverseChances(first, log.shown);
  }

  /** Without the rows of a fold; from all rows where it is -1. */
  without(fold: number, task: Task): LearnedRanking {
    const { log, pairs, folds } = this.lesson;
    const { foldOf, seed } = folds;
    const tastes = this.tastesOfFolds(fold, task.part(0, 0.5));
    const scores = scoresOfRows(
      log,
      pairs,
      (row) => tastes[this.leftOut(foldOf[row], pairs.of[row], fold)],
      task.part(0.5, 0.6),
    );
    const design = designOf(scores, log.features, task.part(0.6, 0.62));
    const all = Int32Array.from(log.shown.keys()).filter((row) => foldOf[row] !== fold);
    const more = joinFeatures(
      scores,
      log.features.list.map((own) => ({ ...own, name: `column ${own.name}` })),
    );
    const propensity = this.chances ?? learnExposure(log, folds, all, more, task.part(0.62, 0.65));
    const rows = this.open.filter((row) => foldOf[row] !== fold);
    const held = (fold + 1) % folds.folds;
    const trial = rows.filter((row) => foldOf[row] === held);
    const factorColumns = new Set([ownEffect, ...log.features.list.map(({ name }) => `column ${name}`)]);
    const model = learnIncrements(
      {
        design,
        factorColumns,
        shown: log.shown,
        outcome: log.outcome,
        propensity: bounded(propensity),
        seed,
      },
      rows,
      trial,
      task.part(0.65, 0.95),
    );
    const popularity = scores.list.find(({ name }) => name === 'popularity')?.values;
    return {
      design,
      model,
      predicted: predictIncrements(model, design, task.part(0.95, 1)),
      propensity,
      ...(popularity && { popularity }),
    };
  }

  /** Tastes of all rows but those of one fold, or of two. */
  private tastes(fold: number, other: number, task: Task): Tastes {
    const { log, folds, kinds, texts } = this.lesson;
    const key = [...new Set([fold, other, -1])].sort((a, b) => a - b).join(' ');
    const known = this.kept.get(key);
    if (known) return known;
    const rows = Int32Array.from(log.shown.keys()).filter(
      (row) => folds.foldOf[row] !== fold && folds.foldOf[row] !== other,
    );
    const made = learnTastes(log, rows, this.weight, kinds, texts, folds.seed, task);
    this.kept.set(key, made);
    return made;
  }

  /** Tastes of all rows but those of a fold, once something was learned from all rows. */
  known(fold: number): Tastes {
    return this.tastes(-1, fold, unwatched);
  }

  /** Tastes without each fold, and without the one that is left out; nothing at the place of that one. */
  private tastesOfFolds(fold: number, task: Task): Tastes[] {
    const { folds } = this.lesson.folds;
    const tastes: Tastes[] = [];
    for (let own = 0; own < folds; own++) {
      if (own !== fold) tastes[own] = this.tastes(fold, own, task.part(own / folds, (own + 1) / folds));
    }
    return tastes;
  }

  /**
   * The fold, beside the one that is left out, that the tastes know nothing of by which a pair is scored: its own; or, of a pair in the fold that is
   * left out, any other: scores by more purchases are larger, and all of a user's are to be alike.
   */
  private leftOut(own: number, pair: number, fold: number): number {
    const { folds } = this.lesson.folds;
    return own === fold ? (fold + 1 + (pair % (folds - 1))) % folds : own;
  }
}

/** One over the chance of the exposure that each row had; rows that had no choice count once. */
function inverseChances(propensity: Float64Array, shown: Uint8Array): Float64Array {
  return propensity.map((e, row) => (Number.isNaN(e) ? 1 : 1 / Math.max(clip, shown[row] === 1 ? e : 1 - e)));
}

/** Rows without a chance of their own are learned nothing from; any number will do. */
function bounded(propensity: Float64Array): Float64Array {
  return propensity.map((e) => (Number.isNaN(e) ? 0.5 : e));
}
