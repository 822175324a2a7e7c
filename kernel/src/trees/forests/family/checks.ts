import { InputError, type Problem } from '../../../problem.js';

/** Collects what is wrong with the input of a forest, so that all of it is said at once. */
export class Checks {
  private readonly problems: Problem[] = [];

  add(code: string, message: string, column?: string): void {
    const place = column === undefined ? undefined : { column };
    this.problems.push({ code, severity: 'error', message, place });
  }

  /** CS5003 for fewer than `least` rows. */
  rows(rows: Int32Array, least = 8): void {
    if (rows.length >= least) return;
    this.add('CS5003', `A forest needs at least ${least} rows but has ${rows.length}; widen the selection.`);
  }

  /** CS5050 where a row of the selection has no finite number; `what` names the numbers. Whether all are finite. */
  finite(what: string, values: ArrayLike<number>, rows: Int32Array): boolean {
    const bad = rows.filter((row) => !Number.isFinite(values[row]));
    if (bad.length === 0) return true;
    const more = bad.length > 1 ? ` and ${(bad.length - 1).toLocaleString('en-US')} more` : '';
    this.add(
      'CS5050',
      `The ${what} of row ${bad[0] + 1}${more} is missing or infinite; keep only rows where it is known.`,
    );
    return false;
  }

  /** Whether any number of the selection is neither 0 nor missing. */
  static varies(residuals: ArrayLike<number>, rows: Int32Array): boolean {
    return rows.some((row) => residuals[row] !== 0 && !Number.isNaN(residuals[row]));
  }

  /** CS5004 where the residuals of a treatment are all 0. */
  treatmentVaries(residuals: ArrayLike<number>, rows: Int32Array): void {
    if (rows.length === 0 || Checks.varies(residuals, rows)) return;
    this.add(
      'CS5004',
      'The treatment does not vary given the confounders, so there is no effect to estimate.',
    );
  }

  /** Throws an InputError with all problems that were found. */
  done(): void {
    if (this.problems.length > 0) throw new InputError(this.problems);
  }
}
