import type { Task } from '../../task.js';

/** Objects and lists down to this depth are taken apart here: those further down are small in models. */
const depthTakenApart = 6;

/**
 * The value of a JSON text, as `JSON.parse` has it, with looks at the task in between: it parses the parts of large objects
 * and lists one by one. Throws SyntaxError where the text is no JSON.
 */
export function parseJson(text: string, task: Task): unknown {
  const parser = new Parser(text, task);
  const value = parser.value(0);
  parser.end();
  return value;
}

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly task: Task,
  ) {}

  value(depth: number): unknown {
    const next = this.peek();
    if (depth < depthTakenApart && next === '{') return this.object(depth);
    if (depth < depthTakenApart && next === '[') return this.list(depth);
    const from = this.at;
    this.skip();
    this.task.check();
    return JSON.parse(this.text.slice(from, this.at));
  }

  end(): void {
    if (this.peek() !== '') throw new SyntaxError('Something follows the value.');
  }

  private object(depth: number): unknown {
    const entries: [string, unknown][] = [];
    this.members('}', () => {
      if (this.peek() !== '"') throw new SyntaxError('A key is missing.');
      const key = this.value(depthTakenApart) as string;
      if (!this.take(':')) throw new SyntaxError('A value is missing.');
      entries.push([key, this.value(depth + 1)]);
    });
    return Object.fromEntries(entries);
  }

  private list(depth: number): unknown[] {
    const list: unknown[] = [];
    this.members(']', () => list.push(this.value(depth + 1)));
    return list;
  }

  private members(close: string, member: () => void): void {
    this.at++;
    if (this.take(close)) return;
    do member();
    while (this.take(','));
    if (!this.take(close)) throw new SyntaxError(`"${close}" is missing.`);
  }

  private take(mark: string): boolean {
    if (this.peek() !== mark) return false;
    this.at++;
    return true;
  }

  /** The next character that is no white space; nothing at the end. */
  private peek(): string {
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return this.text[this.at];
    }
    return '';
  }

  /** Goes on to where the value that begins here must end, be it well formed or not. */
  private skip(): void {
    const { text } = this;
    for (let open = 0; this.at < text.length; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code === mark.comma && open === 0) return;
      if (code === mark.closeObject || code === mark.closeList) {
        if (open === 0) return;
        open--;
      } else if (code === mark.openObject || code === mark.openList) open++;
      else if (code === mark.quote) this.skipText();
      else continue;
      if (open === 0) {
        this.at++;
        return;
      }
    }
  }

  /** To the closing quotation mark of a text: one that no backslash makes a part of it. */
  private skipText(): void {
    const { text } = this;
    for (this.at++; this.at < text.length; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code === mark.quote) return;
      if (code === mark.backslash) this.at++;
    }
  }
}

const mark = {
  quote: 0x22,
  comma: 0x2c,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;
