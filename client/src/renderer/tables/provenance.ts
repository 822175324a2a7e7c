import type { Provenance } from '../../../../kernel/src/result.js';
import { type Section, words } from './section.js';

function placeOf({ place }: Provenance): string[][] {
  if (!place) return [];
  const cell = place.cell === undefined ? '' : `cell ${place.cell + 1}, `;
  return [['Asked for at', `${cell}line ${place.line}, character ${place.character}`]];
}

/** What the result was made from, so that it can be made again. */
export function provenanceSection(provenance: Provenance): Section {
  return {
    id: 'provenance',
    title: 'Provenance',
    sentence: 'The same spec, data and seed give the same numbers again.',
    tables: [
      {
        caption: 'What this result was made from',
        columns: [words('What'), words('Value')],
        rows: [
          ['Spec', provenance.specHash],
          ['Step', provenance.stepHash],
          ['Data', provenance.dataHash],
          ['Seed', String(provenance.seed)],
          ...placeOf(provenance),
          ...Object.entries(provenance.versions).map(([name, version]) => [name, version]),
        ],
      },
    ],
  };
}
