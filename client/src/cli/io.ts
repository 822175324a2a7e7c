import { isAbsolute, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';

/** Where a command reads and writes; a test gives its own. */
export interface Io {
  /** Results, and nothing else. */
  out(text: string): void;
  /** Progress and messages. */
  err(text: string): void;
  /** Whether a person watches `err` on a terminal, and how wide it is. */
  readonly terminal: { readonly columns: number } | undefined;
  /** Absolute. */
  readonly cwd: string;
  /** Asks a yes or no; no where nobody is there to answer. */
  confirm(question: string): Promise<boolean>;
  /** Calls back at Ctrl-C; returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
}

/** The process's own streams and signals. */
export function processIo(): Io {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY ? { columns: process.stderr.columns || 80 } : undefined,
    cwd: process.cwd(),
    confirm,
    onInterrupt(listener) {
      process.on('SIGINT', listener);
      return () => void process.off('SIGINT', listener);
    },
  };
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}

/** A file as the person at the terminal would name it: relative to the current folder where that is shorter. */
export function shownPath(cwd: string, absolute: string): string {
  const short = relative(cwd, absolute);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? absolute : short;
}

/** A file named by the person, as a path relative to `folder` with `/`, as specs have them. */
export function pathFrom(folder: string, cwd: string, file: string): string {
  return relative(folder, resolve(cwd, file)).replaceAll('\\', '/');
}

/** One JSON document on stdout. */
export function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}
