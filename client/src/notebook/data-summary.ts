import type { ColumnSummary } from '../../../kernel/src/process/protocol.js';
import { inflected, say } from '../../../kernel/src/words/say.js';
import { escapeHtml, escapeMarkdown } from '../exchange/markup.js';
import type { CellOutput } from './cell-output.js';

const titles = () => [say`Column`, say`Rows`, say`Missing`, say`Distinct`, say`Lowest`, say`Highest`];
const alignment = ['left', 'right', 'right', 'right', 'left', 'left'];
const widest = 40;
const mostColumns = 200;

const count = (value: number) => value.toLocaleString('en');
const share = (value: number) => value.toLocaleString('en', { style: 'percent', maximumFractionDigits: 1 });

/** On one line, short, and with nothing that steers a terminal. */
function shown(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return line.length > widest ? `${[...line].slice(0, widest).join('')}…` : line;
}

const rowOf = (column: ColumnSummary): string[] => [
  shown(column.name),
  count(column.rows),
  share(column.shareMissing),
  count(column.distinct),
  shown(column.low ?? ''),
  shown(column.high ?? ''),
];

function htmlTable(sentence: string, rows: readonly string[][]): string {
  const line = (tag: string, cells: readonly string[]) => {
    const columns = cells.map(
      (cell, i) => `<${tag} style="text-align:${alignment[i]}">${escapeHtml(cell)}</${tag}>`,
    );
    return `<tr>${columns.join('')}</tr>`;
  };
  return `<p>${escapeHtml(sentence)}</p><table>${line('th', titles())}${rows.map((row) => line('td', row)).join('')}</table>`;
}

function markdownTable(sentence: string, rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(row.map(escapeMarkdown)));
  return [escapeMarkdown(sentence), '', line(titles()), line(titles().map(() => '---')), ...body].join('\n');
}

/** What is in a data file, column by column: what a cell that declares data and nothing else shows. */
export function summaryOutput(name: string, path: string, columns: readonly ColumnSummary[]): CellOutput {
  const rows = columns.slice(0, mostColumns).map(rowOf);
  const more = columns.length > mostColumns ? say`, of which the first ${mostColumns} are shown` : '';
  const size = count(columns[0]?.rows ?? 0);
  const sentence = say`${shown(name)} reads ${path}: ${size} rows, ${count(columns.length)} ${inflected(columns.length, 'column', 'columns')}${more}.`;
  const plain = [titles(), ...rows].map((row) => row.join('\t')).join('\n');
  return {
    items: [
      { mime: 'text/html', text: htmlTable(sentence, rows) },
      { mime: 'text/markdown', text: markdownTable(sentence, rows) },
      { mime: 'text/plain', text: `${sentence}\n${plain}` },
    ],
  };
}
