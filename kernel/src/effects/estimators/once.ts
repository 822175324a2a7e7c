import type { Task } from '../../task.js';
import type { Study } from '../study.js';

/** What is found once for all contrasts of a study, when the first of them asks. */
export function oncePerStudy<Found>(
  find: (study: Study, task: Task) => Found,
): (study: Study, task: Task) => Found {
  const found = new WeakMap<Study, { readonly value: Found }>();
  return (study, task) => {
    const kept = found.get(study) ?? { value: find(study, task) };
    found.set(study, kept);
    return kept.value;
  };
}
