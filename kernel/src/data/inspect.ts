import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { fileError } from '../files/file-error.js';
import type { Problem } from '../problem.js';
import type { Task } from '../task.js';
import { say } from '../words/say.js';
import { CsvScanner } from './csv-scanner.js';
import type { FileFormat } from './paths.js';

const chunkBytes = 1 << 20;

/** What one pass over a file's bytes tells before any engine reads it. */
export interface Inspection {
  /** sha256 of the bytes read: of the whole file where `whole`. */
  readonly hash: string;
  readonly bytes: number;
  /** False where the pass ended at `limit`. */
  readonly whole: boolean;
  /** Names in the first line of a CSV or TSV file, as written; empty for other formats. */
  readonly header: readonly string[];
  /** All problems found, the first few of each kind. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a file once as bytes: its hash, and for CSV and TSV everything that is wrong with its form (encoding, ragged lines,
 * quotes, line endings, giant cells), each with its line. Holds one chunk in memory, whatever the file's size.
 *
 * @param shown the path as the person knows it, for messages
 * @param limit bytes after which to stop, for a quick look
 */
export async function inspectFile(
  path: string,
  shown: string,
  format: FileFormat,
  task: Task,
  limit = Number.POSITIVE_INFINITY,
): Promise<Inspection> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw fileError(error, shown, 'read');
  });
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    const scanner = isLines(format) ? new CsvScanner(shown, format === 'csv' ? ',' : '\t') : undefined;
    const encoding = new EncodingCheck();
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(size, 1)));
    let bytes = 0;
    while (bytes < limit) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      if (format !== 'parquet') encoding.see(chunk, scanner?.line ?? 0);
      scanner?.scan(chunk);
      bytes += bytesRead;
      task.report(Math.min(1, bytes / Math.max(size, 1)), say`reading ${shown}`);
    }
    const whole = bytes >= size;
    const problems = bytes === 0 ? [emptyFile(shown)] : encodingProblems(encoding, shown, format);
    // In another encoding every other finding would be noise.
    if (problems.length === 0 && scanner) problems.push(...scanner.finish(whole));
    return { hash: hash.digest('hex'), bytes, whole, header: scanner?.header ?? [], problems };
  } finally {
    await file.close();
  }
}

function isLines(format: FileFormat): boolean {
  return format === 'csv' || format === 'tsv';
}

function emptyFile(file: string): Problem {
  return {
    code: 'CS1104',
    severity: 'error',
    message: say`"${file}" is empty; it needs a line of column names and rows below it.`,
    place: { file },
  };
}

/** Looks for the first byte sequence that is no UTF-8, across chunk borders. */
class EncodingCheck {
  utf16 = false;
  /** Line of the first invalid byte, 0 while there is none. */
  badLine = 0;
  private tail = Buffer.alloc(0);
  private first = true;

  see(chunk: Buffer, linesBefore: number): void {
    if (this.first) this.utf16 = looksLikeUtf16(chunk);
    this.first = false;
    if (this.badLine > 0 || this.utf16) return;
    const whole = this.tail.length > 0 ? Buffer.concat([this.tail, chunk]) : chunk;
    const end = lastWholeCharacter(whole);
    if (isUtf8(whole.subarray(0, end))) this.tail = Buffer.from(whole.subarray(end));
    else this.badLine = Math.max(1, linesBefore) + linesBeforeInvalid(whole.subarray(0, end));
  }

  /** True where the file ends in the middle of a character. */
  get cut(): boolean {
    return this.tail.length > 0;
  }
}

function looksLikeUtf16(start: Buffer): boolean {
  if (start.length < 2) return false;
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) return true;
  let zeros = 0;
  const seen = Math.min(start.length, 256);
  for (let i = 0; i < seen; i++) if (start[i] === 0) zeros++;
  return zeros * 4 > seen;
}

/** Index after the last character that is complete in `bytes`. */
function lastWholeCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Line ends before the first byte that is no UTF-8, found by halving. */
function linesBeforeInvalid(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const end = lastWholeCharacter(bytes.subarray(0, middle));
    if (isUtf8(bytes.subarray(0, end))) good = middle;
    else bad = middle;
  }
  let lines = 0;
  for (let i = 0; i < good; i++) if (bytes[i] === 10) lines++;
  return lines;
}

function encodingProblems(check: EncodingCheck, file: string, format: FileFormat): Problem[] {
  const problem = (message: string, line?: number): Problem[] => [
    { code: 'CS1107', severity: 'error', message, place: { file, line } },
  ];
  if (format === 'parquet') return [];
  if (check.utf16) return problem(say`"${file}" is encoded as UTF-16; save it as UTF-8.`);
  if (check.badLine > 0) {
    return problem(
      say`"${file}" is not UTF-8: line ${check.badLine} holds bytes of another encoding, such as Latin-1 or GBK; save it as UTF-8.`,
      check.badLine,
    );
  }
  return check.cut ? problem(say`"${file}" ends in the middle of a UTF-8 character; it was cut off.`) : [];
}
