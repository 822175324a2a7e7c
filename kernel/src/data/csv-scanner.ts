import type { Problem } from '../problem.js';
import { counted } from '../words/phrases.js';
import { inflected, say } from '../words/say.js';

/** Largest cell accepted, in bytes. */
export const maxCellBytes = 16 * 1024 * 1024;

/** How many problems of one kind are told one by one; the rest are counted. */
const maxTold = 5;

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;

/** Where the scanner stands inside a field. */
enum At {
  Start,
  Plain,
  Quoted,
  /** After a quote inside a quoted field: its end, or the first half of a doubled quote. */
  QuoteInQuoted,
}

/**
 * Checks the form of a CSV file (RFC 4180, any line ending) byte by byte, without holding more than the header: fields per
 * line, quotes, line endings, cells that are too large, names. Lines are counted as an editor does, from 1.
 */
export class CsvScanner {
  /** Lines begun so far. */
  line = 1;
  header: string[] = [];
  private at = At.Start;
  private fields = 1;
  private cellBytes = 0;
  private recordBytes = 0;
  private recordLine = 1;
  private records = 0;
  private headerBytes: number[] = [];
  private previousReturn = false;
  private ending: number | undefined;
  private mixedLine = 0;
  private readonly found = new Map<string, { told: Problem[]; count: number }>();
  private readonly delimiter: number;

  constructor(
    private readonly file: string,
    delimiter: ',' | '\t',
  ) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  scan(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (this.records === 0 && this.headerBytes.length < maxCellBytes) this.headerBytes.push(byte);
      this.step(byte);
    }
  }

  private step(byte: number): void {
    if (this.previousReturn) {
      this.previousReturn = false;
      if (byte === lineFeed) {
        this.noteEnding(2);
        return;
      }
      this.noteEnding(1);
    }
    if (this.at === At.Quoted) {
      if (byte === quote) this.at = At.QuoteInQuoted;
      else {
        this.countByte();
        if (byte === lineFeed) this.line++;
      }
    } else if (byte === this.delimiter) this.endField();
    else if (byte === lineFeed || byte === carriageReturn) {
      this.endRecord();
      if (byte === carriageReturn) this.previousReturn = true;
      else this.noteEnding(0);
    } else this.insideField(byte);
  }

  private insideField(byte: number): void {
    this.recordBytes++;
    if (byte === quote && this.at === At.Start) this.at = At.Quoted;
    else if (byte === quote && this.at === At.QuoteInQuoted) {
      this.at = At.Quoted;
      this.countByte();
    } else if (this.at === At.QuoteInQuoted) {
      this.tell(
        'CS1109',
        say`text follows a closing quote; double every quote inside a quoted cell`,
        this.line,
      );
      this.at = At.Plain;
    } else {
      this.at = At.Plain;
      this.countByte();
    }
  }

  private countByte(): void {
    this.cellBytes++;
    if (this.cellBytes === maxCellBytes + 1) {
      this.tell(
        'CS1110',
        say`column ${this.columnName()} holds a cell larger than 16 MB; shorten it`,
        this.recordLine,
      );
    }
  }

  private columnName(): string {
    const name = this.header[this.fields - 1];
    return name === undefined ? String(this.fields) : `"${name}"`;
  }

  private endField(): void {
    this.fields++;
    this.recordBytes++;
    this.cellBytes = 0;
    this.at = At.Start;
  }

  private endRecord(): void {
    if (this.records === 0) {
      this.header = parseHeader(this.headerBytes, this.delimiter);
      this.headerBytes = [];
      this.records = 1;
    } else if (this.recordBytes > 0 || this.header.length === 1) {
      this.records++;
      if (this.fields !== this.header.length) {
        const expected = counted(this.header.length, 'column');
        this.tell('CS1106', say`${this.fields} cells where the header names ${expected}`, this.recordLine);
      }
    }
    this.line++;
    this.recordLine = this.line;
    this.fields = 1;
    this.cellBytes = 0;
    this.recordBytes = 0;
    this.at = At.Start;
  }

  /** 0: line feed, 1: carriage return, 2: both. */
  private noteEnding(kind: number): void {
    this.ending ??= kind;
    if (kind !== this.ending && this.mixedLine === 0) this.mixedLine = this.line - 1;
  }

  private tell(code: string, what: string, line: number): void {
    const entry = this.found.get(code) ?? { told: [], count: 0 };
    this.found.set(code, entry);
    entry.count++;
    if (entry.count > maxTold) return;
    const message = say`"${this.file}", line ${line}: ${what}.`;
    entry.told.push({ code, severity: 'error', message, place: { file: this.file, line } });
  }

  /** Ends the scan and yields all problems in a fixed order. `whole` is false where the rest of the file was not read. */
  finish(whole: boolean): Problem[] {
    if (whole) {
      if (this.at === At.Quoted) {
        this.tell(
          'CS1109',
          say`a quoted cell begins here and never ends; add its closing quote`,
          this.recordLine,
        );
      } else if (this.previousReturn) this.noteEnding(1);
      if (this.recordBytes > 0 || this.records === 0) this.endRecord();
    }
    if (this.mixedLine > 0) {
      this.tell(
        'CS1112',
        say`its line ending differs from those above; save the file with one kind`,
        this.mixedLine,
      );
    }
    const problems = [...this.found.values()].flatMap(({ told, count }) =>
      count > told.length ? [...told, this.more(told[0]!, count - told.length)] : told,
    );
    problems.push(...this.headerProblems());
    if (whole && this.records <= 1) {
      problems.push(this.problem('CS1105', say`"${this.file}" has a header and no rows.`));
    }
    return problems;
  }

  private more(first: Problem, count: number): Problem {
    return this.problem(
      first.code,
      say`"${this.file}": ${count} more ${inflected(count, 'line', 'lines')} like these.`,
    );
  }

  private problem(code: string, message: string, column?: string): Problem {
    return { code, severity: 'error', message, place: { file: this.file, line: 1, column } };
  }

  private headerProblems(): Problem[] {
    const seen = new Set<string>();
    const doubled = new Set<string>();
    for (const name of this.header) (seen.has(name) ? doubled : seen).add(name);
    return [...doubled].map((name) =>
      this.problem('CS1108', say`"${this.file}" has two columns named "${name}"; rename one of them.`, name),
    );
  }
}

/** Cells of a header line without its line ending; a nameless column is called after its place, as `column2`. */
function parseHeader(bytes: readonly number[], delimiter: number): string[] {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/[\r\n]+$/, '');
  const separator = String.fromCharCode(delimiter);
  const cells: string[] = [];
  for (let at = 0; at <= text.length; ) {
    let cell = '';
    if (text[at] === '"') {
      let end = at + 1;
      while (end < text.length && (text[end] !== '"' || text[end + 1] === '"'))
        end += text[end] === '"' ? 2 : 1;
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    }
    const next = text.indexOf(separator, at);
    const stop = next < 0 ? text.length : next;
    cells.push((cell + text.slice(at, stop)).trim());
    at = stop + 1;
  }
  return cells.map((name, i) => (name === '' ? `column${i + 1}` : name));
}
