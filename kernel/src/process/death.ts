/**
 * Why a process ended, in one sentence, from its exit code, its signal and the last it printed.
 *
 * @example
 * causeOfDeath(null, 'SIGKILL', '') // 'The kernel was killed (SIGKILL), most likely because the machine ran out of memory.'
 */
export function causeOfDeath(code: number | null, signal: NodeJS.Signals | null, stderr: string): string {
  if (/heap out of memory|allocation failed|bad_alloc|ERR_WORKER_OUT_OF_MEMORY/i.test(stderr)) {
    return 'The kernel ran out of memory; use fewer rows, fewer trees or a higher limit.';
  }
  if (signal === 'SIGKILL' || code === 137) {
    return 'The kernel was killed (SIGKILL), most likely because the machine ran out of memory.';
  }
  const last = stderr
    .trim()
    .split('\n')
    .findLast((line) => /error/i.test(line));
  const said = last === undefined ? '' : ` Its last words: ${last.trim().slice(0, 300)}`;
  if (signal !== null) return `The kernel was ended by the signal ${signal}.${said}`;
  return code === null
    ? `The kernel could not be started.${said}`
    : `The kernel ended with code ${code}.${said}`;
}
