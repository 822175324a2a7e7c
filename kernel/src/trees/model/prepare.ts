import type { Feature, Features } from '../../data/table.js';
import { InputError, type Problem } from '../../problem.js';
import { boundValue, type FeatureInfo } from './feature-info.js';

/**
 * Columns as trees read them, in the order of `infos`: numbers with infinities drawn in to the largest finite ones,
 * categories as group numbers, NaN for a missing value and for a level the training data did not have.
 * Features are found by name, levels by their text, so that order and coding of the new table do not matter.
 * Throws InputError CS5001 (feature absent) or CS5002 (of another kind), all of them at once.
 */
export function prepareColumns(infos: readonly FeatureInfo[], features: Features): Float64Array[] {
  const byName = new Map(features.list.map((feature) => [feature.name, feature]));
  const problems: Problem[] = [];
  const columns = infos.map((info) => {
    const feature = byName.get(info.name);
    if (feature?.kind === info.kind) return prepareColumn(info, feature);
    problems.push(
      feature
        ? problem('CS5002', `Column ${info.name} is ${feature.kind} here but was ${info.kind} in training.`)
        : problem(
            'CS5001',
            `Column ${info.name}, which the model was trained on, is not in this data; add it.`,
          ),
    );
    return new Float64Array(0);
  });
  if (problems.length > 0) throw new InputError(problems);
  return columns;

  function problem(code: string, message: string): Problem {
    return { code, severity: 'error', message };
  }
}

function prepareColumn(info: FeatureInfo, feature: Feature): Float64Array {
  return info.kind === 'numeric' ? boundInfinities(feature.values) : toGroups(info, feature);
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
  const groupOfLevel = new Map((info.levels ?? []).map((level, i) => [level, info.groups?.[i] ?? 0]));
  const groups = (feature.levels ?? []).map((level) => groupOfLevel.get(level) || Number.NaN);
  return feature.values.map((code) => groups[code] ?? Number.NaN);
}
