import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../../kernel/src/result.js';
import { reportedRunsOf, runsOf } from '../report/runs.js';
import { writeReport } from '../report/write-report.js';
import { carryOut, finish, open } from './carry-out.js';
import type { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';
import type { Common } from './options.js';

/** `causal run`: the verbs of a spec or notebook, in order; without verbs, everything it declares. */
export async function run(
  file: string,
  options: Common & { readonly report?: string },
  io: Io,
): Promise<ExitCode> {
  const spec = await open(file, options, io);
  const { report } = options;
  const runs = report === undefined ? runsOf(spec.plans) : reportedRunsOf(spec.plans);
  const done = await carryOut({ ...spec, plans: runs }, options, io);
  if (report !== undefined && done.found.length > 0) {
    await tell(
      done.found.map(({ result }) => result),
      { file, report },
      io,
    );
  }
  return finish(done, options, io);
}

async function tell(
  results: readonly Result[],
  { file, report }: { readonly file: string; readonly report: string },
  io: Io,
): Promise<void> {
  const setting = { file: basename(file), command: `causal run ${file} --report ${report}` };
  const script = () => readFile(fileURLToPath(new URL('./report.js', import.meta.url)), 'utf8');
  await writeReport(results, setting, resolve(io.cwd, report), script);
  io.err(`Report written to ${report}.\n`);
}
