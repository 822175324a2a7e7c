import { type JointErrors, jointErrors, type Member } from '../../effects/inference/joint-errors.js';
import type { Units } from '../../models/units.js';
import { normalQuantile, studentQuantile } from '../../statistics/normal.js';
import type { Task } from '../../task.js';

/** Draws of the errors of a curve. */
const drawn = 2000;

/** Values of a curve whose errors belong together, and numbers beside it that share them. */
export class JointCurve {
  private readonly errors: Float64Array[];
  private readonly standard: Float64Array;
  private readonly correlation: Float64Array;
  /** Student's quantile over the normal one: few rows that matter make errors themselves uncertain. */
  private readonly wider: number;
  /** A place so many standard errors below another is clearly not the maximum. */
  private readonly clearly: number;

  /**
   * @param values of the curve, those beside it behind them
   * @param influences of each, whose means are the errors
   * @param freedom degrees of freedom of the errors
   */
  constructor(
    readonly values: readonly number[],
    influences: readonly Float64Array[],
    units: Units,
    private readonly level: number,
    freedom: number,
    seed: number,
    task: Task,
  ) {
    const rows = Int32Array.from(influences[0].keys());
    const members = influences.map((influence): Member => ({ rows, influence }));
    const joint: JointErrors = jointErrors(members, units, seed, task);
    const { count } = units;
    const scale = Math.sqrt(count / Math.max(1, count - 1)) / rows.length;
    this.standard = joint.spread.map((spread) => spread * scale);
    this.correlation = joint.correlation;
    this.clearly = Math.sqrt(Math.log(rows.length));
    const probability = 0.5 + level / 2;
    this.wider = studentQuantile(probability, freedom) / normalQuantile(probability);
    this.errors = Array.from({ length: drawn }, () => {
      const error = new Float64Array(values.length);
      joint.draw(error);
      return error.map((z, i) => z * this.standard[i]);
    });
  }

  /** Standard error of one value less another. */
  errorOfDifference(a: number, b: number): number {
    const { standard, correlation, values } = this;
    const product = correlation[a * values.length + b] * standard[a] * standard[b];
    return Math.sqrt(Math.max(0, standard[a] ** 2 + standard[b] ** 2 - 2 * product));
  }

  errorOf(place: number): number {
    return this.standard[place];
  }

  /**
   * How far each place of the curve is from being refused as the place of its maximum: below 0 it is refused. Inverts the test that no other
   * place is above it: the largest t-ratio of another place less this one against its quantile under the multiplier bootstrap
   * (Chernozhukov, Chetverikov and Kato 2019), of the places that are not clearly below (Andrews and Soares 2010). Valid where the maximum lies at an end
   * or is flat; near a place the ratios are those of the slope there.
   *
   * @param places of the curve
   */
  roomAsMaximum(places: number): number[] {
    const { values, errors, level, wider, clearly } = this;
    return Array.from({ length: places }, (_, own) => {
      const others = Array.from({ length: places }, (_, other) => other).flatMap((other) => {
        const error = this.errorOfDifference(other, own);
        if (other === own || error <= 0) return [];
        const ratio = (values[other] - values[own]) / error;
        return ratio > -clearly ? [{ other, error, ratio }] : [];
      });
      if (others.length === 0) return Number.POSITIVE_INFINITY;
      const largest = Float64Array.from(errors, (drawnErrors) =>
        others.reduce(
          (most, { other, error }) => Math.max(most, (drawnErrors[other] - drawnErrors[own]) / error),
          Number.NEGATIVE_INFINITY,
        ),
      );
      const critical = wider * quantile(largest, level);
      return critical - Math.max(...others.map(({ ratio }) => ratio));
    });
  }

  /**
   * Standard errors that an interval has to reach to hold at whichever of the places is picked, whatever they were picked by.
   *
   * @param places among which one is picked
   * @param less a place whose value is taken off
   */
  reach(places: readonly number[], less?: number): number {
    const spread = (place: number): number =>
      less === undefined ? this.standard[place] : this.errorOfDifference(place, less);
    const known = places.map((place) => ({ place, error: spread(place) })).filter(({ error }) => error > 0);
    const largest = Float64Array.from(this.errors, (error) =>
      known.reduce((most, { place, error: own }) => {
        const off = error[place] - (less === undefined ? 0 : error[less]);
        return Math.max(most, Math.abs(off) / own);
      }, 0),
    );
    return this.wider * quantile(largest, this.level);
  }
}

function quantile(values: Float64Array, probability: number): number {
  return values.sort()[Math.ceil(probability * values.length) - 1];
}
