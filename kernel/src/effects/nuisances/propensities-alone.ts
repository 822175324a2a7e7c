import { oncePerStudy } from '../estimators/once.js';
import type { Study } from '../study.js';
import { foldInputs } from './covariates.js';
import type { Nuisances } from './nuisances.js';
import { fitPropensities } from './nuisances.js';

/** Propensities given the texts alone, by the heads' scores of the treatment: how much a text tells of it. */
export const propensitiesOfTexts = oncePerStudy((study, task) => alone(study, true, task));

/** Propensities given the columns alone. */
export const propensitiesOfColumns = oncePerStudy((study, task) => alone(study, false, task));

function alone(
  { sample, covariates, folds, parameters, request }: Study,
  texts: boolean,
  task: Parameters<typeof fitPropensities>[4],
): Nuisances['propensity'] {
  const names = new Set(request.texts.map(({ name }) => name));
  const whole = covariates.full ?? covariates;
  const byFold = Array.from({ length: folds.folds }, (_, fold) => {
    const { rows, list } = whole.inputs('treatment', fold).features;
    return foldInputs({ rows, list: list.filter(({ source }) => names.has(source) === texts) });
  });
  const inputs = (_: unknown, fold: number) => byFold[fold];
  return fitPropensities(sample, { inputs }, folds, parameters.nuisances, task);
}
