import type { Feature, Features } from '../../data/table.js';
import { InputError, type Problem } from '../../problem.js';
import { boundValue, type FeatureInfo } from './feature-info.js';

/**
 * The columns of a table that a model reads, in the order of `infos`. They are found by name, so that their order does not
 * matter. Throws InputError CS5001 (feature absent) or CS5002 (of another kind), all of them at once.
 */
export function matchFeatures(infos: readonly FeatureInfo[], features: Features): Feature[] {
  const byName = new Map(features.list.map((feature) => [feature.name, feature]));
  const problems: Problem[] = [];
  const found: Feature[] = [];
  for (const { name, kind } of infos) {
    const feature = byName.get(name);
    if (!feature) {
      const message = `Column ${name}, which the model was trained on, is not in this data; add it.`;
      problems.push({ code: 'CS5001', severity: 'error', message });
    } else if (feature.kind !== kind) {
      const message = `Column ${name} is ${feature.kind} here but was ${kind} in training; make it ${kind} again.`;
      problems.push({ code: 'CS5002', severity: 'error', message });
    } else found.push(feature);
  }
  if (problems.length > 0) throw new InputError(problems);
  return found;
}

/**
 * Columns as trees read them, in the order of `infos`: numbers with infinities drawn in to the largest finite ones,
 * categories as group numbers, NaN for a missing value and for a level the training data did not have.
 * Throws as {@link matchFeatures}.
 */
export function prepareColumns(infos: readonly FeatureInfo[], features: Features): Float64Array[] {
  return matchFeatures(infos, features).map((feature, i) =>
    infos[i].kind === 'numeric' ? boundInfinities(feature.values) : toGroups(infos[i], feature),
  );
}

/** Group of each level of a table's column in the coding of the training data, 0 for one it did not have. */
export function groupsOfLevels(info: FeatureInfo, feature: Feature): Uint8Array {
  const groupOf = new Map((info.levels ?? []).map((level, i) => [level, info.groups?.[i] ?? 0]));
  return Uint8Array.from(feature.levels ?? [], (level) => groupOf.get(level) ?? 0);
}

/** The values themselves where all are finite or missing, else a copy. */
function boundInfinities(values: Float64Array): Float64Array {
  for (const value of values) {
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
      return values.map(boundValue);
  }
  return values;
}

function toGroups(info: FeatureInfo, feature: Feature): Float64Array {
  const groups = groupsOfLevels(info, feature);
  return feature.values.map((code) => groups[code] || Number.NaN);
}
