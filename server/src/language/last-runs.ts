import type { URI } from 'langium';
import type { Check, Contrast, EffectResult, Provenance } from '../../../kernel/src/result.js';

/** What the editor keeps of the last result of an effect: enough to tell its findings on the lines that they concern. */
export interface LastRun
  extends Pick<EffectResult, 'name' | 'sentence' | 'level' | 'treatment'>,
    Pick<Provenance, 'stepHash' | 'dataHash'> {
  readonly contrasts: readonly Pick<Contrast, 'arm' | 'estimate' | 'interval'>[];
  readonly checks: readonly Pick<Check, 'name' | 'passed' | 'sentence'>[];
}

/** What is known of the last runs of the effects that a document sees. */
export interface LastRuns {
  /** By the effect's name. */
  readonly runs: ReadonlyMap<string, LastRun>;
  /** sha256 of the data files as they are now, by path as written; without those that are not known, or not yet. */
  readonly dataHashes: ReadonlyMap<string, string>;
}

/** Where last runs come from. Asked once per build, before validation. */
export interface LastRunSource {
  /** @param paths of the data files that the document sees, as written */
  of(document: URI, paths: readonly string[]): Promise<LastRuns>;
}

/** Nothing was ever run. */
export const noLastRuns: LastRunSource = { of: async () => ({ runs: new Map(), dataHashes: new Map() }) };
