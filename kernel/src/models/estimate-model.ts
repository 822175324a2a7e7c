import { featuresOf, joinFeatures } from '../data/features.js';
import type { Features, Table } from '../data/table.js';
import type { ModelStep } from '../plan.js';
import { inputError } from '../problem.js';
import type { Task } from '../task.js';
import { tellAll } from '../text/adapter/adapting-words.js';
import { scoreFeature } from '../text/score-feature.js';
import type { TextDesign } from '../text/text-design.js';
import type { TreeEnsemble } from '../trees/model/ensemble.js';
import { fitModel, type ModelEstimate } from './fit-model.js';
import { checkImported } from './imported.js';
import { type ModelInputs, modelFeatures } from './model-inputs.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { modelScores } from './text-scores.js';
import { dealFolds, unitsOf } from './units.js';

/** What a model step is computed from. */
export interface TableModelRequest {
  readonly name: string;
  readonly table: Table;
  /** In the order of `parameters.texts`; as many rows as the table. */
  readonly texts: readonly TextDesign[];
  readonly parameters: ModelStep['parameters'];
  /** Column of the data's `unit`: no fold and no search takes a part of a unit. */
  readonly unit?: string;
  /** The model that the learner `imported` names. */
  readonly imported?: TreeEnsemble;
}

/** A model estimate, and what its model reads of later tables. */
export interface TableModelEstimate extends ModelEstimate {
  readonly inputs: ModelInputs;
}

/**
 * Fits and measures the model of a step on a table: chooses the task from the outcome, deals seeded folds (stratified by
 * class, units whole) and turns every text into scores of the outcome, out of sample for whatever learns from it; see
 * {@link ModelRequest} for the three sets of scores. Later rows: `predictModel(fitted, modelFeatures(inputs, ...))`.
 *
 * @throws InputError for an outcome that cannot be predicted, a column the table lacks, or too few rows
 */
export function estimateModel(request: TableModelRequest, task: Task): TableModelEstimate {
  const { name, table, texts, parameters, imported } = request;
  const { learner, seed, folds, features: columns } = parameters;
  const column = table.columns.get(parameters.outcome);
  if (!column) {
    throw inputError('CS1132', `The data has no column "${parameters.outcome}".`, {
      column: parameters.outcome,
    });
  }
  const outcome = outcomeOf(column, table.sourceRow);
  if (imported) checkImported(imported, outcome, columns);
  const unitColumn = request.unit === undefined ? undefined : table.columns.get(request.unit);
  const units = unitColumn && unitsOf(unitColumn);
  const foldOf = dealFolds(classesOf(outcome), units, folds, seed);
  const use = trainingRows(outcome, table.heldOut);
  const family = outcome.task === 'classification' ? 'binomial' : 'gaussian';
  const lesson = { y: outcome.values, family, use, foldOf, folds, seed } as const;
  const scored = texts.map((text, t) => {
    const reading = task.part((0.5 * t) / texts.length, (0.5 * (t + 1)) / texts.length);
    return {
      name: text.name,
      ...modelScores(text, lesson, reading.part(0, 1, `Learning from ${text.name}`)),
    };
  });
  const plain = featuresOf(table, columns);
  const withScores = (of: (nested: readonly Float64Array[]) => Float64Array): Features =>
    joinFeatures(
      plain,
      scored.flatMap(({ name: text, scores }) =>
        scores.map(({ feature, nested }) => scoreFeature(feature, text, of(nested))),
      ),
    );
  const inputs: ModelInputs = {
    columns,
    texts: scored.map(({ name: text, scores }) => ({
      name: text,
      scores: scores.map(({ feature, head }) => ({ feature, head })),
    })),
  };
  const estimate = fitModel(
    {
      name,
      outcome,
      learner,
      imported,
      features: modelFeatures(inputs, table, texts),
      learning: withScores((nested) => Float64Array.from(foldOf, (fold, row) => nested[fold][row])),
      perFold: (fold) => withScores((nested) => nested[fold]),
      foldOf,
      folds,
      units,
      heldOut: table.heldOut,
      seed,
      types: new Map([...table.columns].map(([key, { type }]) => [key, type])),
    },
    task.part(texts.length > 0 ? 0.5 : 0, 1),
  );
  const { notes, warnings } = tellAll(scored.flatMap(({ adapting }) => adapting ?? []));
  return {
    ...estimate,
    warnings: [...warnings, ...estimate.warnings],
    ...(notes.length > 0 && { notes }),
    inputs,
  };
}

function classesOf({ task, values }: Outcome): Int32Array {
  return Int32Array.from(values, (value) => (task === 'classification' && value === 1 ? 1 : 0));
}

function trainingRows(outcome: Outcome, heldOut?: Uint8Array): Uint8Array {
  return Uint8Array.from(outcome.values, (value, row) =>
    Number.isNaN(value) || heldOut?.[row] === 1 ? 0 : 1,
  );
}
