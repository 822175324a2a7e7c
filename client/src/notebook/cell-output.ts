import type { Problem } from '../../../kernel/src/problem.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import type { Result } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { toHtml, toMarkdown } from '../renderer/fallback.js';
import { toText } from '../renderer/plain-text.js';
import { wrapped } from '../renderer/text-table.js';

/** One form of an output: a renderer is chosen by the MIME type. */
export interface OutputItem {
  readonly mime: string;
  readonly text: string;
}

/** One output of a cell in all its forms, best first. Plain data, so that it can be kept in a file. */
export interface CellOutput {
  readonly items: readonly OutputItem[];
}

export const resultMime = 'application/vnd.causal-spec.result+json';
/** What the editor's own renderer shows as an error. */
export const errorMime = 'application/vnd.code.notebook.error';

/** A result for our renderer, with forms for places that do not have it. */
export function resultOutput(result: Result): CellOutput {
  return {
    items: [
      { mime: resultMime, text: JSON.stringify(result) },
      { mime: 'text/html', text: toHtml(result) },
      { mime: 'text/markdown', text: toMarkdown(result) },
      { mime: 'text/plain', text: toText(result) },
    ],
  };
}

/** Editors do not break the lines of an error by themselves. */
const lineWidth = 100;

export function errorOutput(name: string, message: string): CellOutput {
  const lines = `${name}: ${message}`.split('\n').map((line) => wrapped(line, lineWidth));
  return { items: [{ mime: errorMime, text: JSON.stringify({ name, message, stack: lines.join('\n') }) }] };
}

/** A remark on how the run went, as plain text. */
export function noteOutput(text: string): CellOutput {
  return { items: [{ mime: 'text/plain', text }] };
}

/** `visits.csv:12:3, column tenure, row 11: CS2001 No column ...` with the parts that are known. */
export function problemLine(problem: Problem): string {
  const { file, line, character, column, row } = problem.place ?? {};
  const spot = [file, line, line === undefined ? undefined : character].filter((part) => part !== undefined);
  const where = [
    spot.join(':'),
    column === undefined ? '' : say`column ${column}`,
    row === undefined ? '' : say`row ${row}`,
  ].filter((part) => part !== '');
  return `${where.length > 0 ? `${where.join(say`, `)}: ` : ''}${problem.code} ${problem.message}`;
}

/** All problems in one output, errors first; nothing where there are none. */
export function problemOutputs(problems: readonly Problem[]): CellOutput[] {
  const errors = problems.filter((problem) => problem.severity === 'error').map(problemLine);
  const doubts = problems.filter((problem) => problem.severity === 'warning').map(problemLine);
  return [
    ...(errors.length > 0
      ? [errorOutput(errors.length === 1 ? say`Problem` : say`${errors.length} problems`, errors.join('\n'))]
      : []),
    ...(doubts.length > 0 ? [noteOutput(doubts.map((line) => say`Warning: ${line}`).join('\n'))] : []),
  ];
}

/** What a run that did not simply finish leaves under its cell. */
export function outcomeOutputs(outcome: Outcome): CellOutput[] {
  switch (outcome.status) {
    case 'done':
      return [];
    case 'cancelled':
      return [noteOutput(say`Interrupted before it was finished.`)];
    case 'refused':
      return problemOutputs(outcome.problems);
    case 'failed':
      return [
        errorOutput(outcome.step ? say`Run failed in ${outcome.step}` : say`Run failed`, outcome.message),
      ];
  }
}
