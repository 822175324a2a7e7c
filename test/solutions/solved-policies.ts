import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../kernel/src/artifacts/store.js';
import { execute } from '../../kernel/src/process/executor.js';
import { Workbench } from '../../kernel/src/process/workbench.js';
import type { PriceResult, Result, StockResult } from '../../kernel/src/result.js';
import { unwatched } from '../../kernel/src/task.js';
import { solutions } from '../../samples/generate/solutions/list.js';
import { checkFiles } from '../../server/src/compile.js';
import { workspaceWith } from '../kernel/data/workspace.js';

const samples = join(import.meta.dirname, '../../samples/solutions');

/** What a solution's policy found on data drawn by a seed, and what is true of such data. */
export interface Solved<Found, Truth> {
  readonly result: Found;
  readonly truth: Truth;
}

interface BestTruth {
  readonly price: number;
  readonly margin: number;
  readonly elasticity: number;
  readonly today: number;
}

export interface PriceTruth {
  readonly all: BestTruth;
  readonly byPlace: Readonly<Record<string, BestTruth>>;
}

interface OrderTruth {
  readonly quantity: number;
  readonly profit: number;
}

export interface StockTruth {
  readonly arms: readonly OrderTruth[];
  readonly byKind: Readonly<Record<string, readonly OrderTruth[]>>;
}

export async function solvedPrice(seed: number): Promise<Solved<PriceResult, PriceTruth>> {
  const { result, truth } = await solve('price', 'best_price', seed);
  if (result.kind !== 'price') throw new Error('The policy found no price.');
  return { result, truth: truth as PriceTruth };
}

export async function solvedStock(seed: number): Promise<Solved<StockResult, StockTruth>> {
  const { result, truth } = await solve('stock', 'order', seed);
  if (result.kind !== 'stock') throw new Error('The policy found no orders.');
  return { result, truth: truth as StockTruth };
}

/** Draws the data of a solution into a folder of its own, and has its spec decide there, as a run does. */
async function solve(solution: string, policy: string, seed: number): Promise<Solved<Result, unknown>> {
  const { folder, engine } = await workspaceWith({});
  try {
    await mkdir(join(folder, 'data'));
    await solutions[solution](join(folder, 'data'), seed);
    const spec = join(folder, `${solution}.causal`);
    await copyFile(join(samples, solution, `${solution}.causal`), spec);
    const checked = (await checkFiles([spec], folder)).get(spec);
    if (!checked?.plan || checked.problems.length > 0) throw new Error(JSON.stringify(checked?.problems));
    const bench = new Workbench(
      engine,
      await openStore(join(folder, '.causal'), () => undefined),
      'test',
      {},
    );
    const found: Result[] = [];
    const action = { verb: 'train' as const, name: policy, place: { line: 1, character: 1 } };
    const asked = { plan: checked.plan, folder: '', actions: [action] };
    const outcome = await execute(bench, asked, unwatched, (result) => found.push(result));
    if (outcome.status !== 'done' || found.length !== 1) throw new Error(JSON.stringify(outcome));
    const truth: unknown = JSON.parse(await readFile(join(folder, 'data', 'truth.json'), 'utf8'));
    return { result: found[0], truth };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
