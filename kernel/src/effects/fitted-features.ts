import { featuresOf, joinFeatures } from '../data/features.js';
import type { Features, Table } from '../data/table.js';
import { headFeature } from '../text/score-feature.js';
import type { TextDesign } from '../text/text-design.js';
import type { FittedEffect } from './fitted-effect.js';

/** The inputs of the forests for any table: its columns, and its texts (found by name) as scores of the heads. */
export function fittedFeatures(fitted: FittedEffect, table: Table, texts: readonly TextDesign[]): Features {
  const columns = featuresOf(table, fitted.columns);
  const scores = fitted.texts.flatMap((text) => {
    const design = designOf(texts, text.name);
    return text.scores.map(({ feature, head }) => headFeature(feature, design, head));
  });
  return joinFeatures(columns, scores);
}

function designOf(texts: readonly TextDesign[], name: string): TextDesign {
  const design = texts.find((text) => text.name === name);
  if (!design) throw new RangeError(`The effect was fitted with text ${name}, which was not given.`);
  return design;
}
