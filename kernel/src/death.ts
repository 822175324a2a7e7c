/**
 * Why a process ended, in one sentence, from its exit code, its signal and the last it printed.
 *
 * @example
 * causeOfDeath(null, 'SIGKILL', '') // 'The kernel was killed (SIGKILL), most likely because the machine ran out of memory.'
 */
export function causeOfDeath(
  code: number | null,
  signal: NodeJS.Signals | null,
  stderr: string,
  name: 'kernel' | 'encoder' = 'kernel',
): string {
  if (/heap out of memory|allocation failed|bad_alloc|ERR_WORKER_OUT_OF_MEMORY/i.test(stderr)) {
    const remedy =
      name === 'kernel' ? 'use fewer rows, fewer trees or a higher limit' : 'close other programs';
    return `The ${name} ran out of memory; ${remedy}.`;
  }
  if (signal === 'SIGKILL' || code === 137) {
    return `The ${name} was killed (SIGKILL), most likely because the machine ran out of memory.`;
  }
  const last = stderr
    .trim()
    .split('\n')
    .findLast((line) => /error/i.test(line));
  const said = last === undefined ? '' : ` Its last words: ${last.trim().slice(0, 300)}`;
  if (signal !== null) return `The ${name} was ended by the signal ${signal}.${said}`;
  return code === null
    ? `The ${name} could not be started.${said}`
    : `The ${name} ended with code ${code}.${said}`;
}
