import { isBasis, type LsaBasis } from '../text/lsa/basis.js';
import { damaged } from '../trees/model/sealed.js';

/** What encoders learnt of texts, by name of the text; none for encoders that learn nothing. */
export type Bases = ReadonlyMap<string, LsaBasis>;

/**
 * Bases that may come from anyone.
 * @param needed texts that must have one
 * @throws InputError CS5005
 */
export function checkBases(value: unknown, needed: readonly string[]): Bases {
  const whole =
    value instanceof Map && value.size === needed.length && needed.every((name) => isBasis(value.get(name)));
  if (!whole) throw damaged('what it learnt of its texts is not whole');
  return value as Bases;
}
