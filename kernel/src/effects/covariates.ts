import { featuresOf, joinFeatures, selectRows } from '../data/features.js';
import type { Feature, Features, Table } from '../data/table.js';
import type { Folds } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { fitHead, nestedScores } from '../text/heads.js';
import { scoreFeature } from '../text/score-feature.js';
import { selectTextRows, type TextDesign } from '../text/text-design.js';
import { binFeatures } from '../trees/binning.js';
import type { FittedText } from './fitted-effect.js';
import type { Sample } from './sample.js';
import { withSplines } from './splines.js';
import type { FoldInputs } from './stack.js';

/** What an effect is adjusted for, over the rows of a sample. */
export interface Covariates {
  /** Plain columns. */
  readonly columns: Features;
  /** What fold `k` may be predicted from: columns and text scores that never saw fold `k`. */
  readonly inputs: (fold: number) => FoldInputs;
  /** Scores of the texts, each row's from heads that never saw its own fold. */
  readonly scores: readonly Feature[];
}

/** A question put to the heads of a text: a score of the treatment, or of the outcome in one arm. */
interface Question {
  readonly feature: string;
  readonly y: Float64Array;
  /** 1 for rows the head may learn from. */
  readonly use: Uint8Array;
}

/**
 * Covariates of a sample. A text enters as a few supervised scores: one of the treatment per arm but the baseline, and
 * one of the outcome per arm, from linear heads nested in the folds (Veitch, Sridhar and Blei 2020 on what a text has
 * to keep). Confounding lies along oblique directions of an embedding, which trees on its raw axes miss.
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
  const nested = texts.map((text, t) => {
    const part = task.part(t / texts.length, (t + 1) / texts.length, `Learning from ${text.name}`);
    return nestedFeatures(selectTextRows(text, sample.rows), sample, folds, part);
  });
  const inputs = Array.from({ length: texts.length > 0 ? folds.folds : 1 }, (_, fold): FoldInputs => {
    const features = joinFeatures(
      plain,
      nested.flatMap((byFold) => byFold[fold]),
    );
    return { features, curves: withSplines(features), matrix: binFeatures(features) };
  });
  return {
    columns: plain,
    inputs: (fold) => inputs[Math.min(fold, inputs.length - 1)],
    scores: nested.flatMap((byFold) => ownFold(byFold, folds.foldOf)),
  };
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
  const { arms, arm, outcome } = sample;
  const everyone = new Uint8Array(arm.length).fill(1);
  const treatment = arms.slice(1).map((name, a) => ({
    feature: `${text} (score of ${name})`,
    y: Float64Array.from(arm, (own) => (own === a + 1 ? 1 : 0)),
    use: everyone,
  }));
  const outcomes = arms.map((name, a) => ({
    feature: `${text} (score of the outcome in ${name})`,
    y: outcome,
    use: Uint8Array.from(arm, (own) => (own === a ? 1 : 0)),
  }));
  return [...treatment, ...outcomes];
}

/** `[fold][question]`: scores of all rows that rows of the fold may be predicted from. */
function nestedFeatures(
  design: TextDesign,
  sample: Sample,
  { foldOf, folds, seed }: Folds,
  task: Task,
): Feature[][] {
  const asked = questions(design.name, sample);
  const answers = asked.map(({ y, use }, q) =>
    nestedScores(
      design,
      y,
      use,
      foldOf,
      folds,
      { seed },
      task.part(q / asked.length, (q + 1) / asked.length),
    ),
  );
  return Array.from({ length: folds }, (_, fold) =>
    asked.map(({ feature }, q) => scoreFeature(feature, design.name, answers[q][fold])),
  );
}

function ownFold(byFold: readonly (readonly Feature[])[], foldOf: Int8Array): Feature[] {
  return byFold[0].map((feature, q) => ({
    ...feature,
    values: Float64Array.from(foldOf, (fold, row) => byFold[fold][q].values[row]),
  }));
}
