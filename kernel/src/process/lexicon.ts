import { keyOf } from '../artifacts/store.js';
import { fromFolder } from '../data/schema.js';
import type { Table } from '../data/table.js';
import type { LoadStep, TextInput } from '../plan.js';
import { InputError, type Problem } from '../problem.js';
import type { Task } from '../task.js';
import { foldedWord, isOneWord, type Lexicon } from '../text/network/changed-copies.js';
import type { Workbench } from './workbench.js';

/** Rows that are told of; a file of another kind is wrong in all of them. */
const mostTold = 20;

/** File of synonyms that the head of a text names, relative to the workspace. */
export function lexiconFile({ head }: TextInput, folder: string): string | undefined {
  const path = head?.options.synonyms;
  return typeof path === 'string' ? fromFolder(folder, path) : undefined;
}

/**
 * Synonyms from a file with the columns `word` and `synonym`, one pair a row; a word may stand in several.
 *
 * @throws InputError where it cannot be read (as data files), or CS4011 for every row that is no pair of words
 */
export async function readLexicon(bench: Workbench, path: string, task: Task): Promise<Lexicon> {
  const table = await bench.table(lexiconStep(path), '', task);
  const [words, synonyms] = ['word', 'synonym'].map((column) => valuesOf(table, column));
  const problems: Problem[] = [];
  const lexicon = new Map<string, string[]>();
  words.forEach((word, row) => {
    const synonym = synonyms[row];
    if (word === undefined || synonym === undefined || !isOneWord(word)) {
      problems.push(badRow(path, table.sourceRow[row], word, synonym));
      return;
    }
    const key = foldedWord(word);
    lexicon.set(key, [...(lexicon.get(key) ?? []), synonym]);
  });
  if (problems.length > 0) throw new InputError(problems.slice(0, mostTold));
  return lexicon;
}

function lexiconStep(path: string): LoadStep {
  const declared = ['word', 'synonym'].map((column) => ({ column, type: 'text' as const }));
  return {
    kind: 'load',
    id: `load:${path}`,
    name: path,
    hash: keyOf('lexicon', path),
    inputs: [],
    place: { line: 1, character: 1 },
    parameters: {
      path,
      format: path.toLowerCase().endsWith('.tsv') ? 'tsv' : 'csv',
      declared,
      derive: [],
      keep: [],
    },
  };
}

/** Words of a column, trimmed; undefined where there is none. */
function valuesOf({ columns, rows }: Table, name: string): (string | undefined)[] {
  const column = columns.get(name);
  return Array.from({ length: rows }, (_, row) => {
    if (column?.kind !== 'text' || column.codes[row] < 0) return undefined;
    return column.distinct[column.codes[row]].trim() || undefined;
  });
}

function badRow(file: string, row: number, word?: string, synonym?: string): Problem {
  const why =
    word === undefined
      ? 'has no word'
      : synonym === undefined
        ? `has no synonym of "${word}"`
        : `has "${word}", which is more than one word or none`;
  return {
    code: 'CS4011',
    severity: 'error',
    message: `Row ${row} of the synonyms "${file}" ${why}; write one word and one synonym in each row.`,
    place: { file, row, column: word !== undefined && synonym === undefined ? 'synonym' : 'word' },
  };
}
