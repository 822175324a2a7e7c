import { featuresOf, selectRows } from '../data/features.js';
import type { EffectResult, GroupEstimate, Heterogeneity } from '../result.js';
import { rowsWhere } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { quoted } from '../words/phrases.js';
import type { Variation } from './conditional/heterogeneity.js';
import { modifierGroups } from './conditional/modifier-groups.js';
import type { Scores } from './estimators/scores.js';
import { type GroupAverage, groupAverages, type RowGroup } from './inference/group-averages.js';
import type { Study } from './study.js';

/** Averages over groups, ready for the result. */
export interface StudyGroups extends Pick<EffectResult, 'heterogeneity' | 'groups'> {
  readonly warnings: readonly string[];
}

/** Averages over the groups of the modifiers and over those that the spec names; their simultaneous intervals hold jointly. */
export function studyGroups(
  study: Study,
  scores: readonly Scores[],
  variation: Variation,
  task: Task,
): StudyGroups {
  const { request, sample, parameters } = study;
  const named = namedGroups(study);
  const columns = variation.heterogeneity.length > 0 ? variation.fitted.columns : [];
  const byModifier = modifierGroups(selectRows(featuresOf(request.table, columns), sample.rows).list);
  const { level, seed } = parameters;
  const averages = groupAverages(sample, [...byModifier, ...named], scores, level, seed, task);
  const heterogeneity = variation.heterogeneity.map(
    (varying, i): Heterogeneity => ({
      ...varying,
      groups: averages.flatMap((average) => {
        const { modifier } = average.of;
        return modifier !== undefined && average.contrast === i + 1
          ? [{ modifier, ...groupEstimate(average) }]
          : [];
      }),
    }),
  );
  if (named.length === 0) return { heterogeneity, warnings: [] };
  const own = averages.filter(({ of }) => of.modifier === undefined);
  const groups = own.map((average) => ({ arm: sample.arms[average.contrast], ...groupEstimate(average) }));
  return { heterogeneity, groups, warnings: leftOut(study, named, own) };
}

function groupEstimate({ of, estimate, stdError, interval, simultaneous }: GroupAverage): GroupEstimate {
  return { group: of.group, n: of.rows.length, estimate, stdError, interval, simultaneous };
}

function namedGroups({ request, sample }: Study): RowGroup[] {
  return (request.groups ?? []).map(({ name, holds }) => {
    return { group: name, rows: rowsWhere(sample.rows, (row) => holds[row] === 1) };
  });
}

function leftOut({ sample }: Study, named: readonly RowGroup[], found: readonly GroupAverage[]): string[] {
  return named.flatMap(({ group }) => {
    const missing = sample.arms
      .slice(1)
      .filter((_, i) => !found.some(({ of, contrast }) => of.group === group && contrast === i + 1));
    if (missing.length === 0) return [];
    return [
      `The group "${group}" has too few rows to compare ${quoted(missing)} with "${sample.arms[0]}" and was left out.`,
    ];
  });
}
