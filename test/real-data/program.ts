import { spawn } from 'node:child_process';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Public data beside the project; whoever has none skips what needs it. */
export const sharedData = join(dirname(root), 'shared/data');

/** What `causal train --format json` says of one effect. */
export interface TrainedEffect {
  readonly name: string;
  readonly n: number;
  readonly arms: readonly string[];
  readonly warnings: readonly string[];
  readonly contrasts: readonly {
    readonly arm: string;
    readonly estimate: number;
    readonly stdError: number;
    readonly interval: readonly [number, number];
  }[];
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly sentence: string }[];
}

/** Trains effects of a spec in this folder on a data file, in a workspace of its own, through the terminal program. */
export async function trainEffects(
  spec: string,
  data: string,
  names: readonly string[],
): Promise<Map<string, TrainedEffect>> {
  const workspace = await mkdtemp(join(tmpdir(), 'causal-real-'));
  await cp(join(root, 'test/real-data', spec), join(workspace, spec));
  await cp(data, join(workspace, basename(data)));
  const args = [join(root, 'dist/causal.mjs'), 'train', join(workspace, spec), ...names, '--format', 'json'];
  const { code, stdout, stderr } = await runToEnd(args);
  if (code !== 0) throw new Error(`causal train ended with ${code}:\n${stderr}`);
  const { effects } = JSON.parse(stdout) as { effects: TrainedEffect[] };
  return new Map(effects.map((effect) => [effect.name, effect]));
}

function runToEnd(args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
