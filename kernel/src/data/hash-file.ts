import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Task } from '../task.js';
import type { DataEngine } from './open.js';
import { resolveDataFile } from './paths.js';

/**
 * sha256 of a data file's bytes, kept until its size or time changes.
 *
 * @param path relative to the workspace
 * @throws InputError where the file cannot be read
 */
export async function hashFile(engine: DataEngine, path: string, task: Task): Promise<string> {
  const real = await resolveDataFile(engine.workspace, path);
  const { size, mtimeMs, ino } = await stat(real);
  const key = `hash\0${real}\0${size}\0${mtimeMs}\0${ino}`;
  const kept = engine.cache.get(key);
  if (typeof kept === 'string') return kept;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(real, { highWaterMark: 1 << 20 })) {
    task.check();
    hash.update(chunk as Buffer);
  }
  const hex = hash.digest('hex');
  engine.cache.set(key, hex);
  return hex;
}
