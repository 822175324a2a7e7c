import { copyFile, mkdtemp, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Estimate, Result } from '../../kernel/src/result.js';
import { solutions } from '../../samples/generate/solutions/list.js';
import { buildPrograms, causal } from '../cli/program.js';

const samples = fileURLToPath(new URL('../../samples/solutions/', import.meta.url));

/** A solution as a person has it: its spec and notebook in a folder of their own, with the data beside them. */
export interface Opened {
  readonly folder: string;
  readonly truth: unknown;
}

/** Generates the data of a solution beside copies of its spec and its notebook. */
export async function openSolution(name: string, seed = 7): Promise<Opened> {
  await buildPrograms();
  const folder = await realpath(await mkdtemp(join(tmpdir(), `causal-${name}-`)));
  await solutions[name](join(folder, 'data'), seed);
  for (const file of [`${name}.causal`, `${name}.causalnb`]) {
    await copyFile(join(samples, name, file), join(folder, file));
  }
  return { folder, truth: JSON.parse(await readFile(join(folder, 'data/truth.json'), 'utf8')) };
}

/** All results of the verbs of a file, in order. @throws Error with what the program said, where the run fails */
export async function runFile(folder: string, file: string): Promise<Result[]> {
  const { code, out, err } = await causal(['run', file, '--format', 'json'], folder);
  if (code !== 0) throw new Error(`${file} ended with ${code}:\n${out}\n${err}`);
  return (JSON.parse(out) as { results: Result[] }).results;
}

/** What the program says of files without running them; empty where nothing is wrong. */
export async function complaints(folder: string, files: readonly string[]): Promise<string> {
  const { code, out, err } = await causal(['check', ...files], folder);
  return code === 0 ? '' : `${out}${err}`;
}

/** The result of a kind, by its name. */
export function found<Kind extends Result['kind']>(
  results: readonly Result[],
  kind: Kind,
  name: string,
): Extract<Result, { kind: Kind }> {
  const own = results.find((result) => result.kind === kind && result.name === name);
  if (!own)
    throw new Error(`There is no ${kind} ${name} among ${results.map(({ kind: k }) => k).join(', ')}.`);
  return own as Extract<Result, { kind: Kind }>;
}

/** Rows of a CSV file without quotes, by column. */
export async function readCsv(path: string): Promise<Record<string, string>[]> {
  const [header, ...lines] = (await readFile(path, 'utf8')).trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
}

/** Fails unless the interval of an estimate holds the truth. */
export function expectHolds(estimate: Pick<Estimate, 'interval'> | undefined, truth: number): void {
  expect(estimate?.interval[0]).toBeLessThanOrEqual(truth);
  expect(estimate?.interval[1]).toBeGreaterThanOrEqual(truth);
}
