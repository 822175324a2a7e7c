import { featuresOf, joinFeatures, selectRows } from '../../data/features.js';
import type { Feature, Features, Table } from '../../data/table.js';
import type { Folds } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { type Told, tellAll, tellSupervised } from '../../text/adapter/adapting-words.js';
import { selectTextRows, type TextDesign } from '../../text/text-design.js';
import { binFeatures } from '../../trees/matrix/binning.js';
import type { Sample } from '../sample/sample.js';
import { withSplines } from './splines.js';
import type { FoldInputs } from './stack.js';
import { type TextBalancing, textBalancing } from './text-balancing.js';
import { type Remainder, textRemainder } from './text-remainder.js';
import { nestedTextScores, type Subject, type TextScore } from './text-scores.js';

/** What an effect is adjusted for, over the rows of a sample. */
export interface Covariates {
  /** Plain columns. */
  readonly columns: Features;
  /** What fold `k` of a nuisance may be predicted from: columns, and text scores for its subject that never saw fold `k`. */
  readonly inputs: (subject: Subject, fold: number) => FoldInputs;
  /** Scores of the texts, each row's from heads that never saw its own fold. */
  readonly scores: readonly Feature[];
  /** Those of the scores that propensities are fitted on, and those that regressions are fitted on. */
  readonly treatmentScores: readonly Feature[];
  readonly outcomeScores: readonly Feature[];
  /** What regressions are fitted on but for what is about the treatment, too; absent where nothing is. */
  readonly outcomeAlone?: {
    readonly scores: readonly Feature[];
    readonly inputs: (fold: number) => FoldInputs;
  };
  /** What texts still explain of a fitted outcome; absent without texts that have heads. */
  readonly remainder?: Remainder;
  /** Additions to the weights that balance what texts are made of; absent without texts. */
  readonly balancing?: TextBalancing;
  /** How adapting embeddings to treatment and outcome went; absent where it was not asked for. */
  readonly adapting?: Told;
  /** Those with all scores of the texts, of which {@link onOutcomeScores} left out some. */
  readonly full?: Covariates;
}

/**
 * Covariates of a sample. A text enters as a few supervised scores: one of the treatment per arm but the baseline, and
 * one of the outcome per arm, from linear heads nested in the folds (Veitch, Sridhar and Blei 2020 on what a text has
 * to keep). Confounding lies along oblique directions of an embedding, which trees on its raw axes miss. What else is seen of a text
 * says its reduction.
 *
 * Propensities see the scores of the treatment alone, regressions those of the outcome alone. The bias of a doubly robust
 * estimate is the product of the errors of both: noise of a score that both had seen would be in both errors, and its
 * square would stay, while noises of different scores average out.
 */
export function buildCovariates(
  table: Table,
  columns: readonly string[],
  texts: readonly TextDesign[],
  sample: Sample,
  folds: Folds,
  task: Task,
): Covariates {
  const plain = selectRows(featuresOf(table, columns), sample.rows);
  if (texts.length === 0) {
    const all = foldInputs(plain);
    return { columns: plain, inputs: () => all, scores: [], treatmentScores: [], outcomeScores: [] };
  }
  const designs = texts.map((text) => selectTextRows(text, sample.rows));
  const found = designs.map((design, t) => {
    const part = task.part(t / texts.length, (t + 1) / texts.length, `Learning from ${design.name}`);
    return nestedTextScores(design, sample, folds, part);
  });
  const nested = found.flatMap(({ scores }) => scores);
  const told = found.flatMap(({ adaptation }, t) =>
    adaptation ? [tellSupervised(designs[t].name, adaptation)] : [],
  );
  const own = new Map(nested.map((score) => [score, ownFold(score.byFold, folds.foldOf)]));
  const seen = (asked: readonly TextScore[]) => {
    const byFold = Array.from({ length: folds.folds }, (_, fold) => {
      const scores = asked.map((score) => score.byFold[fold]);
      return foldInputs(joinFeatures(plain, scores));
    });
    const scores = asked.flatMap((score) => own.get(score) ?? []);
    return { scores, inputs: (fold: number): FoldInputs => byFold[fold] };
  };
  const seenBy = (subject: Subject): TextScore[] => nested.filter((score) => score.seenBy.includes(subject));
  const treatment = seen(seenBy('treatment'));
  const outcome = seen(seenBy('outcome'));
  const alone = seenBy('outcome').filter(({ about }) => about === 'outcome');
  const withHeads = designs.filter(({ reduction }) => reduction?.kind !== 'components');
  return {
    columns: plain,
    inputs: (subject, fold) => (subject === 'treatment' ? treatment : outcome).inputs(fold),
    scores: [...own.values()],
    treatmentScores: treatment.scores,
    outcomeScores: outcome.scores,
    ...(told.length > 0 && { adapting: tellAll(told) }),
    ...(alone.length < outcome.scores.length && { outcomeAlone: seen(alone) }),
    ...(withHeads.length > 0 && {
      remainder: textRemainder(withHeads, folds.seed),
      balancing: textBalancing(withHeads, sample, folds),
    }),
  };
}

/**
 * The same covariates with propensities on the texts' scores of the outcome (Gui and Veitch 2022): what a text says of the treatment alone
 * confounds nothing, and where it says much it destroys overlap. What the scores of the outcome miss of a text stays in the effect.
 */
export function onOutcomeScores(covariates: Covariates): Covariates {
  const { outcomeScores, inputs, outcomeAlone } = covariates;
  const alone = outcomeAlone ?? {
    scores: outcomeScores,
    inputs: (fold: number) => inputs('outcome', fold),
  };
  return {
    ...covariates,
    inputs: (_, fold) => alone.inputs(fold),
    scores: alone.scores,
    treatmentScores: alone.scores,
    outcomeScores: alone.scores,
    full: covariates,
  };
}

/** Features as what a fold of a nuisance is learned from. */
export function foldInputs(features: Features): FoldInputs {
  return { features, curves: withSplines(features), matrix: binFeatures(features) };
}

/** Each row's score from heads that never saw the row's own fold. */
function ownFold(byFold: readonly Feature[], foldOf: Int8Array): Feature {
  return { ...byFold[0], values: Float64Array.from(foldOf, (fold, row) => byFold[fold].values[row]) };
}
