import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the running kernel processes of this machine: Linux only, like the editor of these tests. */
export function kernelProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/kernel.mjs');
      } catch {
        return false;
      }
    });
}
