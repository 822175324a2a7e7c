import type { Folds } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { buildCovariates, type Covariates } from './nuisances/covariates.js';
import { constantNuisances, fitNuisances, type Nuisances } from './nuisances/nuisances.js';
import type { EffectRequest } from './request.js';
import { sampleFolds } from './sample/cluster-folds.js';
import { drawSample, type Sample } from './sample/sample.js';

/**
 * One effect under study: its rows, folds and covariates, and nuisances that are fitted when first asked for and then shared by the
 * estimator, the checks and the conditional effects.
 */
export class Study {
  private plain: Nuisances | undefined;

  constructor(
    readonly request: EffectRequest,
    readonly sample: Sample,
    readonly folds: Folds,
    readonly covariates: Covariates,
    /** Known already, as where only the outcome is another. */
    private fitted?: Nuisances,
  ) {}

  get parameters(): EffectRequest['parameters'] {
    return this.request.parameters;
  }

  /** Numbers of the arms to be compared with the baseline: 1, 2, .... */
  get contrasts(): number[] {
    return this.sample.arms.slice(1).map((_, i) => i + 1);
  }

  /** Whether there is anything to adjust for. */
  get adjusts(): boolean {
    const { adjustment, texts } = this.parameters;
    return adjustment.length + texts.length > 0;
  }

  /** Cross-fitted given the covariates; the shares and means of the arms where there are none. */
  nuisances(task: Task): Nuisances {
    this.fitted ??= this.adjusts
      ? fitNuisances(this.sample, this.covariates, this.folds, this.parameters.nuisances, task)
      : this.constants();
    return this.fitted;
  }

  /** Shares and mean outcomes of the arms, as in an experiment without covariates. */
  constants(): Nuisances {
    this.plain ??= constantNuisances(this.sample);
    return this.plain;
  }
}

/** Draws the rows, their folds and the covariates; throws InputError (CS6001 to CS6009) with all that is wrong with the data. */
export function openStudy(request: EffectRequest, task: Task): Study {
  return studyOf(request, drawSample(request.table, request.parameters), task);
}

/** The study of rows that are drawn already. */
export function studyOf(request: EffectRequest, sample: Sample, task: Task): Study {
  const { table, texts, parameters } = request;
  const folds = sampleFolds(sample, parameters.folds, parameters.seed);
  const covariates = buildCovariates(table, parameters.adjustment, texts, sample, folds, task);
  return new Study(request, sample, folds, covariates);
}
