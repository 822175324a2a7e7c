import { resolve } from 'node:path';
import type { Plan } from '../../../kernel/src/plan.js';
import type { Problem } from '../../../kernel/src/problem.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { type Io, printJson } from './io.js';
import type { Common } from './options.js';
import { countOf, problemsAsSarif, problemsAsText } from './problems.js';
import { checkSpec, distinct } from './specs.js';
import { workspaceOf } from './workspace.js';

/** `causal check`: everything that is wrong with specs and the data they name; nothing is computed. */
export async function check(files: readonly string[], options: Common, io: Io): Promise<ExitCode> {
  const workspace = workspaceOf(files, options.workspace, io.cwd);
  const checked: { file: string; problems: readonly Problem[]; plans: readonly Plan[] }[] = [];
  for (const file of new Set(files)) {
    const found = await checkSpec(resolve(io.cwd, file), workspace, { set: options.set });
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
