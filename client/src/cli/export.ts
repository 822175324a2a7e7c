import { extname, join } from 'node:path';
import { type Action, nowhere } from '../../../kernel/src/plan.js';
import { carryOut, finish, open } from './carry-out.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { type Io, pathFrom } from './io.js';
import type { Common } from './options.js';
import { requireTrainable } from './trainable.js';

type Export = Extract<Action, { verb: 'export' }>;

/** Formats by the extension of the file. */
const formats: ReadonlyMap<string, Export['format']> = new Map([
  ['.txt', 'lightgbm'],
  ['.json', 'xgboost'],
]);

/** `causal export`: the trees of a model in a file that LightGBM or XGBoost loads. */
export async function exportTrees(
  file: string,
  name: string,
  options: Common & { readonly into: string },
  io: Io,
): Promise<ExitCode> {
  const format = formats.get(extname(options.into).toLowerCase());
  if (!format)
    throw new UsageError(`"${options.into}" must end in .txt, for LightGBM, or in .json, for XGBoost.`);
  const spec = await open(file, options, io);
  const plan = spec.plans.at(-1);
  if (!plan) throw new UsageError(`"${file}" has nothing to export.`);
  requireTrainable(plan, name, file);
  const into = pathFrom(join(spec.workspace, spec.folder), io.cwd, options.into);
  const action: Export = { verb: 'export', name, into, format, place: nowhere };
  const code = finish(
    await carryOut({ ...spec, plans: [{ plan, actions: [action] }] }, options, io),
    options,
    io,
  );
  if (code === exitCodes.fine && options.format !== 'json')
    io.out(`${name} is written to "${options.into}".\n`);
  return code;
}
