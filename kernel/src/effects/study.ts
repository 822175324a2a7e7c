import type { Folds } from '../statistics/folds.js';
import type { Task } from '../task.js';
import { buildCovariates, type Covariates, onOutcomeScores } from './nuisances/covariates.js';
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
  private fitted: Nuisances | undefined;

  constructor(
    readonly request: EffectRequest,
    readonly sample: Sample,
    readonly folds: Folds,
    readonly covariates: Covariates,
    /** Known already, as propensities where only the outcome is another. */
    private readonly known: Partial<Nuisances> = {},
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
    const { sample, covariates, folds, parameters, known } = this;
    const { propensity, outcome } = known;
    if (propensity && outcome) this.fitted ??= { propensity, outcome };
    this.fitted ??= this.adjusts
      ? fitNuisances(sample, covariates, folds, parameters.nuisances, task, known)
      : this.constants();
    return this.fitted;
  }

  /** Outcome regressions, where they were fitted. */
  get regressions(): Nuisances['outcome'] | undefined {
    return this.fitted?.outcome ?? this.known.outcome;
  }

  /** Shares and mean outcomes of the arms, as in an experiment without covariates. */
  constants(): Nuisances {
    this.plain ??= constantNuisances(this.sample);
    return this.plain;
  }
}

/** Draws the rows, their folds and the covariates; throws InputError (CS6001 to CS6009) with all that is wrong with the data. */
export function openStudy(asked: EffectRequest, task: Task): Study {
  const request = asked.parameters.textMode === 'without text' ? withoutTexts(asked) : asked;
  return studyOf(request, drawSample(request.table, request.parameters), task);
}

/** The study of rows that are drawn already. */
export function studyOf(request: EffectRequest, sample: Sample, task: Task): Study {
  const { table, texts, parameters } = request;
  const folds = sampleFolds(sample, parameters.folds, parameters.seed);
  const covariates = buildCovariates(table, parameters.adjustment, texts, sample, folds, task);
  const narrow = parameters.textMode === 'outcome only' && texts.length > 0;
  return new Study(request, sample, folds, narrow ? onOutcomeScores(covariates) : covariates);
}

/** The request as if nothing had been written, and no history had been kept: how long one is goes with it. */
export function withoutTexts(request: EffectRequest): EffectRequest {
  const { parameters } = request;
  const names = new Set(parameters.texts.flatMap(({ name, count }) => (count ? [name, count] : [name])));
  const others = (list: readonly string[]): string[] => list.filter((name) => !names.has(name));
  const { adjustment, modifiers } = parameters;
  const left = { adjustment: others(adjustment), modifiers: others(modifiers) };
  return { ...request, texts: [], parameters: { ...parameters, ...left, texts: [] } };
}
