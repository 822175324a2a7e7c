import { resolve } from 'node:path';
import type { Plan } from '../../../kernel/src/plan.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import { toText } from '../renderer/plain-text.js';
import { identityOf } from '../report/distinct-results.js';
import { type ExitCode, exitCodeOf } from './exit-codes.js';
import { type Io, printJson } from './io.js';
import type { Common } from './options.js';
import { problemsAsText } from './problems.js';
import { type Found, type Job, runPlans } from './run-plans.js';
import { type ReadySpec, readySpec } from './specs.js';
import { workspaceOf } from './workspace.js';

/** A table needs so much, and lines of more cannot be read. */
const [narrowest, widest] = [80, 120];

/** A spec without errors, and its workspace. */
export type OpenSpec = ReadySpec & { readonly workspace: string };

/** Opens a spec or notebook; warnings go to stderr. @throws InputError with all its errors */
export async function open(file: string, options: Common, io: Io): Promise<OpenSpec> {
  const workspace = workspaceOf([file], options.workspace, io.cwd);
  const spec = await readySpec(resolve(io.cwd, file), workspace, options);
  io.err(problemsAsText(spec.warnings, workspace, io));
  return { ...spec, workspace };
}

/** How a job ended, and what it found on the way. */
export interface Done {
  readonly workspace: string;
  readonly outcome: Outcome;
  readonly found: readonly Found[];
  /** Values of the spec's parameters, where it has some. */
  readonly parameters: { readonly parameters?: Plan['parameters'] };
}

/** Runs a job; results are printed as they come where text is asked for. What went wrong goes to stderr. */
export async function carryOut(job: Job, options: Common, io: Io): Promise<Done> {
  const found: Found[] = [];
  const printed = new Set<string>();
  const outcome = await runPlans({ ...job, device: options.device }, io, (one) => {
    found.push(one);
    if (options.format === 'json') return;
    // `report` yields again what `train` has shown.
    const seen = identityOf(one.result);
    if (!printed.has(seen)) io.out(resultAsText(one, io));
    printed.add(seen);
  });
  if (outcome.status === 'refused') io.err(problemsAsText(outcome.problems, job.workspace, io));
  if (outcome.status === 'failed') {
    io.err(`${outcome.step === undefined ? '' : `${outcome.step}: `}${outcome.message}\n`);
  }
  const parameters = job.plans.at(-1)?.plan.parameters;
  return { workspace: job.workspace, outcome, found, parameters: parameters ? { parameters } : {} };
}

function resultAsText({ result, reused }: Found, { terminal }: Io): string {
  const width = terminal && Math.min(widest, Math.max(narrowest, terminal.columns));
  return `${toText(result, width)}${reused ? '\n\nReused: nothing had to be computed.' : ''}\n\n`;
}

/** Prints what JSON was asked for. @returns what to exit with */
export function finish({ outcome, found, parameters }: Done, options: Common, io: Io): ExitCode {
  if (options.format === 'json')
    printJson(io, {
      ...outcome,
      ...parameters,
      results: found.map(({ result, reused }) => ({ ...result, reused })),
    });
  return exitCodeOf(outcome);
}
