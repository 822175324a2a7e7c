import type { Result } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { type CellOutput, errorMime, resultMime } from '../notebook/cell-output.js';
import type { Notebook, NotebookCell } from '../notebook/format.js';
import { toText } from '../renderer/plain-text.js';
import { readResult } from '../renderer/shape.js';

/** A cell with what it shows; Markdown cells show nothing but themselves. */
export interface ShownCell extends NotebookCell {
  readonly outputs?: readonly CellOutput[];
}

/** A notebook as a person sees it: what goes into other forms. */
export interface ShownNotebook extends Notebook {
  readonly cells: readonly ShownCell[];
}

/** An output as data, whatever markup came with it. */
export type Shown =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  /** Lines; those of a table are parted by tabs. */
  | { readonly kind: 'note'; readonly text: string };

/**
 * What an output says. Kept outputs may come from anyone: results are looked over, and of all else only the plain text counts. Undefined for an
 * output that has none.
 */
export function shownIn({ items }: CellOutput): Shown | undefined {
  const textOf = (mime: string) => items.find((item) => item.mime === mime)?.text;
  const result = textOf(resultMime);
  if (result !== undefined) return shownResult(parsed(result));
  const error = parsed(textOf(errorMime));
  if (isRecord(error)) return { kind: 'error', name: String(error.name), message: String(error.message) };
  const text = textOf('text/plain');
  return text === undefined ? undefined : { kind: 'note', text };
}

/** A result from anywhere, or why it is none. */
export function shownResult(value: unknown): Shown {
  const reading = readResult(value);
  if (!reading.ok) return { kind: 'note', text: reading.message };
  if (isDeeper(value, deepest))
    return { kind: 'note', text: say`This result is nested too deep. Run it again.` };
  return { kind: 'result', result: reading.result };
}

/** What is nested deeper can be read, and not be written again: no result of ours comes near. */
const deepest = 200;

function isDeeper(value: unknown, than: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return than === 0 || Object.values(value).some((part) => isDeeper(part, than - 1));
}

/** An output in plain words. */
export function plainText(output: CellOutput): string {
  const shown = shownIn(output);
  if (shown?.kind === 'result') return toText(shown.result);
  return shown?.kind === 'error' ? `${shown.name}: ${shown.message}` : (shown?.text ?? '');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A piece of a note: a paragraph, or the rows of a table, head first. */
export type NotePart = { readonly line: string } | { readonly rows: readonly (readonly string[])[] };

/** Takes the tables out of a note. */
export function partsOfNote(text: string): NotePart[] {
  const parts: NotePart[] = [];
  let rows: string[][] = [];
  const endTable = () => {
    if (rows.length > 0) parts.push({ rows });
    rows = [];
  };
  for (const line of text.split('\n')) {
    if (line.includes('\t')) {
      rows.push(line.split('\t'));
      continue;
    }
    endTable();
    if (line.trim() !== '') parts.push({ line });
  }
  endTable();
  return parts;
}
