import type { Outcome } from '../../../kernel/src/process/protocol.js';

/** What the program ends with. */
export const exitCodes = {
  fine: 0,
  /** The spec or the data has errors. */
  refused: 1,
  usage: 2,
  failed: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byStatus: Readonly<Record<Outcome['status'], ExitCode>> = {
  done: exitCodes.fine,
  refused: exitCodes.refused,
  failed: exitCodes.failed,
  cancelled: exitCodes.interrupted,
};

export function exitCodeOf(outcome: Outcome): ExitCode {
  return byStatus[outcome.status];
}

/** Wrong usage, said in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
