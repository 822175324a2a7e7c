import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist/causal.mjs');

/** What the terminal program says of the effects it trained. */
export interface TrainAnswer {
  readonly effects: readonly {
    readonly name: string;
    readonly estimate: number;
    readonly stdError: number;
    readonly interval: readonly [number, number];
  }[];
}

/** Runs `causal` as a person in a terminal would, and reads the JSON it prints. */
export async function causalJson<Answer>(workspace: string, args: readonly string[]): Promise<Answer> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--format', 'json'], {
    cwd: workspace,
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout) as Answer;
}
