import { dirname } from 'node:path';
import { writeAtomically } from '../files/atomic.js';
import { fileError } from '../files/file-error.js';
import type { Task } from '../task.js';
import type { DataEngine } from './open.js';
import { resolveOutput } from './paths.js';

/** Characters written between two looks at whether to stop. */
const portion = 2 ** 22;

/**
 * Writes the text of a model inside the workspace, whole or not at all, never through a symbolic link.
 *
 * @param path relative to the workspace
 * @throws InputError CS1102, CS1141, CS1142
 */
export async function writeModelFile(
  engine: DataEngine,
  path: string,
  text: string,
  task: Task,
): Promise<void> {
  const place = await resolveOutput(engine.workspace, path);
  try {
    await writeAtomically(place, dirname(place), portions(text, task));
  } catch (error) {
    throw fileError(error, path, 'write');
  }
}

/** No portion ends within a character of two code units. */
function* portions(text: string, task: Task): Generator<Uint8Array> {
  for (let from = 0; from < text.length; ) {
    task.report(from / text.length);
    let to = Math.min(text.length, from + portion);
    if (to < text.length && /[\ud800-\udbff]/.test(text[to - 1])) to--;
    yield Buffer.from(text.slice(from, to));
    from = to;
  }
}
