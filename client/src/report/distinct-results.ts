import type { Result } from '../../../kernel/src/result.js';

/** The same for results that differ only in the place they were asked for at. */
export function identityOf(result: Result): string {
  return JSON.stringify({ ...result, provenance: { ...result.provenance, place: undefined } });
}

/** Results in the order found; the same one asked for twice, as by `train` and `report`, stands once. */
export function distinctResults(results: readonly Result[]): Result[] {
  return [...new Map(results.map((result) => [identityOf(result), result])).values()];
}
