import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeAtomically } from '../../../kernel/src/artifacts/atomic.js';
import { fileError } from '../../../kernel/src/data/paths.js';
import { type Action, findStep, type Plan } from '../../../kernel/src/plan.js';
import type { Problem } from '../../../kernel/src/problem.js';
import type { Device, Outcome } from '../../../kernel/src/process/protocol.js';
import { toText } from '../renderer/fallback.js';
import { type ExitCode, exitCodeOf, exitCodes, UsageError } from './exit-codes.js';
import { type Io, pathFrom } from './io.js';
import { countOf, problemsAsSarif, problemsAsText } from './problems.js';
import { distinctResults, reportHtml } from './report.js';
import { commandKernel, type Found, type Job, runPlans } from './run-plans.js';
import { checkSpec, distinct, type ReadySpec, readySpec, withVerb } from './specs.js';
import { summaryOf } from './summary.js';
import { workspaceOf } from './workspace.js';

/** Options every command has. */
export interface Common {
  readonly workspace?: string;
  readonly format?: 'text' | 'json' | 'sarif';
  readonly seed?: number;
  readonly device?: Device;
}

/** Places of actions that stand in no file. */
const nowhere = { line: 1, character: 1 };

export async function check(files: readonly string[], options: Common, io: Io): Promise<ExitCode> {
  const workspace = workspaceOf(files, options.workspace, io.cwd);
  const checked: { file: string; problems: readonly Problem[]; plans: readonly Plan[] }[] = [];
  for (const file of new Set(files)) {
    const found = await checkSpec(resolve(io.cwd, file), workspace);
    const problems = distinct(found.flatMap((one) => one.problems));
    checked.push({ file, problems, plans: found.flatMap(({ plan }) => plan ?? []) });
  }
  const problems = checked.flatMap((one) => one.problems);
  if (options.format === 'json') {
    // A spec has one plan; a notebook one per cell.
    const files = checked.map(({ plans, ...rest }) => ({ ...rest, plan: plans.at(-1) ?? null, plans }));
    printJson(io, { files });
  } else if (options.format === 'sarif') printJson(io, problemsAsSarif(problems, workspace));
  else io.out(`${problemsAsText(problems, workspace, io)}${countOf(problems)}\n`);
  return problems.some(({ severity }) => severity === 'error') ? exitCodes.refused : exitCodes.fine;
}

export async function train(
  file: string,
  names: readonly string[],
  options: Common & { readonly out?: string },
  io: Io,
): Promise<ExitCode> {
  const spec = await open(file, options, io);
  const plan = spec.plans.at(-1);
  if (!plan) throw new UsageError(`"${file}" has nothing to train.`);
  const wanted = names.length > 0 ? names : trainable(plan);
  for (const name of wanted) requireTrainable(plan, name, file);
  const actions = wanted.map((name): Action => ({ verb: 'train', name, place: nowhere }));
  const { outcome, found } = await carryOut({ ...spec, plans: [{ plan, actions }] }, options, io);
  if (options.out !== undefined) await writeResults(resolve(io.cwd, options.out), found);
  if (options.format === 'json') printJson(io, { ...outcome, ...summaryOf(found) });
  return exitCodeOf(outcome);
}

export async function score(
  file: string,
  name: string,
  options: Common & { readonly on: string; readonly into: string },
  io: Io,
): Promise<ExitCode> {
  const spec = await open(file, options, io);
  const plan = spec.plans.at(-1);
  if (!plan) throw new UsageError(`"${file}" has nothing to score with.`);
  requireTrainable(plan, name, file);
  const folder = join(spec.workspace, spec.folder);
  const on = pathFrom(folder, io.cwd, options.on);
  const into = pathFrom(folder, io.cwd, options.into);
  const actions: Action[] = [{ verb: 'score', name, on, into, place: nowhere }];
  return finish(await carryOut({ ...spec, plans: [{ plan, actions }] }, options, io), options, io);
}

export async function explain(
  file: string,
  name: string,
  options: Common & { readonly where?: string; readonly limit?: number },
  io: Io,
): Promise<ExitCode> {
  const where = options.where === undefined ? '' : ` where ${options.where}`;
  const limit = options.limit === undefined ? '' : ` limit ${options.limit}`;
  const workspace = workspaceOf([file], options.workspace, io.cwd);
  const spec = await withVerb(
    resolve(io.cwd, file),
    workspace,
    `explain \`${name}\`${where}${limit}`,
    options.seed,
  );
  const plan = spec.plans.at(-1)!;
  if (plan.actions.length !== 1) throw new UsageError('--where takes one expression and nothing behind it.');
  const job = { ...spec, workspace, plans: [{ plan, actions: plan.actions }] };
  return finish(await carryOut(job, options, io), options, io);
}

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
    const report = { title: basename(file), created: new Date().toISOString(), results };
    await write(resolve(io.cwd, options.report), reportHtml(report, script));
    io.err(`Report written to ${options.report}.\n`);
  }
  return finish(done, options, io);
}

export async function doctor(options: Common, io: Io): Promise<ExitCode> {
  const workspace = workspaceOf([join(io.cwd, 'any')], options.workspace, io.cwd);
  const kernel = commandKernel(workspace, io);
  try {
    const answer = await kernel.doctor();
    if (options.format === 'json') printJson(io, answer);
    else {
      const state = (one: { name: string; available: boolean; why: string }) =>
        `  ${one.name.padEnd(14)}${one.available ? 'yes' : 'no '}  ${one.why}\n`;
      io.out('Versions\n');
      for (const [name, version] of Object.entries(answer.versions))
        io.out(`  ${name.padEnd(14)}${version}\n`);
      io.out(`Devices\n${answer.devices.map(state).join('')}`);
      io.out(`Encoders\n${answer.encoders.map(state).join('')}`);
      io.out(`Memory\n  ${answer.memory.limitMb} MB of ${answer.memory.totalMb} MB may be used\n`);
    }
    return exitCodes.fine;
  } finally {
    await kernel.dispose();
  }
}

type OpenSpec = ReadySpec & { readonly workspace: string };

async function open(file: string, options: Common, io: Io): Promise<OpenSpec> {
  const workspace = workspaceOf([file], options.workspace, io.cwd);
  const spec = await readySpec(resolve(io.cwd, file), workspace, options.seed);
  io.err(problemsAsText(spec.warnings, workspace, io));
  return { ...spec, workspace };
}

interface Done {
  readonly workspace: string;
  readonly outcome: Outcome;
  readonly found: readonly Found[];
}

/** Runs a job; results are printed as they come where text is asked for. What went wrong goes to stderr. */
async function carryOut(job: Job, options: Common, io: Io): Promise<Done> {
  const found: Found[] = [];
  const outcome = await runPlans({ ...job, device: options.device }, io, (one) => {
    found.push(one);
    if (options.format !== 'json')
      io.out(`${toText(one.result)}${one.reused ? '\n\nReused: nothing had to be computed.' : ''}\n\n`);
  });
  if (outcome.status === 'refused') io.err(problemsAsText(outcome.problems, job.workspace, io));
  if (outcome.status === 'failed') {
    io.err(`${outcome.step === undefined ? '' : `${outcome.step}: `}${outcome.message}\n`);
  }
  return { workspace: job.workspace, outcome, found };
}

function finish({ outcome, found }: Done, options: Common, io: Io): ExitCode {
  if (options.format === 'json')
    printJson(io, { ...outcome, results: found.map(({ result, reused }) => ({ ...result, reused })) });
  return exitCodeOf(outcome);
}

function trainable(plan: Plan): string[] {
  return plan.steps.filter(({ kind }) => kind === 'effect' || kind === 'model').map(({ name }) => name);
}

function everything(plan: Plan): Action[] {
  const graphs = plan.steps.filter(({ kind }) => kind === 'graph');
  return [
    ...graphs.map(({ name }): Action => ({ verb: 'show', name, place: nowhere })),
    ...trainable(plan).map((name): Action => ({ verb: 'train', name, place: nowhere })),
  ];
}

function requireTrainable(plan: Plan, name: string, file: string): void {
  const kind = findStep(plan, name)?.kind;
  if (kind === 'effect' || kind === 'model') return;
  const known = trainable(plan).join(', ');
  throw new UsageError(
    `"${file}" has no effect or model "${name}"; it has ${known === '' ? 'none' : known}.`,
  );
}

async function writeResults(folder: string, found: readonly Found[]): Promise<void> {
  for (const { result } of found)
    await write(join(folder, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, dirname(path), [Buffer.from(text)]);
  } catch (error) {
    throw fileError(error, path, 'write');
  }
}

function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}
