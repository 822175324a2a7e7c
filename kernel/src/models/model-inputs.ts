import { featuresOf, joinFeatures } from '../data/features.js';
import type { Features, Table } from '../data/table.js';
import { isNamedHead } from '../text/check-head.js';
import { headFeature, type NamedHead } from '../text/score-feature.js';
import type { TextDesign } from '../text/text-design.js';
import { damaged } from '../trees/model/sealed.js';

/** What a fitted model reads of a table: columns, and scores of texts, by heads fitted on all training rows. */
export interface ModelInputs {
  readonly columns: readonly string[];
  /** `name` is that of the `text` declaration. */
  readonly texts: readonly { readonly name: string; readonly scores: readonly NamedHead[] }[];
}

/**
 * The features of a model for any table. `texts` are the designs of the same texts, in the order of `inputs.texts`.
 * Throws InputError for a column the table lacks.
 */
export function modelFeatures(inputs: ModelInputs, table: Table, texts: readonly TextDesign[]): Features {
  const scores = inputs.texts.flatMap((text, t) =>
    text.scores.map(({ feature, head }) => headFeature(feature, texts[t], head)),
  );
  return joinFeatures(featuresOf(table, inputs.columns), scores);
}

/** Inputs that may come from anyone; throws InputError CS5005. */
export function checkInputs(value: unknown): ModelInputs {
  const inputs = value as ModelInputs | null;
  const whole =
    typeof inputs === 'object' &&
    inputs !== null &&
    Array.isArray(inputs.columns) &&
    inputs.columns.every((column) => typeof column === 'string') &&
    Array.isArray(inputs.texts) &&
    inputs.texts.every(
      (text) =>
        typeof text?.name === 'string' && Array.isArray(text.scores) && text.scores.every(isNamedHead),
    );
  if (!whole) throw damaged('what it reads of a table is not whole');
  return inputs;
}
