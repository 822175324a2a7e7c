import { featuresOf } from '../data/features.js';
import type { Feature, Features, Table } from '../data/table.js';
import { type Head, scoreHead } from '../text/heads.js';
import type { TextDesign } from '../text/text-design.js';
import { damaged } from '../trees/sealed.js';

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
  const scores = inputs.texts.map(({ name, head }, t) => {
    const byText = scoreHead(texts[t], head);
    return textScore(
      name,
      Float64Array.from(texts[t].codes, (code) => (code < 0 ? Number.NaN : byText[code])),
    );
  });
  return { rows: table.rows, list: [...featuresOf(table, inputs.columns).list, ...scores] };
}

/** The feature a text enters as: `browsing (score)`, whose source is the text. */
export function textScore(text: string, values: Float64Array): Feature {
  return { name: `${text} (score)`, source: text, kind: 'numeric', values };
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

function isHead(value: unknown): boolean {
  const head = value as Head | null;
  const numbers = (list: unknown): boolean => Array.isArray(list) && list.every(Number.isFinite);
  return (
    typeof head === 'object' &&
    head !== null &&
    head.version === 1 &&
    Number.isFinite(head.mean) &&
    Number.isFinite(head.intercept) &&
    numbers(head.embedding) &&
    numbers(head.terms) &&
    typeof head.vectorizer === 'object' &&
    head.vectorizer !== null
  );
}
