import { mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataEngine, openEngine } from '../../../kernel/src/data/open.js';
import type { LoadStep } from '../../../kernel/src/plan.js';
import { InputError, type Problem } from '../../../kernel/src/problem.js';

/** A fresh folder with these files in it, and an engine over it. */
export async function workspaceWith(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<{ folder: string; engine: DataEngine }> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'causal-test-')));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return { folder, engine: await openEngine({ workspace: folder, memoryLimitMb: 256, threads: 1 }) };
}

/** A `load` step of a file, plain unless told otherwise. */
export function loadStep(path: string, parameters: Partial<LoadStep['parameters']> = {}): LoadStep {
  const format = path.endsWith('.parquet') ? 'parquet' : path.endsWith('.json') ? 'json' : 'csv';
  return {
    kind: 'load',
    id: 'load:visits',
    name: 'visits',
    hash: 'hash-of-load',
    inputs: [],
    place: { line: 1, character: 1 },
    parameters: { path, format, declared: [], derive: [], keep: [], ...parameters },
  };
}

/** The problems a piece of work is refused for; fails where it is not refused. */
export async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error('The work was done, though it should have been refused.');
}
