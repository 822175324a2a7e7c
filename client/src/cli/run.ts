import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Action, Plan } from '../../../kernel/src/plan.js';
import { pageHtml } from '../exchange/page.js';
import { writeText } from '../exchange/write-text.js';
import { carryOut, finish, open } from './carry-out.js';
import { distinctResults } from './distinct-results.js';
import type { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';
import { type Common, nowhere } from './options.js';
import { trained } from './trainable.js';

/** `causal run`: the verbs of a spec or notebook, in order; without verbs, everything it declares. */
export async function run(
  file: string,
  options: Common & { readonly report?: string },
  io: Io,
): Promise<ExitCode> {
  const spec = await open(file, options, io);
  const asked = spec.plans
    .map((plan) => ({ plan, actions: plan.actions }))
    .filter(({ actions }) => actions.length > 0);
  const last = spec.plans.at(-1);
  const all = last ? [{ plan: last, actions: everything(last) }] : [];
  const done = await carryOut({ ...spec, plans: asked.length > 0 ? asked : all }, options, io);
  if (options.report !== undefined && done.found.length > 0) {
    const script = await readFile(fileURLToPath(new URL('./report.js', import.meta.url)), 'utf8');
    const results = distinctResults(done.found.map(({ result }) => result));
    const parts = results.map((result) => ({ kind: 'result', result }) as const);
    const page = { title: basename(file), created: new Date().toISOString(), parts };
    await writeText(resolve(io.cwd, options.report), pageHtml(page, script));
    io.err(`Report written to ${options.report}.\n`);
  }
  return finish(done, options, io);
}

function everything(plan: Plan): Action[] {
  const graphs = plan.steps.filter(({ kind }) => kind === 'graph');
  return [
    ...graphs.map(({ name }): Action => ({ verb: 'show', name, place: nowhere })),
    ...trained(plan).map((name): Action => ({ verb: 'train', name, place: nowhere })),
  ];
}
