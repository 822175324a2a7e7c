/**
 * The text of a `*.causalnb` file: plain Markdown, in which every fenced block of language `causal` is a code cell and all
 * that stands between two of them is a Markdown cell. A line `<!-- cell -->` parts two Markdown cells that touch, and
 * announces a Markdown cell that is empty. A Markdown cell may itself hold such lines: they are written with one more
 * space (```` ``` causal ````, `<!--  cell -->`), which Markdown does not see. Outputs are not in the file.
 */

export interface NotebookCell {
  readonly kind: 'code' | 'markdown';
  readonly text: string;
}

export interface Notebook {
  readonly cells: readonly NotebookCell[];
  /** Line end of the file; `\n` where absent. */
  readonly eol?: '\r\n';
}

const marker = '<!-- cell -->';
const opening = /^(`{3,})causal[ \t]*\r?$/;
const boundary = /^<!-- cell -->[ \t]*\r?$/;
const closing = /^ {0,3}(`{3,})[ \t]*\r?$/;

/** A line of a Markdown cell that would read as structure gets one more space; a second one tells it from its escape. */
const escapeLine = (line: string): string =>
  line.replace(/^(`{3,})( *causal[ \t]*\r?)$/, '$1 $2').replace(/^(<!--)( +cell -->[ \t]*\r?)$/, '$1 $2');
const unescapeLine = (line: string): string =>
  line.replace(/^(`{3,}) ( *causal[ \t]*\r?)$/, '$1$2').replace(/^(<!--) ( +cell -->[ \t]*\r?)$/, '$1$2');

const isBlank = (lines: readonly string[]): boolean => lines.every((line) => line.trim() === '');

/** A fence longer than every line of the text that could close it. */
export function fenceFor(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.map((line) => closing.exec(line)?.[1].length ?? 0));
  return '`'.repeat(longest + 1);
}

function writeCell(cell: NotebookCell, previous: NotebookCell | undefined): string {
  const lines = cell.text.split('\n');
  if (cell.kind === 'code') {
    const fence = fenceFor(lines);
    return [`${fence}causal`, ...(cell.text === '' ? [] : lines), fence].join('\n');
  }
  const text = lines.map(escapeLine).join('\n');
  return previous?.kind === 'markdown' || isBlank(lines) ? `${marker}\n\n${text}` : text;
}

/** The file of a notebook; {@link parseNotebook} gives back the same cells, whatever their texts hold. */
export function writeNotebook(notebook: Notebook): string {
  if (notebook.cells.length === 0) return '';
  const text = `${notebook.cells.map((cell, i) => writeCell(cell, notebook.cells[i - 1])).join('\n\n')}\n`;
  if (notebook.eol === '\r\n') return text.replaceAll('\n', '\r\n');
  // A lone Markdown cell whose own lines end in \r\n would read as a file of that line end.
  return usesCrlf(text) ? `${marker}\n\n${text}` : text;
}

const usesCrlf = (text: string): boolean => /\r\n/.test(text) && !/(^|[^\r])\n/.test(text);

/** A Markdown cell from the lines between two structural ones, or nothing where only blank lines part code cells. */
function readMarkdown(lines: string[], announced: boolean, first: boolean): NotebookCell[] {
  if (!announced && isBlank(lines)) return [];
  const from = lines[0] === '' && (announced || !first) ? 1 : 0;
  const to = lines.length > from && lines[lines.length - 1] === '' ? lines.length - 1 : lines.length;
  const kept = lines.slice(from, to);
  if (kept.length === 0) return [];
  return [{ kind: 'markdown', text: kept.map(unescapeLine).join('\n') }];
}

/**
 * The cells of any text: nothing is ever refused or dropped but blank lines around code cells. A block that is not closed,
 * as in a file cut short, runs to the end; marks of a merge conflict stay in the cell they fall into.
 */
export function parseNotebook(text: string): Notebook {
  const eol = usesCrlf(text) ? '\r\n' : undefined;
  const lines = (eol ? text.replaceAll('\r\n', '\n') : text).split('\n');
  const cells: NotebookCell[] = [];
  let from = 0;
  let announced = false;
  const endMarkdown = (to: number) => {
    cells.push(...readMarkdown(lines.slice(from, to), announced, from === 0));
    announced = false;
  };
  for (let i = 0; i < lines.length; i++) {
    const fence = opening.exec(lines[i])?.[1];
    if (fence === undefined && !boundary.test(lines[i])) continue;
    endMarkdown(i);
    if (fence === undefined) {
      announced = true;
    } else {
      const end = endOfCode(lines, i + 1, fence.length);
      cells.push({ kind: 'code', text: lines.slice(i + 1, end).join('\n') });
      i = end;
    }
    from = i + 1;
  }
  if (from < lines.length) endMarkdown(lines.length);
  return eol ? { cells, eol } : { cells };
}

/** Index of the line that closes a block, or of the end of the file. */
function endOfCode(lines: readonly string[], from: number, fenceLength: number): number {
  for (let i = from; i < lines.length; i++) {
    if ((closing.exec(lines[i])?.[1].length ?? 0) >= fenceLength) return i;
  }
  return lines.length > from && lines[lines.length - 1] === '' ? lines.length - 1 : lines.length;
}
