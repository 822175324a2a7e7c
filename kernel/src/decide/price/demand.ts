import { refuseWeights } from '../../effects/estimate-effect.js';
import { demandsOf } from '../../effects/estimators/demands.js';
import { type DoseFit, fitOf, overlapWarnings } from '../../effects/estimators/dose-fit.js';
import { between } from '../../effects/estimators/dose-grid.js';
import { normalBandwidth, smoothBandwidth } from '../../effects/inference/local-polynomial.js';
import type { EffectRequest } from '../../effects/request.js';
import { openStudy } from '../../effects/study.js';
import type { Units } from '../../models/units.js';
import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';

type Curve = Omit<DoseFit, 'slope' | 'clipped' | 'unlikely'>;

/** The curve of demand by the price, and all that is asked of it later: plain data, an entry per row of the effect's sample. */
export interface Demand {
  /** Column of prices, and of what is demanded. */
  readonly treatment: string;
  readonly outcome: string;
  readonly level: number;
  readonly seed: number;
  /** 1-based row of the data file. */
  readonly sourceRow: Int32Array;
  readonly price: Float64Array;
  readonly quantity: Float64Array;
  readonly curve: Curve;
  /** `[price of the curve's grid][row]`: 1 where the row could hardly have had it. */
  readonly unlikely: readonly Uint8Array[];
  readonly clusters?: Units;
  readonly warnings: readonly string[];
}

/**
 * Fits demand by the price as the effect does.
 *
 * @throws InputError CS6085 where the effect is no curve, and as effects do
 */
export function gatherDemand(request: EffectRequest, task: Task): Demand {
  const { treatment, outcome, estimator, level, seed } = request.parameters;
  if (demandsOf(estimator.kind).dose !== 'must') {
    throw inputError(
      'CS6085',
      `Which ${treatment} is best follows from ${outcome} at every one of them; ${estimator.kind} compares arms: take an effect \`with dose response\`.`,
    );
  }
  const study = openStudy(request, task.part(0, 0.2));
  refuseWeights(study);
  const { sample, covariates } = study;
  const { dose: price = sample.outcome, outcome: quantity, clusters } = sample;
  const fit = fitOf(study, task.part(0.2, 0.9));
  const { slope: _, clipped: __, unlikely, ...drawn } = fit;
  const curve = { ...drawn, bandwidth: bandwidthOf(drawn, price, task.part(0.9, 1)) };
  return {
    ...{ treatment, outcome, level, seed, price, quantity, curve },
    sourceRow: Int32Array.from(sample.rows, (row) => request.table.sourceRow[row]),
    unlikely: Array.from(curve.grid, (at) =>
      Uint8Array.from(price, (_own, row) => (unlikely(row, at) ? 1 : 0)),
    ),
    ...(clusters && { clusters }),
    warnings: [...sample.warnings, ...(covariates.adapting?.warnings ?? []), ...overlapWarnings(study, fit)],
  };
}

/**
 * The best price is told by the slope of the curve, which needs it smoother than its height does: up to twice the bandwidth that suits straight
 * lines, as long as the parabolas that are fitted still follow the curve.
 */
function bandwidthOf({ missed, grid, supposed }: Curve, price: Float64Array, task: Task): number {
  const average = supposed.map((means) => means.reduce((sum, mean) => sum + mean, 0) / means.length);
  const curve = missed.y.map((miss, row) => missed.weight[row] * miss + between(grid, average, price[row]));
  return smoothBandwidth(price, curve, 2 * normalBandwidth(price), task, 2);
}
