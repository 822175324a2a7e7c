import type { Table } from '../../../kernel/src/data/table.js';
import { type Diagnosis, diagnose } from '../../../kernel/src/effects/checks/checks.js';
import { estimators } from '../../../kernel/src/effects/estimators/estimators.js';
import { contrastOf } from '../../../kernel/src/effects/inference/contrast.js';
import { openStudy } from '../../../kernel/src/effects/study.js';
import type { Check, Contrast } from '../../../kernel/src/result.js';
import { unwatched } from '../../../kernel/src/task.js';
import { type Parameters, parametersOf } from './tables.js';

/** Checks of an effect with the tables behind them, and the estimate: all that an effect does but its conditional effects. */
export function diagnosed(
  table: Table,
  given: Partial<Parameters>,
): Diagnosis & { readonly contrast: Contrast; readonly check: (name: string) => Check } {
  const study = openStudy({ table, texts: [], parameters: parametersOf(given) }, unwatched);
  const estimator = estimators[study.parameters.estimator.kind];
  const used = estimator.nuisances(study, unwatched);
  const estimated = study.contrasts.map((contrast) => estimator.estimate(study, contrast, unwatched));
  const contrasts = estimated.map((found, i) => contrastOf(study, found, i + 1));
  const diagnosis = diagnose({ study, used, estimated, contrasts }, unwatched);
  const check = (name: string): Check => {
    const found = diagnosis.checks.find((one) => one.name === name);
    if (!found) throw new Error(`The check ${name} was not asked for.`);
    return found;
  };
  return { ...diagnosis, contrast: contrasts[0], check };
}
