import type { Provenance } from '../../../../kernel/src/result.js';
import { type Section, words } from './section.js';

function placeOf({ place }: Provenance): string[][] {
  if (!place) return [];
  const cell = place.cell === undefined ? '' : `cell ${place.cell + 1}, `;
  return [['Asked for at', `${cell}line ${place.line}, character ${place.character}`]];
}

/** What the result was made from, so that it can be made again. */
export function provenanceSection(provenance: Provenance): Section {
  const { specHash, stepHash, dataHash, seed, versions } = provenance;
  const short = (hash: string): string => hash.slice(0, 8);
  const own = versions['causal-spec'];
  return {
    id: 'provenance',
    title: 'Provenance',
    sentence: 'The same spec, data and seed give the same numbers again.',
    brief: [
      `spec ${short(specHash)}, step ${short(stepHash)}, data ${short(dataHash)}, seed ${seed}`,
      ...(own === undefined ? [] : [`causal-spec ${own}`]),
    ].join(', '),
    tables: [
      {
        caption: 'What this result was made from',
        columns: [words('What'), words('Value')],
        rows: [
          ['Spec', specHash],
          ['Step', stepHash],
          ['Data', dataHash],
          ['Seed', String(seed)],
          ...placeOf(provenance),
          ...Object.entries(versions).map(([name, version]) => [name, version]),
        ],
      },
    ],
  };
}
