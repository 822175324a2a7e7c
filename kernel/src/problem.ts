/** Where a problem lies: in a file of the workspace, down to the row and column of a data file where known. */
export interface Place {
  readonly file?: string;
  /** 1-based line of a text or data file. */
  readonly line?: number;
  /** 1-based column of a text file. */
  readonly character?: number;
  /** Name of the data column. */
  readonly column?: string;
  /** 1-based data row (the header not counted). */
  readonly row?: number;
}

/** One thing that is wrong with a spec or its data, said to the person who can mend it. */
export interface Problem {
  /** Stable code, `CS####`: one rule, one page of docs. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence that names the person's own variables, and what to do. */
  readonly message: string;
  readonly place?: Place;
}

/**
 * The data or the spec cannot be used as it is. Carries every problem found, not only the first.
 * Anything else that is thrown is a fault of ours and is reported as such.
 */
export class InputError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((p) => p.message).join('\n'));
    this.name = 'InputError';
  }
}

/** Shorthand for an {@link InputError} with one problem. */
export function inputError(code: string, message: string, place?: Place): InputError {
  return new InputError([{ code, severity: 'error', message, place }]);
}
