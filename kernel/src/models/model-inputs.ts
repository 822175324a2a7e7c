import { featuresOf, joinFeatures } from '../data/features.js';
import type { Features, Table } from '../data/table.js';
import { isHead } from '../text/check-head.js';
import type { Head } from '../text/heads.js';
import { headFeature } from '../text/score-feature.js';
import type { TextDesign } from '../text/text-design.js';
import { damaged } from '../trees/model/sealed.js';

/** What a fitted model reads of a table: columns, and one score per text, from a head fitted on all training rows. */
export interface ModelInputs {
  readonly columns: readonly string[];
  /** `name` is that of the `text` declaration. */
  readonly texts: readonly { readonly name: string; readonly head: Head }[];
}

/**
 * The features of a model for any table. `texts` are the designs of the same texts, in the order of `inputs.texts`.
 * Throws InputError for a column the table lacks.
 */
export function modelFeatures(inputs: ModelInputs, table: Table, texts: readonly TextDesign[]): Features {
  const scores = inputs.texts.map(({ name, head }, t) => headFeature(scoreName(name), texts[t], head));
  return joinFeatures(featuresOf(table, inputs.columns), scores);
}

/** What the score of a text is called among the features: `browsing (score)`. */
export function scoreName(text: string): string {
  return `${text} (score)`;
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
    inputs.texts.every((text) => typeof text?.name === 'string' && isHead(text.head));
  if (!whole) throw damaged('what it reads of a table is not whole');
  return inputs;
}
