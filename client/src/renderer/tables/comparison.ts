import type { ComparisonResult } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCell } from '../format.js';
import { listed } from '../names.js';
import { provenanceSection } from './provenance.js';
import { alignColumns } from './score.js';
import { type Description, words } from './section.js';

/** Results side by side, one a row. */
export function describeComparison(result: ComparisonResult): Description {
  const cells = result.rows.map((row) => row.values);
  return {
    kind: say`Comparison`,
    name: result.name,
    facts: [listed(result.rows.map((row) => row.name))],
    sentence: result.sentence,
    warnings: result.warnings,
    notes: result.notes,
    sections: [
      {
        id: 'comparison',
        title: say`Comparison`,
        sentence: result.sentence,
        tables: [
          {
            caption: say`Results side by side`,
            columns: [words(say`Name`), ...alignColumns(result.columns, cells)],
            rows: result.rows.map((row) => [
              row.name,
              ...result.columns.map((_, column) => formatCell(row.values[column])),
            ]),
          },
        ],
      },
      provenanceSection(result.provenance),
    ],
  };
}
