import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guessType } from '../../../kernel/src/data/column-types.js';
import { factsOfAllRows } from '../../../kernel/src/data/misfits.js';
import { columnFacts, openSource, sampledRows } from '../../../kernel/src/data/source.js';
import { unwatched } from '../../../kernel/src/task.js';
import { workspaceWith } from './workspace.js';

/** Types as the first rows of a large file suggest them, and as all rows have them. */
async function types(lines: readonly string[], names: readonly string[]): Promise<string[][]> {
  const { engine, folder } = await workspaceWith({ 'a.csv': `${names.join(',')}\n${lines.join('\n')}\n` });
  const path = join(folder, 'a.csv');
  const shown = (type: string) => (type === 'text' || type === 'categorical' ? 'words' : type);
  return engine.withFile(path, unwatched, async (session) => {
    const source = await openSource(session, path, 'csv', names);
    const facts = await columnFacts(session, source, true);
    const all = await factsOfAllRows({ session, source, facts });
    return [facts, all]
      .map((each) => each.map((column) => shown(guessType(column))))
      .concat([[String(all[0].rows)]]);
  });
}

describe('facts of all rows', () => {
  it('take a column for words where a late value is none of its type', async () => {
    const usual = '1,true,2026-01-05,5,,NA';
    const lines = new Array<string>(sampledRows).fill(usual);
    const names = ['number', 'flag', 'day', 'id', 'empty', 'fine'];
    const [first, all, rows] = await types([...lines, 'B-1,maybe,soon,9007199254740993,x,-'], names);
    expect(first).toEqual(['numeric', 'boolean', 'date', 'numeric', 'numeric', 'numeric']);
    expect(all).toEqual(['words', 'words', 'words', 'words', 'words', 'numeric']);
    expect(rows).toEqual([String(sampledRows + 1)]);
    const [, plain] = await types([...lines, usual], names);
    expect(plain).toEqual(first);
  });
});
