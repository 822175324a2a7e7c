import type { Features } from '../data/table.js';
import type { GlobalAttribution } from '../result.js';
import type { Shap } from '../trees/tree-shap.js';

/** Attributions per source column (rows x sources), what they add up to, and their summary. */
export interface SourceAttribution {
  readonly base: number;
  readonly sources: readonly string[];
  readonly effects: Float64Array;
  readonly values: Float64Array;
  readonly global: GlobalAttribution;
}

/** Sums attributions over the features of each source, so that a text counts as one, in order of first mention. */
export function sumBySource(of: string, shap: Shap, features: Features, rows: number): SourceAttribution {
  const sources = [...new Set(features.list.map((feature) => feature.source))];
  const place = features.list.map((feature) => sources.indexOf(feature.source));
  const values = new Float64Array(rows * sources.length);
  const effects = new Float64Array(rows).fill(shap.base);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < place.length; j++) {
      const value = shap.values[i * place.length + j];
      values[i * sources.length + place[j]] += value;
      effects[i] += value;
    }
  }
  const summary = sources.map((source, s) => {
    let absolute = 0;
    let signed = 0;
    for (let i = 0; i < rows; i++) {
      const value = values[i * sources.length + s];
      absolute += Math.abs(value) / rows;
      signed += value / rows;
    }
    return { source, meanAbsolute: absolute, meanSigned: signed };
  });
  summary.sort((a, b) => b.meanAbsolute - a.meanAbsolute);
  return {
    base: shap.base,
    sources,
    effects,
    values,
    global: { of, base: shap.base, rows, sources: summary },
  };
}
