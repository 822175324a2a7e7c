import { featuresOf } from '../data/features.js';
import type { Feature, Features, Table } from '../data/table.js';
import { scoreHead } from '../text/heads.js';
import type { TextDesign } from '../text/text-design.js';
import type { FittedEffect, FittedText } from './fitted-effect.js';

/** The inputs of the forests for any table: its columns, and its texts (found by name) as scores of the heads. */
export function fittedFeatures(fitted: FittedEffect, table: Table, texts: readonly TextDesign[]): Features {
  const columns = featuresOf(table, fitted.columns);
  const scores = fitted.texts.flatMap((text) => textScores(text, designOf(texts, text.name)));
  return { rows: table.rows, list: [...columns.list, ...scores] };
}

function designOf(texts: readonly TextDesign[], name: string): TextDesign {
  const design = texts.find((text) => text.name === name);
  if (!design) throw new RangeError(`The effect was fitted with text ${name}, which was not given.`);
  return design;
}

function textScores(text: FittedText, design: TextDesign): Feature[] {
  return text.scores.map(({ feature, head }) => {
    const scores = scoreHead(design, head);
    return {
      name: feature,
      source: text.name,
      kind: 'numeric',
      values: Float64Array.from(design.codes, (code) => (code < 0 ? Number.NaN : scores[code])),
    };
  });
}
