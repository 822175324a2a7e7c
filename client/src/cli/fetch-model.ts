import { inputError } from '../../../kernel/src/problem.js';
import { createTask } from '../../../kernel/src/task.js';
import { cacheFolder } from '../../../kernel/src/text/cache-folder.js';
import { fetchModel as fetchFiles, planFetch } from '../../../kernel/src/text/models/fetch-model.js';
import { parseModelName } from '../../../kernel/src/text/models/name.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { type Io, printJson } from './io.js';
import type { Common } from './options.js';
import { ProgressLine } from './progress.js';

export interface FetchOptions extends Common {
  readonly allowDownload?: boolean;
  /** Address of the hub. */
  readonly from?: string;
}

/** `causal fetch-model`: puts a model on this machine, once the person has agreed to what is fetched from where. */
export async function fetchModel(name: string, options: FetchOptions, io: Io): Promise<ExitCode> {
  const parsed = parseModelName(name);
  if (!parsed)
    throw new UsageError(
      `"${name}" is no name of a model; write organisation/model, or organisation/model@commit.`,
    );
  const shown = `${parsed.organisation}/${parsed.model}`;
  const plan = await planFetch(parsed, options.from);
  const megabytes = `${(plan.bytes / 1e6).toFixed(1)} MB`;
  const { host } = new URL(plan.hub);
  if (
    !options.allowDownload &&
    !(await io.confirm(`Fetch ${megabytes} of ${shown} (revision ${plan.revision}) from ${host}?`))
  ) {
    throw inputError(
      'CS4009',
      `The model ${shown} was not fetched: nobody agreed; add --allow-download where nobody can be asked.`,
    );
  }
  const progress = new ProgressLine(io);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const forget = io.onInterrupt(() => Atomics.store(stop, 0, 1));
  try {
    const task = createTask(stop, (fraction, message) => progress.report(fraction, message));
    const folder = await fetchFiles(plan, cacheFolder(), task);
    progress.clear();
    const encoder = `hf:${shown}@${plan.revision}`;
    if (options.format === 'json') printJson(io, { encoder, folder, bytes: plan.bytes });
    else io.out(`${shown} is here, ${megabytes}. In a spec: encoder "${encoder}"\n`);
    return exitCodes.fine;
  } catch (error) {
    if (Atomics.load(stop, 0) === 0) throw error;
    io.err('Stopped; run again, it goes on where it stopped.\n');
    return exitCodes.interrupted;
  } finally {
    progress.clear();
    forget();
  }
}
