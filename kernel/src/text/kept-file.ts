import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../files/atomic.js';

/** sha256 before the content of a kept file. */
const hashBytes = 32;

/**
 * A file that is made once and kept in a folder of ours, its sha256 before it. One that is missing or damaged is made anew; where
 * it cannot be kept (disk full, read-only), it is made every time.
 */
export async function keptFile(
  folder: string,
  name: string,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const path = join(folder, name);
  const kept = await readFile(path).catch(() => undefined);
  if (kept && kept.length > hashBytes) {
    const content = kept.subarray(hashBytes);
    if (sha256(content).equals(kept.subarray(0, hashBytes))) return content;
  }
  const made = await make();
  try {
    await mkdir(folder, { recursive: true });
    await writeAtomically(path, folder, [sha256(made), made]);
  } catch {
    // It is here, and only the next start has to make it again.
  }
  return made;
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
