import type { Stats } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What was touched more recently than this may be in use by another process. */
const inUseMs = 60 * 60 * 1000;
/** Drafts that were written to more recently may still be gone on with. */
const draftMs = 7 * 24 * 60 * 60 * 1000;

/** Removes temporary files that a process left behind when it died. */
export async function sweepTemporary(folder: string): Promise<void> {
  await sweepOlder(folder, inUseMs);
}

/** Removes drafts that nobody has gone on with. */
export async function sweepDrafts(folder: string): Promise<void> {
  await sweepOlder(folder, draftMs);
}

async function sweepOlder(folder: string, ms: number): Promise<void> {
  for (const { path } of (await filesIn(folder)).filter((found) => isOlder(found, ms)))
    await rm(path, { force: true, recursive: true });
}

/**
 * Removes artifacts, the least recently used first, until no more than `mostBytes` are kept. Those used within the last hour
 * stay, whatever their size: a run may need them again. All that is removed can be computed again.
 */
export async function sweepArtifacts(folder: string, mostBytes: number): Promise<void> {
  const files = (
    await Promise.all((await readdir(folder)).map((part) => filesIn(join(folder, part))))
  ).flat();
  files.sort((a, b) => a.info.mtimeMs - b.info.mtimeMs);
  let total = files.reduce((sum, { info }) => sum + info.size, 0);
  for (const { path, info } of files.filter((found) => isOlder(found, inUseMs))) {
    if (total <= mostBytes) return;
    await rm(path, { force: true });
    total -= info.size;
  }
}

interface Found {
  readonly path: string;
  readonly info: Stats;
}

const isOlder = ({ info }: Found, ms: number): boolean => Date.now() - info.mtimeMs > ms;

/** What stands in a folder; what another process removes meanwhile is left out. */
async function filesIn(folder: string): Promise<Found[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (name): Promise<Found[]> => {
      const path = join(folder, name);
      const info = await stat(path).catch(() => undefined);
      return info ? [{ path, info }] : [];
    }),
  );
  return found.flat();
}
