import { featuresOf, joinFeatures, selectRows } from '../../data/features.js';
import type { Feature, Features, Table } from '../../data/table.js';
import type { Folds } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { fitHead, nestedScores } from '../../text/heads.js';
import { scoreFeature } from '../../text/score-feature.js';
import { selectTextRows, type TextDesign } from '../../text/text-design.js';
import { binFeatures } from '../../trees/matrix/binning.js';
import type { FittedText } from '../fitted-effect.js';
import type { Sample } from '../sample/sample.js';
import { withSplines } from './splines.js';
import type { FoldInputs } from './stack.js';
import { type TextBalancing, textBalancing } from './text-balancing.js';
import { type Remainder, textRemainder } from './text-remainder.js';

/** What an effect is adjusted for, over the rows of a sample. */
export interface Covariates {
  /** Plain columns. */
  readonly columns: Features;
  /** What fold `k` of a nuisance may be predicted from: columns, and text scores on its subject that never saw fold `k`. */
  readonly inputs: (subject: Subject, fold: number) => FoldInputs;
  /** Scores of the texts, each row's from heads that never saw its own fold. */
  readonly scores: readonly Feature[];
  /** Those of the scores that propensities are fitted on, and those that regressions are fitted on. */
  readonly treatmentScores: readonly Feature[];
  readonly outcomeScores: readonly Feature[];
  /** What texts still explain of a fitted outcome; absent without texts. */
  readonly remainder?: Remainder;
  /** Additions to the weights that balance what texts are made of; absent without texts. */
  readonly balancing?: TextBalancing;
  /** Those with all scores of the texts, of which {@link onOutcomeScores} left out some. */
  readonly full?: Covariates;
}

/** What a score of a text is about. */
export type Subject = 'treatment' | 'outcome';

/** A question put to the heads of a text: a score of the treatment, or of the outcome in one arm. */
interface Question {
  readonly subject: Subject;
  readonly feature: string;
  readonly y: Float64Array;
  /** 1 for rows the head may learn from. */
  readonly use: Uint8Array;
}

/**
 * Covariates of a sample. A text enters as a few supervised scores: one of the treatment per arm but the baseline, and
 * one of the outcome per arm, from linear heads nested in the folds (Veitch, Sridhar and Blei 2020 on what a text has
 * to keep). Confounding lies along oblique directions of an embedding, which trees on its raw axes miss.
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
  const nested = designs.flatMap((design, t) => {
    const part = task.part(t / texts.length, (t + 1) / texts.length, `Learning from ${design.name}`);
    return nestedFeatures(design, sample, folds, part);
  });
  const inputsOn = (subject: Subject): FoldInputs[] => {
    const asked = nested.filter((score) => score.subject === subject);
    return Array.from({ length: folds.folds }, (_, fold) =>
      foldInputs(
        joinFeatures(
          plain,
          asked.map(({ byFold }) => byFold[fold]),
        ),
      ),
    );
  };
  const inputs = { treatment: inputsOn('treatment'), outcome: inputsOn('outcome') };
  const own = nested.map(({ subject, byFold }) => ({ subject, score: ownFold(byFold, folds.foldOf) }));
  const scoresOn = (asked: Subject): Feature[] =>
    own.filter(({ subject }) => subject === asked).map(({ score }) => score);
  return {
    columns: plain,
    inputs: (subject, fold) => inputs[subject][fold],
    scores: own.map(({ score }) => score),
    treatmentScores: scoresOn('treatment'),
    outcomeScores: scoresOn('outcome'),
    remainder: textRemainder(designs, folds.seed),
    balancing: textBalancing(designs, sample, folds),
  };
}

/**
 * The same covariates with propensities on the texts' scores of the outcome (Gui and Veitch 2022): what a text says of the treatment alone
 * confounds nothing, and where it says much it destroys overlap. What the scores of the outcome miss of a text stays in the effect.
 */
export function onOutcomeScores(covariates: Covariates): Covariates {
  const { outcomeScores, inputs } = covariates;
  return {
    ...covariates,
    inputs: (_, fold) => inputs('outcome', fold),
    scores: outcomeScores,
    treatmentScores: outcomeScores,
    full: covariates,
  };
}

/** Features as what a fold of a nuisance is learned from. */
export function foldInputs(features: Features): FoldInputs {
  return { features, curves: withSplines(features), matrix: binFeatures(features) };
}

/** Heads of the texts on all rows of a sample, for rows yet to come. */
export function fitTexts(
  texts: readonly TextDesign[],
  sample: Sample,
  seed: number,
  task: Task,
): FittedText[] {
  return texts.map((text) => {
    const design = selectTextRows(text, sample.rows);
    const scores = questions(text.name, sample).map(({ feature, y, use }) => {
      const rows = Int32Array.from(use.keys()).filter((row) => use[row] === 1);
      return { feature, head: fitHead(design, rows, y, { seed }, task) };
    });
    return { name: text.name, scores };
  });
}

function questions(text: string, sample: Sample): Question[] {
  const { arms, arm, dose, outcome } = sample;
  const everyone = new Uint8Array(arm.length).fill(1);
  if (dose) {
    return [
      { subject: 'treatment', feature: `${text} (score of the dose)`, y: dose, use: everyone },
      { subject: 'outcome', feature: `${text} (score of the outcome)`, y: outcome, use: everyone },
    ];
  }
  const treatment = arms.slice(1).map((name, a) => ({
    subject: 'treatment' as const,
    feature: `${text} (score of ${name})`,
    y: Float64Array.from(arm, (own) => (own === a + 1 ? 1 : 0)),
    use: everyone,
  }));
  const outcomes = arms.map((name, a) => ({
    subject: 'outcome' as const,
    feature: `${text} (score of the outcome in ${name})`,
    y: outcome,
    use: Uint8Array.from(arm, (own) => (own === a ? 1 : 0)),
  }));
  return [...treatment, ...outcomes];
}

/** A score of a text: `byFold[k]` holds all rows, for models whose predictions are for rows of fold `k`. */
interface NestedScore {
  readonly subject: Subject;
  readonly byFold: readonly Feature[];
}

function nestedFeatures(
  design: TextDesign,
  sample: Sample,
  { foldOf, folds, seed }: Folds,
  task: Task,
): NestedScore[] {
  const asked = questions(design.name, sample);
  const answers = nestedScores(design, asked, foldOf, folds, { seed }, task);
  return asked.map(({ subject, feature }, q) => ({
    subject,
    byFold: answers[q].map((values) => scoreFeature(feature, design.name, values)),
  }));
}

/** Each row's score from heads that never saw the row's own fold. */
function ownFold(byFold: readonly Feature[], foldOf: Int8Array): Feature {
  return { ...byFold[0], values: Float64Array.from(foldOf, (fold, row) => byFold[fold].values[row]) };
}
