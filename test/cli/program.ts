import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Bundles the programs where something changed; tests of programs call it first. */
export async function buildPrograms(): Promise<void> {
  const { build } = (await import(pathToFileURL(`${root}scripts/build.mjs`).href)) as {
    build(): Promise<string[]>;
  };
  await build();
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** From the signal asked for, or else the start, to the end. */
  readonly ms: number;
}

/** Runs `causal` as a person does, in its own process; `stopAt` sends Ctrl-C once stderr holds that text. */
export function causal(args: readonly string[], cwd: string, stopAt?: string): Promise<Ended> {
  const child = spawn(process.execPath, [`${root}dist/causal.mjs`, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let begin = Date.now();
  let stopped = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    if (stopAt === undefined || stopped || !err.includes(stopAt)) return;
    stopped = true;
    begin = Date.now();
    child.kill('SIGINT');
  });
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ code, out, err, ms: Date.now() - begin })),
  );
}
