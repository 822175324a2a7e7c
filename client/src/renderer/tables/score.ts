import type { ScoreResult } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCell, formatCount, formatCounted } from '../format.js';
import { provenanceSection } from './provenance.js';
import { type Column, type Description, numbers, words } from './section.js';

type Cell = string | number | null;

/** Columns with the alignment their cells ask for: numeric where no cell is a word. */
export function alignColumns(titles: readonly string[], rows: readonly (readonly Cell[])[]): Column[] {
  return titles.map((title, i) =>
    rows.some((row) => typeof row[i] === 'number') && !rows.some((row) => typeof row[i] === 'string')
      ? numbers(title)
      : words(title),
  );
}

/** A scored file: its first rows, and where the whole stands. */
export function describeScore(result: ScoreResult): Description {
  return {
    kind: say`Scores`,
    name: result.name,
    facts: [result.path, `${formatCounted(result.rows, 'row')}`],
    sentence: result.sentence,
    warnings: result.warnings,
    notes: result.notes,
    sections: [
      {
        id: 'scores',
        title: say`Scores`,
        sentence: result.sentence,
        tables: [
          {
            compact: true,
            caption: say`First ${formatCount(result.preview.length)} of ${formatCounted(result.rows, 'row')} of ${result.path}`,
            columns: [numbers(say`Row`), ...alignColumns(result.columns, result.preview)],
            rows: result.preview.map((row, i) => [
              formatCount(i + 1),
              ...result.columns.map((_, column) => formatCell(row[column])),
            ]),
          },
        ],
      },
      provenanceSection(result.provenance),
    ],
  };
}
