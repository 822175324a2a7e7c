import { featuresOf, joinFeatures, selectRows } from '../../data/features.js';
import type { Features } from '../../data/table.js';
import type { TextDesign } from '../../text/text-design.js';
import type { Study } from '../study.js';

/** What the effect of a study may differ by, over the rows of its sample. */
export interface Modifiers {
  /** Columns, texts not among them. */
  readonly columns: readonly string[];
  readonly texts: readonly TextDesign[];
  /** The columns, and the texts as scores of heads that never saw a row's own fold. */
  readonly features: Features;
}

/** The modifiers that were named, or without any all that is adjusted for. */
export function modifiersOf({ request, sample, covariates }: Study): Modifiers {
  const { table, texts, parameters } = request;
  const { modifiers, adjustment } = parameters;
  const names = modifiers.length > 0 ? modifiers : [...adjustment, ...texts.map((text) => text.name)];
  const entering = texts.filter((text) => names.includes(text.name));
  const columns = names.filter((name) => !entering.some((text) => text.name === name));
  const plain = selectRows(featuresOf(table, columns), sample.rows);
  const scores = covariates.scores.filter((s) => entering.some((text) => text.name === s.source));
  return { columns, texts: entering, features: joinFeatures(plain, scores) };
}
