import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Action, Plan } from '../../../kernel/src/plan.js';
import type { Result } from '../../../kernel/src/result.js';
import { formOf } from '../exchange/forms.js';
import { pageMarkdown } from '../exchange/notebook-markdown.js';
import { pageHtml } from '../exchange/page.js';
import { writeText } from '../exchange/write-text.js';
import { reportOf } from '../report/report.js';
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
  // What is believed to cause what is part of a report, shown by a verb or not.
  const drawn = last && options.report !== undefined ? [{ plan: last, actions: graphsOf(last) }] : [];
  const done = await carryOut({ ...spec, plans: asked.length > 0 ? [...drawn, ...asked] : all }, options, io);
  if (options.report !== undefined && done.found.length > 0) {
    const results = distinctResults(done.found.map(({ result }) => result));
    await writeReport(results, { file, report: options.report }, io);
  }
  return finish(done, options, io);
}

/** As Markdown where the file's name says so, else as a page. */
async function writeReport(
  results: readonly Result[],
  { file, report }: { readonly file: string; readonly report: string },
  io: Io,
): Promise<void> {
  const command = `causal run ${file} --report ${report}`;
  const page = reportOf(results, { file: basename(file), created: new Date().toISOString(), command });
  const asMarkdown = formOf(report) === 'markdown';
  const script = () => readFile(fileURLToPath(new URL('./report.js', import.meta.url)), 'utf8');
  const text = asMarkdown ? pageMarkdown(page) : pageHtml(page, await script());
  await writeText(resolve(io.cwd, report), text);
  io.err(`Report written to ${report}.\n`);
}

function graphsOf(plan: Plan): Action[] {
  const graphs = plan.steps.filter(({ kind }) => kind === 'graph');
  return graphs.map(({ name }): Action => ({ verb: 'show', name, place: nowhere }));
}

function everything(plan: Plan): Action[] {
  return [
    ...graphsOf(plan),
    ...trained(plan).map((name): Action => ({ verb: 'train', name, place: nowhere })),
  ];
}
