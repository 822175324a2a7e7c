import { InputError, type Problem } from '../../../kernel/src/problem.js';
import { say } from '../../../kernel/src/words/say.js';
import { languageId } from '../../../server/src/protocol.js';
import {
  type CellOutput,
  errorOutput,
  noteOutput,
  resultMime,
  resultOutput,
} from '../notebook/cell-output.js';
import { ownMetadata } from './ipynb.js';
import { fenced } from './notebook-markdown.js';
import { isRecord, type ShownCell, type ShownNotebook, shownResult } from './shown-notebook.js';

/** A notebook from elsewhere, and how much of it has no place in ours. */
export interface Imported extends ShownNotebook {
  readonly leftOut: {
    /** Outputs of code in other languages, and forms of outputs that are no text. */
    readonly outputs: number;
    /** Pictures that Markdown cells carry along. */
    readonly attachments: number;
  };
}

/** Faults told of one file. */
const mostProblems = 20;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads what Jupyter and its kin write (nbformat 4). Markdown and `causal` cells stay cells; code in other languages and raw cells become code
 * inside Markdown. Outputs are kept as text and as results that were looked over, never as markup.
 *
 * @param file as it is named in messages
 * @throws InputError CS1014 with everything that keeps it from being read
 */
export function readIpynb(text: string, file: string): Imported {
  const notebook = parse(text, file);
  const problems: string[] = [];
  const version = versionFault(notebook);
  if (version !== undefined) throw faults([version], file);
  const cells = Array.isArray(notebook.cells) ? (notebook.cells as readonly unknown[]) : undefined;
  if (!cells) problems.push(say`It holds no list "cells"; save it again in the program it came from.`);
  const language = languageOf(notebook.metadata);
  const leftOut = { outputs: 0, attachments: 0 };
  const read = (cells ?? []).flatMap((cell, i) => {
    const fault = cellFault(cell);
    if (fault !== undefined)
      problems.push(say`Cell ${i + 1} ${fault}; save it again in the program it came from.`);
    return fault === undefined ? readCell(cell as Json, language, leftOut) : [];
  });
  if (problems.length > 0) throw faults(problems, file);
  const own = isRecord(notebook.metadata) ? notebook.metadata[ownMetadata] : undefined;
  const eol = isRecord(own) && own.eol === '\r\n' ? ({ eol: '\r\n' } as const) : {};
  return { cells: read, ...eol, leftOut };
}

function faults(messages: readonly string[], file: string): InputError {
  const problems = messages.slice(0, mostProblems).map(
    (message): Problem => ({
      code: 'CS1014',
      severity: 'error',
      message: say`"${file}" is no notebook that can be read: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
      place: { file },
    }),
  );
  return new InputError(problems);
}

function parse(text: string, file: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw faults([syntaxFault(text, error)], file);
  }
  if (!isRecord(value))
    throw faults([say`It holds JSON of another kind; name a file that Jupyter saved.`], file);
  return value;
}

function syntaxFault(text: string, error: unknown): string {
  if (text.trim() === '') return say`It is empty; save it again in the program it came from.`;
  if (/^ *(<{7}|>{7}) /m.test(text)) {
    return say`It holds the marks of a merge conflict; resolve the conflict first.`;
  }
  const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  const end = text.trimEnd().length;
  if (at === undefined || Number(at) >= end)
    return say`It ends in the middle, as a file that was cut short; copy or save it again.`;
  const line = text.slice(0, Number(at)).split('\n').length;
  return say`Line ${line} is no JSON; save it again in the program it came from.`;
}

function versionFault({ nbformat }: Json): string | undefined {
  if (nbformat === 4) return undefined;
  if (typeof nbformat !== 'number')
    return say`It does not say its "nbformat"; name a file that Jupyter saved.`;
  return nbformat < 4
    ? say`It is of nbformat ${nbformat}; open it in Jupyter and save it, which makes it nbformat 4.`
    : say`It is of nbformat ${nbformat}, which is newer than this program; save it as nbformat 4.`;
}

/** A text as the format has it: in one piece, or line by line. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  return value.every((line) => typeof line === 'string') ? value.join('') : undefined;
}

function cellFault(cell: unknown): string | undefined {
  if (!isRecord(cell)) return say`is no object`;
  const { cell_type: type, source, outputs } = cell;
  if (type !== 'code' && type !== 'markdown' && type !== 'raw')
    return say`is of the kind ${JSON.stringify(type)?.slice(0, 40)}, not code, markdown or raw`;
  if (textOf(source) === undefined) return say`has a "source" that is no text`;
  return outputs === undefined || Array.isArray(outputs) ? undefined : say`has "outputs" that are no list`;
}

function languageOf(metadata: unknown): string {
  if (!isRecord(metadata)) return '';
  const { language_info: info, kernelspec: kernel } = metadata;
  const named = [isRecord(info) && info.name, isRecord(kernel) && kernel.language];
  return named.find((name): name is string => typeof name === 'string') ?? '';
}

function readCell(
  cell: Json,
  notebookLanguage: string,
  leftOut: { outputs: number; attachments: number },
): ShownCell[] {
  const text = textOf(cell.source) ?? '';
  const outputs = Array.isArray(cell.outputs) ? (cell.outputs as readonly unknown[]) : [];
  if (isRecord(cell.attachments)) leftOut.attachments += Object.keys(cell.attachments).length;
  if (cell.cell_type === 'markdown') return [{ kind: 'markdown', text }];
  const { metadata } = cell;
  const editor = isRecord(metadata) ? metadata.vscode : undefined;
  const own = isRecord(editor) && typeof editor.languageId === 'string' ? editor.languageId : undefined;
  const language = cell.cell_type === 'raw' ? '' : (own ?? notebookLanguage);
  if (language === languageId) {
    const shown = outputs.map(readOutput);
    leftOut.outputs += shown.filter((output) => !output).length;
    return [{ kind: 'code', text, outputs: shown.flatMap((output) => output ?? []) }];
  }
  leftOut.outputs += outputs.length;
  // What stands behind a fence ends with the line.
  return text.trim() === ''
    ? []
    : [{ kind: 'markdown', text: fenced(text, /^[\w+#.-]{1,40}$/.test(language) ? language : '') }];
}

function readOutput(output: unknown): CellOutput | undefined {
  if (!isRecord(output)) return undefined;
  const { ename, evalue, data, text } = output;
  if (typeof ename === 'string' && typeof evalue === 'string') return errorOutput(ename, evalue);
  const forms = isRecord(data) ? data : {};
  const shown = shownResult(forms[resultMime]);
  if (shown.kind === 'result') return resultOutput(shown.result);
  const plain = textOf(text) ?? textOf(forms['text/plain']);
  return plain === undefined ? undefined : noteOutput(plain);
}
