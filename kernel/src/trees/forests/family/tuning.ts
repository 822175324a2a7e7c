import { createRandom, type Random } from '../../../statistics/random.js';
import { type Task, unwatched } from '../../../task.js';
import type { BinnedMatrix } from '../../matrix/binned-matrix.js';
import { growForest } from '../grow-forest.js';
import { type GrowthOptions, growthDefaults } from '../growth.js';
import { Checks } from './checks.js';
import { effectsOf, oneParameter, product } from './effects.js';

/** What tuning chooses. */
export interface TunedParameters {
  readonly minLeaf: number;
  readonly mtry: number;
  readonly balance: number;
  readonly sampleShare: number;
}

/** How long tuning searches. */
export interface TuningOptions {
  /** Random draws of parameters beside those given. */
  readonly draws?: number;
  /** Trees of the forests of the first round; every round halves the candidates and doubles the trees. */
  readonly trees?: number;
}

export const tuningDefaults = { draws: 31, trees: 50 } as const;

/** What tuning found. */
export interface Tuning {
  /** Those found, or those given where nothing was gained. */
  readonly parameters: TunedParameters;
  /** Whether they differ from those given. */
  readonly tuned: boolean;
  /** Out-of-bag R-loss of those found and of those given, with the same number of trees and the same samples. */
  readonly rLoss: number;
  readonly defaultRLoss: number;
  /** R-loss of one effect for all rows: what the heterogeneity a forest finds is measured against. */
  readonly constantRLoss: number;
  /** Share by which the R-loss fell, (default - found) / default, with its standard error over rows. */
  readonly gain: number;
  readonly gainError: number;
}

/**
 * Tunes a causal forest (or a dose forest) by its out-of-bag R-loss, the mean of (y_i - effect(x_i) w_i)^2 on residuals (Nie &
 * Wager 2021), which is least in expectation at the true effects. Successive halving (Jamieson & Talwalkar 2016): small forests
 * of many random draws, then larger ones of the better half, until one is left beside the parameters given. These are
 * kept unless the other's loss is less by more than one standard error over rows, since the best of many draws looks good by
 * chance.
 *
 * @param options of the forest to be tuned; its `minLeaf`, `mtry`, `balance` and `sampleShare` are the default
 * @throws InputError with all of: CS5003 for fewer than 8 rows, CS5004 where the treatment does not vary, CS5050 where a number
 *   is missing
 */
export function tuneCausalForest(
  matrix: BinnedMatrix,
  yResidual: Float64Array,
  wResidual: Float64Array,
  rows: Int32Array,
  options: GrowthOptions & { readonly tuning?: TuningOptions } = {},
  task: Task = unwatched,
): Tuning {
  const checks = new Checks();
  checks.rows(rows);
  checks.finite('outcome', yResidual, rows);
  checks.finite('treatment', wResidual, rows);
  checks.treatmentVaries(wResidual, rows);
  checks.done();
  const search = new Search(matrix, yResidual, wResidual, rows, options);
  return search.run({ ...tuningDefaults, ...options.tuning }, task);
}

/** A candidate with its loss per row in the last round that it took part in. */
interface Candidate {
  readonly parameters: TunedParameters;
  losses: Float64Array;
}

class Search {
  private readonly rows: Int32Array;
  private readonly a: Float64Array;
  private readonly h: Float64Array;
  private readonly features: number;

  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly y: Float64Array,
    private readonly w: Float64Array,
    rows: Int32Array,
    private readonly options: GrowthOptions,
  ) {
    const { weights } = options;
    this.rows = weights ? rows.filter((row) => weights[row] > 0) : rows;
    this.a = product(w, y);
    this.h = product(w, w);
    this.features = matrix.features.length;
  }

  run({ draws, trees }: Required<TuningOptions>, task: Task): Tuning {
    const random = createRandom(this.options.seed ?? growthDefaults.seed, 2 ** 20);
    const given: Candidate = { parameters: this.given(), losses: new Float64Array(0) };
    let others = Array.from({ length: Math.max(1, draws) }, (): Candidate => {
      return { parameters: this.draw(random), losses: new Float64Array(0) };
    });
    const rounds = Math.ceil(Math.log2(others.length + 1));
    for (let round = 0; round < rounds; round++) {
      const entrants = [...others, given];
      const part = task.part(round / rounds, (round + 1) / rounds, 'Tuning');
      entrants.forEach((entrant, i) => {
        const own = part.part(i / entrants.length, (i + 1) / entrants.length);
        entrant.losses = this.losses(entrant.parameters, trees * 2 ** round, own);
      });
      others.sort((one, other) => this.mean(one.losses) - this.mean(other.losses));
      others = others.slice(0, Math.max(1, others.length >>> 1));
    }
    return this.judge(others[0], given);
  }

  private given(): TunedParameters {
    const { minLeaf, mtry, balance, sampleShare } = {
      mtry: this.mostFeatures(),
      ...growthDefaults,
      ...this.options,
    };
    return { minLeaf, mtry, balance, sampleShare };
  }

  /** The features that grf tries at each split, as many as there are. */
  private mostFeatures(): number {
    return Math.min(this.features, Math.ceil(Math.sqrt(this.features) + 20));
  }

  private draw(random: Random): TunedParameters {
    const sampleShare = 0.05 + 0.45 * random.next();
    // Leaves from 1 row up to a sixteenth of a tree's splitting rows, evenly in their logarithm.
    const largest = Math.max(1, (this.rows.length * sampleShare) / 2 / 16);
    return {
      sampleShare,
      minLeaf: Math.round(2 ** (random.next() * Math.log2(largest))),
      mtry: Math.max(1, Math.ceil(random.next() * this.mostFeatures())),
      balance: 0.25 * random.next(),
    };
  }

  /** Out-of-bag R-loss of every row, times its weight. */
  private losses(parameters: TunedParameters, trees: number, task: Task): Float64Array {
    const { matrix, rows, a, h, y, w } = this;
    const { weights } = this.options;
    const data = { matrix, rows, moment: oneParameter, a, h, size: h };
    const settings = { ...this.options, ...parameters, trees, keepSamples: false };
    const { effect } = effectsOf(growForest(data, settings, task).outOfBag);
    return Float64Array.from(rows, (row, i) => (weights?.[row] ?? 1) * (y[row] - effect[i] * w[row]) ** 2);
  }

  private judge(best: Candidate, given: Candidate): Tuning {
    const defaultRLoss = this.mean(given.losses);
    const differences = given.losses.map((loss, i) => loss - best.losses[i]);
    const gained = this.mean(differences);
    const n = differences.length;
    const square = differences.reduce((sum, own) => sum + own * own, 0) / n;
    const error = Math.sqrt(square / n) * (n / this.totalWeight());
    const tuned = gained > error;
    return {
      parameters: tuned ? best.parameters : given.parameters,
      tuned,
      rLoss: tuned ? defaultRLoss - gained : defaultRLoss,
      defaultRLoss,
      constantRLoss: this.constantLoss(),
      gain: tuned ? gained / defaultRLoss : 0,
      gainError: error / defaultRLoss,
    };
  }

  private constantLoss(): number {
    const { rows, a, h, y, w } = this;
    const { weights } = this.options;
    let sumA = 0;
    let sumH = 0;
    for (const row of rows) {
      sumA += (weights?.[row] ?? 1) * a[row];
      sumH += (weights?.[row] ?? 1) * h[row];
    }
    const effect = sumA / sumH;
    return this.mean(
      Float64Array.from(rows, (row) => (weights?.[row] ?? 1) * (y[row] - effect * w[row]) ** 2),
    );
  }

  private mean(losses: Float64Array): number {
    return losses.reduce((sum, loss) => sum + loss, 0) / this.totalWeight();
  }

  private totalWeight(): number {
    const { weights } = this.options;
    return weights ? this.rows.reduce((sum, row) => sum + weights[row], 0) : this.rows.length;
  }
}
