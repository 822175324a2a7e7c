import type { Provenance } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { type Section, words } from './section.js';

function placeOf({ place }: Provenance): string[][] {
  if (!place) return [];
  const cell = place.cell === undefined ? '' : say`cell ${place.cell + 1}, `;
  return [[say`Asked for at`, say`${cell}line ${place.line}, character ${place.character}`]];
}

/** What the result was made from, so that it can be made again. */
export function provenanceSection(provenance: Provenance): Section {
  const { specHash, stepHash, dataHash, seed, versions } = provenance;
  const short = (hash: string): string => hash.slice(0, 8);
  const own = versions['causal-spec'];
  return {
    id: 'provenance',
    title: say`Provenance`,
    sentence: say`The same spec, data and seed give the same numbers again.`,
    brief: [
      say`spec ${short(specHash)}, step ${short(stepHash)}, data ${short(dataHash)}, seed ${seed}`,
      ...(own === undefined ? [] : [`causal-spec ${own}`]),
    ].join(say`, `),
    tables: [
      {
        caption: say`What this result was made from`,
        columns: [words(say`What`), words(say`Value`)],
        rows: [
          [say`Spec`, specHash],
          [say`Step`, stepHash],
          [say`Data`, dataHash],
          [say`Seed`, String(seed)],
          ...placeOf(provenance),
          ...Object.entries(versions).map(([name, version]) => [name, version]),
        ],
      },
    ],
  };
}
