import { InputError, type Problem } from '../problem.js';
import type { Objective, TreeEnsemble } from '../trees/model/ensemble.js';
import type { Outcome } from './outcome.js';

/** Objectives whose predictions are means of an outcome, or its quantiles. */
const regressions: ReadonlySet<Objective> = new Set(['squared', 'huber', 'quantile', 'poisson']);

/**
 * Refuses a model from elsewhere that does not fit its place in the spec, every reason at once: InputError CS5044 where
 * it reads a column that is not among `columns`, or predicts another kind of thing than the outcome.
 */
export function checkImported(
  { objective, features }: TreeEnsemble,
  outcome: Outcome,
  columns: readonly string[],
): void {
  const messages = features
    .filter(({ name }) => !columns.includes(name))
    .map(({ name }) => `The imported model reads a column "${name}"; name it in \`using\`.`);
  const fits = outcome.task === 'classification' ? objective === 'logistic' : regressions.has(objective);
  if (!fits) {
    const wanted = outcome.task === 'classification' ? 'the probability of a yes or no' : 'a number';
    messages.push(
      `The imported model was fitted with the objective ${objective}, and ${outcome.name} asks for ${wanted}; predict what it predicts.`,
    );
  }
  if (messages.length === 0) return;
  throw new InputError(messages.map((message): Problem => ({ code: 'CS5044', severity: 'error', message })));
}
