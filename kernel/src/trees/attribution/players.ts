import type { FeatureInfo } from '../model/feature-info.js';

/**
 * Who shares what a model says: each feature belongs to one player, and the features of a player are known together or not at
 * all. One feature each is the usual game; all features of a column as one player is another game, not the sum of the first:
 * what the features of a column do together counts as the column's own, and dividing a column into more features takes nothing
 * from the others.
 */
export interface Players {
  readonly names: readonly string[];
  /** Player of each feature, 0 to names.length - 1. */
  readonly ofFeature: Int32Array;
}

/** Every feature for itself. */
export function featuresAsPlayers(features: readonly FeatureInfo[]): Players {
  return { names: features.map(({ name }) => name), ofFeature: Int32Array.from(features.keys()) };
}

/** Every column or text that features come from is one player; in the order of their first features. */
export function sourcesAsPlayers(features: readonly FeatureInfo[]): Players {
  const names = [...new Set(features.map(({ source }) => source))];
  const numbers = new Map(names.map((name, player) => [name, player]));
  return { names, ofFeature: Int32Array.from(features, ({ source }) => numbers.get(source) ?? 0) };
}
