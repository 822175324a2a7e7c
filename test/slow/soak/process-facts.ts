import { readdirSync, readFileSync } from 'node:fs';

const pageBytes = 4096;

/** Resident memory of a process in MB; undefined once it is gone. Linux only. */
export function residentMb(pid: number | 'self'): number | undefined {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes) / 2 ** 20;
  } catch {
    return undefined;
  }
}

/** How many files, pipes and sockets a process holds open. */
export function openFiles(pid: number | 'self'): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Whether a process is there, and no mere entry that nobody has asked for. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Processes started by a process, by those and so on. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const after = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').pop() ?? '';
      const parent = Number(after.split(' ')[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended since the folder was read.
    }
  }
  const found: number[] = [];
  const wanted = [pid];
  for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
    const children = parents.get(next) ?? [];
    found.push(...children);
    wanted.push(...children);
  }
  return found;
}

/** The median of the slopes between all pairs of points (Theil 1950, Sen 1968): a few outliers do not move it. */
export function medianSlope(points: readonly (readonly [number, number])[]): number {
  const slopes: number[] = [];
  for (const [i, [x, y]] of points.entries())
    for (const [otherX, otherY] of points.slice(i + 1))
      if (otherX !== x) slopes.push((otherY - y) / (otherX - x));
  slopes.sort((a, b) => a - b);
  return slopes.length === 0 ? 0 : slopes[Math.floor(slopes.length / 2)]!;
}
