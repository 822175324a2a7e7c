import { createHash } from 'node:crypto';

/**
 * What tells whether the data of a result are still the same: the sha256 of its data file, or of those of all files where it reads
 * histories of events from others.
 *
 * @param hashes of the file of the rows, then of the events in the order of the texts
 */
export function dataHashOf(hashes: readonly string[]): string {
  return hashes.length === 1 ? hashes[0] : createHash('sha256').update(hashes.join('\n')).digest('hex');
}

/** The same of files as far as they are known; undefined where one is not, or there are none. */
export function knownDataHash(hashes: readonly (string | undefined)[]): string | undefined {
  const known = hashes.filter((hash) => hash !== undefined);
  return known.length > 0 && known.length === hashes.length ? dataHashOf(known) : undefined;
}
