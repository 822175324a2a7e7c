import type { Feature, Features } from '../../../kernel/src/data/table.js';
import { doublyRobustScores } from '../../../kernel/src/effects/estimators/doubly-robust.js';
import { ratioEstimate } from '../../../kernel/src/effects/inference/ratio-estimate.js';
import { foldInputs } from '../../../kernel/src/effects/nuisances/covariates.js';
import { fitNuisances } from '../../../kernel/src/effects/nuisances/nuisances.js';
import type { FoldInputs } from '../../../kernel/src/effects/nuisances/stack.js';
import { drawSample } from '../../../kernel/src/effects/sample/sample.js';
import type { Estimate } from '../../../kernel/src/result.js';
import { rowsWhere, stratifiedFolds } from '../../../kernel/src/statistics/folds.js';
import { unwatched } from '../../../kernel/src/task.js';
import { principalScores } from '../../../kernel/src/text/principal-components.js';
import { dotTerms } from '../../../kernel/src/text/sparse-matrix.js';
import { parametersOf } from '../../kernel/effects/tables.js';
import type { Draw } from './draws.js';
import { fitSharedTrunk } from './shared-trunk.js';

/** Recipes that people copy, each AIPW with 5 folds, on the same rows. */
export const peers = {
  'trees on the embedding': (draw: Draw) => byTrees(draw, axesOf(draw)),
  'trees on 16 principal components': (draw: Draw) =>
    byTrees(draw, named(principalScores(draw.design, 16, unwatched))),
  'TF-IDF and logistic regression': byTerms,
  'heads on a shared trunk': bySharedTrunk,
} satisfies Record<string, (draw: Draw) => Estimate>;

function named(columns: readonly Float64Array[]): Feature[] {
  return columns.map((values, i) => ({ name: `text ${i}`, source: 'text', kind: 'numeric', values }));
}

function axesOf({ design: { codes, embedding, dimensions } }: Draw): Feature[] {
  return named(
    Array.from({ length: dimensions }, (_, j) =>
      Float64Array.from(codes, (code) => embedding[code * dimensions + j]),
    ),
  );
}

function studied({ table }: Draw) {
  const parameters = parametersOf();
  const sample = drawSample(table, parameters);
  return { sample, folds: stratifiedFolds(sample.arm, 2, parameters.folds, parameters.seed) };
}

function xOf({ table }: Draw): Feature {
  const column = table.columns.get('x');
  if (column?.kind !== 'numeric') throw new Error('A draw has a column x.');
  return { name: 'x', source: 'x', kind: 'numeric', values: column.values };
}

function byTrees(draw: Draw, text: readonly Feature[]): Estimate {
  const { sample, folds } = studied(draw);
  const features: Features = { rows: sample.arm.length, list: [xOf(draw), ...text] };
  const all = foldInputs({ rows: features.rows, list: features.list });
  const covariates = {
    inputs: () => all,
    columns: features,
    scores: [],
    treatmentScores: [],
    outcomeScores: [],
  };
  const fitted = fitNuisances(sample, covariates, folds, { kind: 'boosted trees', options: {} }, unwatched);
  return averaged(draw, fitted.propensity, fitted.outcome);
}

/** The terms in most texts, as columns of a penalised linear and logistic regression. */
function byTerms(draw: Draw): Estimate {
  const mostTerms = 100;
  const { sample, folds } = studied(draw);
  const { ngrams, codes } = draw.design;
  const used = new Float64Array(ngrams.columns);
  ngrams.column.forEach((column) => {
    used[column]++;
  });
  const common = [...used.keys()].sort((a, b) => used[b] - used[a]).slice(0, mostTerms);
  const text = named(
    common.map((term) => {
      const unit = new Float64Array(ngrams.columns);
      unit[term] = 1;
      const byText = Float64Array.from({ length: draw.design.distinct }, (_, t) => dotTerms(ngrams, t, unit));
      return Float64Array.from(codes, (code) => byText[code]);
    }),
  );
  const features: Features = { rows: sample.arm.length, list: [xOf(draw), ...text] };
  // Plain terms, without curves and trees.
  const all: FoldInputs = {
    features,
    curves: features,
    matrix: foldInputs({ rows: features.rows, list: [xOf(draw)] }).matrix,
  };
  const covariates = {
    inputs: () => all,
    columns: features,
    scores: [],
    treatmentScores: [],
    outcomeScores: [],
  };
  const fitted = fitNuisances(
    sample,
    covariates,
    folds,
    { kind: 'linear', options: { l2: 0.01 } },
    unwatched,
  );
  return averaged(draw, fitted.propensity, fitted.outcome);
}

function bySharedTrunk(draw: Draw): Estimate {
  const { sample, folds } = studied(draw);
  const n = sample.arm.length;
  const propensity = new Float64Array(n);
  const outcome = [new Float64Array(n), new Float64Array(n)];
  for (let fold = 0; fold < folds.folds; fold++) {
    const training = rowsWhere(folds.foldOf, (own) => own !== fold);
    const at = rowsWhere(folds.foldOf, (own) => own === fold);
    const predicted = fitSharedTrunk(
      draw.design,
      xOf(draw).values,
      sample.arm,
      sample.outcome,
      training,
      at,
      fold,
    );
    at.forEach((row, i) => {
      propensity[row] = predicted.propensity[i];
      outcome[0][row] = predicted.outcome[0][i];
      outcome[1][row] = predicted.outcome[1][i];
    });
  }
  return averaged(draw, [propensity.map((p) => 1 - p), propensity], outcome);
}

function averaged(
  draw: Draw,
  propensity: readonly Float64Array[],
  outcome: readonly Float64Array[],
): Estimate {
  const { sample } = studied(draw);
  const { effect, population } = doublyRobustScores(sample, { propensity, outcome }, 1, 'ate');
  return ratioEstimate(effect, population, 0.95);
}
