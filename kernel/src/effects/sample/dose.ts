import type { Table } from '../../data/table.js';
import type { EffectStep } from '../../plan.js';
import type { Problem } from '../../problem.js';
import { figure } from '../../words/phrases.js';
import { demandsOf } from '../estimators/demands.js';
import { mostArms, type TreatmentArms } from './treatment-arms.js';

/** Fewer distinct values than this leave nothing to draw a curve through. */
const fewestDoses = 8;

/** A treatment that is an amount, and what its effect is told between. */
export interface Dose {
  /** Amount per row of the table; NaN is missing. */
  readonly values: Float64Array;
  /** Amounts to compare, baseline first; absent where the effect is per unit. */
  readonly doses?: readonly number[];
  /** What is compared, each row in the arm that is nearest to it: the doses; for an effect per unit, the lower and the upper half. */
  readonly arms: TreatmentArms;
}

/** Names of the two things an effect per unit compares. */
export const perUnit = ['as it was', 'one unit more'];

/**
 * Reads a treatment as a dose: numbers of more than 20 distinct values, where the estimator can do with one and no arms are asked for, and
 * any numbers where it must. Undefined where the treatment is arms, or where what is wrong with it went to `problems`.
 */
export function treatmentDose(
  table: Table,
  { treatment, arms, doses: asked, estimator }: EffectStep['parameters'],
  problems: Problem[],
): Dose | undefined {
  const wanted = demandsOf(estimator.kind).dose;
  const column = table.columns.get(treatment);
  if (!wanted || !column || (arms && wanted === 'can')) return undefined;
  const report = (code: string, message: string): undefined => {
    problems.push({ code, severity: 'error', message, place: { column: treatment } });
    return undefined;
  };
  if (column.kind !== 'numeric' || column.type !== 'numeric') {
    if (wanted === 'can') return undefined;
    return report(
      'CS6020',
      `The estimator ${estimator.kind} needs a treatment that is an amount, and "${treatment}" is not a number; compare its arms with aipw.`,
    );
  }
  const sorted = column.values.filter((value) => Number.isFinite(value)).sort();
  const distinct = new Set(sorted).size;
  if (wanted === 'can') {
    if (distinct <= mostArms) return undefined;
    const [low, high] = [0.25, 0.75].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
    return { values: column.values, arms: nearest(column.values, [low, high], perUnit) };
  }
  if (distinct < fewestDoses) {
    return report(
      'CS6020',
      `The treatment "${treatment}" has ${distinct} distinct values, too few for a curve (${fewestDoses} or more); compare them as arms with aipw.`,
    );
  }
  const doses = [...new Set(asked ?? quartiles(sorted))];
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const outside = doses.filter((dose) => !(dose >= low && dose <= high));
  if (outside.length > 0 || doses.length < 2) {
    return report(
      'CS6021',
      outside.length > 0
        ? `No row has ${treatment} as ${outside[0] < low ? 'low' : 'high'} as ${figure(outside[0])}: doses to compare must lie from ${figure(low)} to ${figure(high)}.`
        : `Name two different doses of ${treatment} or more: the first is the baseline.`,
    );
  }
  return { values: column.values, doses, arms: nearest(column.values, doses, doses.map(String)) };
}

function nearest(values: Float64Array, doses: readonly number[], names: readonly string[]): TreatmentArms {
  const closest = (value: number): number =>
    doses.reduce((best, dose, i) => (Math.abs(dose - value) < Math.abs(doses[best] - value) ? i : best), 0);
  return { names, arm: Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : closest(value))) };
}

/** Quartiles to four significant digits, which is how they will be named. */
function quartiles(sorted: Float64Array): number[] {
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  return [0.25, 0.5, 0.75].map((share) => {
    const rounded = Number(sorted[Math.round(share * (sorted.length - 1))].toPrecision(4));
    return Math.min(high, Math.max(low, rounded));
  });
}
