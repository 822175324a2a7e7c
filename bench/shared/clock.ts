import { readFileSync, writeFileSync } from 'node:fs';

/** What a side says of one piece of work done in a process of its own. */
export interface Measured {
  readonly seconds: number;
  /** Of all threads together: what the work costs where the machine has other things to do. */
  readonly cpuSeconds: number;
  /** Most memory of the process while it worked, and how much of that was not there before. */
  readonly peakMb: number;
  readonly grownMb: number;
}

/** Does the work; what it returned comes with its time and memory. */
export function measured<Result>(work: () => Result): { result: Result; cost: Measured } {
  const stop = startClock();
  const result = work();
  return { result, cost: stop() };
}

/** The same of work that others do meanwhile. */
export async function measuredLater<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; cost: Measured }> {
  const stop = startClock();
  const result = await work();
  return { result, cost: stop() };
}

function startClock(): () => Measured {
  forgetPeak();
  const before = memoryMb('VmRSS');
  const busy = process.cpuUsage();
  const start = performance.now();
  return () => {
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(busy);
    const peakMb = memoryMb('VmHWM');
    return { seconds, cpuSeconds: (user + system) / 1e6, peakMb, grownMb: peakMb - before };
  };
}

/** Makes the system count the peak from now on, where it can. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak is then that since the start, at least what it should be.
  }
}

/** Resident memory now (VmRSS) or at its peak (VmHWM); elsewhere than on Linux, the peak for both. */
function memoryMb(what: 'VmRSS' | 'VmHWM'): number {
  try {
    const found = new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(found?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
