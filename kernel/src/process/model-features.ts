import { featuresOf } from '../data/features.js';
import type { Feature, Features } from '../data/table.js';
import { type Folds, stratifiedFolds } from '../effects/folds.js';
import { joinFeatures } from '../effects/select-rows.js';
import type { Outcome } from '../models/outcome.js';
import type { ModelStep } from '../plan.js';
import type { Task } from '../task.js';
import { fitHead, type Head, nestedScores, scoreHead } from '../text/heads.js';
import type { TextDesign } from '../text/text-design.js';
import type { Inputs } from './trainer.js';

/** Nested scores take two folds out and need one left. */
const fewestFolds = 3;

/** What a model learns a text by: one head, fitted on all training rows. */
export interface NamedHead {
  /** Name of the `text` declaration. */
  readonly name: string;
  readonly head: Head;
}

/** Columns and text scores in the forms that fitting, cross-validation and scoring need; see `ModelRequest`. */
export interface ModelFeatures {
  readonly features: Features;
  readonly learning: Features;
  readonly perFold: (fold: number) => Features;
  readonly folds: Folds;
  readonly heads: readonly NamedHead[];
}

/** Folds with the same share of each class; of plain size for a regression. */
function modelFolds(outcome: Outcome, { folds, seed }: ModelStep['parameters']): Folds {
  const classes = outcome.task === 'classification' ? 2 : 1;
  const classOf = Int32Array.from(outcome.values, (value) => (classes === 2 && value === 1 ? 1 : 0));
  return stratifiedFolds(classOf, classes, Math.max(fewestFolds, folds), seed);
}

/** Makes all that a model learns from. A text enters as the score of a head that never saw what it is used for. */
export function modelFeatures(
  step: ModelStep,
  { table, texts }: Inputs,
  outcome: Outcome,
  task: Task,
): ModelFeatures {
  const { parameters } = step;
  const { seed } = parameters;
  const plain = featuresOf(table, parameters.features);
  const folds = modelFolds(outcome, parameters);
  const usable = Uint8Array.from(outcome.values, (value, row) =>
    Number.isNaN(value) || table.heldOut?.[row] === 1 ? 0 : 1,
  );
  const rows = Int32Array.from(usable.keys()).filter((row) => usable[row] === 1);
  const scored = texts.map((text, i) => {
    const part = task.part(i / texts.length, (i + 1) / texts.length, `learning from ${text.name}`);
    const { foldOf, folds: count } = folds;
    const nested = nestedScores(text, outcome.values, usable, foldOf, count, { seed }, part.part(0, 0.9));
    return { text, nested, head: fitHead(text, rows, outcome.values, { seed }, part.part(0.9, 1)) };
  });
  const own = (nested: readonly Float64Array[]) =>
    Float64Array.from(folds.foldOf, (fold, row) => nested[fold]![row]!);
  return {
    features: joinFeatures(
      plain,
      scored.map(({ text, head }) => textFeature(text, head)),
    ),
    learning: joinFeatures(
      plain,
      scored.map(({ text, nested }) => scoreFeature(text.name, own(nested))),
    ),
    perFold: (fold) =>
      joinFeatures(
        plain,
        scored.map(({ text, nested }) => scoreFeature(text.name, nested[fold]!)),
      ),
    folds,
    heads: scored.map(({ text, head }) => ({ name: text.name, head })),
  };
}

/** Score of a text per row, by a head that may come from other rows; NaN where there is no text. */
export function textFeature(text: TextDesign, head: Head): Feature {
  const scores = scoreHead(text, head);
  return scoreFeature(
    text.name,
    Float64Array.from(text.codes, (code) => (code < 0 ? Number.NaN : scores[code]!)),
  );
}

function scoreFeature(name: string, values: Float64Array): Feature {
  return { name: `${name} (score)`, source: name, kind: 'numeric', values };
}
