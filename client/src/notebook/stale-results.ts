import type { Result } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { StepState } from '../../../server/src/protocol.js';
import { resultMime } from './cell-output.js';

/** What a result says of what it was made from. */
export type MadeFrom = Pick<Result, 'kind' | 'name'> & Pick<Result['provenance'], 'stepHash' | 'dataHash'>;

/** What the outputs of a cell were made from; what is no result of ours, or damaged, counts for nothing. */
export function madeFrom(items: readonly { readonly mime: string; readonly text: string }[]): MadeFrom[] {
  return items.flatMap(({ mime, text }) => {
    if (mime !== resultMime) return [];
    try {
      const { kind, name, provenance } = JSON.parse(text) as Result;
      const { stepHash, dataHash } = provenance;
      return [{ kind, name, stepHash, dataHash }];
    } catch {
      return [];
    }
  });
}

/**
 * Why results are no longer of what the notebook says, one reason each: the declaration has changed or is gone, or its data file has other bytes.
 * Where a declaration has errors nothing is known of it, and where a file cannot be read nothing of its bytes. A comparison has no declaration of
 * its own, and is not judged.
 */
export function staleReasons(made: readonly MadeFrom[], states: readonly StepState[]): string[] {
  const byName = new Map(states.map((state) => [state.name, state]));
  const reasons = made.flatMap(({ kind, name, stepHash, dataHash }) => {
    if (states.length === 0 || kind === 'comparison' || stepHash === '') return [];
    const state = byName.get(name);
    if (!state) return [say`${name} is no longer declared`];
    if (state.stepHash !== null && state.stepHash !== stepHash) return [say`${name} has changed`];
    const known = dataHash !== '' && state.dataHash !== null;
    return known && state.dataHash !== dataHash ? [say`the data of ${name} have changed`] : [];
  });
  return [...new Set(reasons)];
}
