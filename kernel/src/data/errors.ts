import { basename } from 'node:path';
import { InputError, inputError } from '../problem.js';
import { say } from '../words/say.js';

/**
 * What an error of DuckDB means to the person: out of memory, a disk that is full, a line it cannot read, a damaged file. Errors that are none
 * of these are faults of ours and come back unchanged.
 */
export function engineError(error: unknown, path: string): unknown {
  if (error instanceof InputError || !(error instanceof Error)) return error;
  const file = basename(path);
  const text = error.message;
  // Whoever writes knows what; see `fileError`.
  if (/No space left on device|not enough space on the disk/i.test(text)) {
    return Object.assign(new Error(text), { code: 'ENOSPC' });
  }
  if (/^Out of Memory/i.test(text)) {
    const sizes = /\(([^)]*used)\)/.exec(text)?.[1];
    return inputError(
      'CS1130',
      say`Reading "${file}" needs more memory than allowed${sizes ? ` (${sizes})` : ''}; keep fewer rows or columns, or raise the limit.`,
      { file },
    );
  }
  if (/Maximum line size|maximum_object_size|cast.*string.*too large/i.test(text)) {
    return inputError('CS1110', say`"${file}" holds a value larger than 16 MB; shorten it or leave it out.`, {
      file,
    });
  }
  const line = Number(/CSV Error on Line: (\d+)/.exec(text)?.[1] ?? /at line (\d+)/i.exec(text)?.[1] ?? 0);
  if (
    line > 0 ||
    /sniffing file|Malformed JSON|JSON transform|Parquet|parquet|magic bytes|snappy|thrift/i.test(text)
  ) {
    const first = text.split('\n').find((part) => part.trim() !== '') ?? text;
    return inputError(
      'CS1111',
      line > 0
        ? say`"${file}" cannot be read at line ${line}: ${first.slice(0, 200)}`
        : say`"${file}" cannot be read: ${first.slice(0, 200)}`,
      line > 0 ? { file, line } : { file },
    );
  }
  return error;
}
