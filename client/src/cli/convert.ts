import { lstat, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveOutput } from '../../../kernel/src/data/paths.js';
import { InputError } from '../../../kernel/src/problem.js';
import { withSettings } from '../../../server/src/compile.js';
import { formOf, inForm } from '../exchange/forms.js';
import { keepShown, withKept } from '../exchange/kept-cells.js';
import { readIpynb } from '../exchange/read-ipynb.js';
import { readText } from '../exchange/read-text.js';
import type { ShownNotebook } from '../exchange/shown-notebook.js';
import { writeText } from '../exchange/write-text.js';
import { parseNotebook } from '../notebook/format.js';
import { OutputStore } from '../notebook/kept-outputs.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { type Io, pathFrom, printJson } from './io.js';
import type { Common } from './options.js';
import { runCells } from './run-cells.js';
import { workspaceOf } from './workspace.js';

export interface ConvertOptions extends Common {
  readonly into: string;
  readonly force?: boolean;
  /** Runs the cells first, instead of showing what they showed last. */
  readonly run?: boolean;
}

/** `causal convert`: a notebook as a page, as Markdown or for Jupyter, and a notebook of Jupyter as one of ours. */
export async function convert(file: string, options: ConvertOptions, io: Io): Promise<ExitCode> {
  const [from, to] = [formOf(file), formOf(options.into)];
  if (from !== 'notebook' && from !== 'jupyter') {
    throw new UsageError(`"${file}" is no notebook: its name must end in .causalnb or .ipynb.`);
  }
  if (!to) throw new UsageError(`"${options.into}" must end in .html, .md, .ipynb or .causalnb.`);
  if (from === to) throw new UsageError(`"${file}" is of this form already; copy it.`);
  const workspace = workspaceOf([file], options.workspace, io.cwd);
  const into = await placeFor(workspace, options, io);
  const path = resolve(io.cwd, file);
  const store = storeIn(workspace, io);
  const read = await readText(path);
  const notebook =
    from === 'jupyter' ? readIpynb(read, file) : await ours(read, path, { ...options, workspace, store }, io);
  if (typeof notebook === 'number') return notebook;
  const script = await readFile(fileURLToPath(new URL('./report.js', import.meta.url)), 'utf8');
  const setting = { title: basename(file), created: new Date().toISOString(), script };
  await writeText(into, inForm(notebook, to, setting));
  if (to === 'notebook') await keepShown(notebook.cells, store, folderIn(workspace, into));
  tell(notebook, options, io);
  return exitCodes.fine;
}

/** Where the new file goes: inside the workspace, and not over another one unless the person says so. */
async function placeFor(workspace: string, { into, force }: ConvertOptions, io: Io): Promise<string> {
  const place = await resolveOutput(workspace, pathFrom(workspace, io.cwd, into));
  if (!force && (await lstat(place).catch(() => undefined))) {
    throw new UsageError(`"${into}" is already there; name another file, or add --force to replace it.`);
  }
  return place;
}

function storeIn(workspace: string, io: Io): OutputStore {
  return new OutputStore(join(workspace, '.causal', 'outputs'), (message) => io.err(`${message}\n`));
}

const folderIn = (workspace: string, path: string): string =>
  relative(workspace, dirname(path)).replaceAll('\\', '/');

interface Ours extends ConvertOptions {
  readonly workspace: string;
  readonly store: OutputStore;
}

/**
 * A notebook of ours with what its cells showed last, or show now where they are run first; parameters set from outside stand in its code. Where the
 * run does not end well, what to exit with.
 */
async function ours(text: string, path: string, job: Ours, io: Io): Promise<ShownNotebook | ExitCode> {
  const notebook = parseNotebook(text);
  const code = notebook.cells.flatMap((cell) => (cell.kind === 'code' ? [cell.text] : []));
  const { texts, problems } = withSettings(code, relative(job.workspace, path).replaceAll('\\', '/'), job);
  if (problems.length > 0) throw new InputError(problems);
  const ran = job.run ? await runCells(path, texts, job, io) : undefined;
  if (typeof ran === 'number') return ran;
  let at = 0;
  const cells = notebook.cells.map((cell) => {
    if (cell.kind !== 'code') return cell;
    const i = at++;
    return { ...cell, text: texts[i] ?? '', ...(ran && { outputs: ran[i] }) };
  });
  const shown = ran ? cells : await withKept(cells, job.store, folderIn(job.workspace, path));
  return { ...notebook, cells: shown };
}

function tell(notebook: ShownNotebook & { leftOut?: object }, options: ConvertOptions, io: Io): void {
  const code = notebook.cells.filter(({ kind }) => kind === 'code');
  const shown = code.filter(({ outputs = [] }) => outputs.length > 0).length;
  const leftOut = { outputs: 0, attachments: 0, ...notebook.leftOut };
  if (options.format === 'json') {
    printJson(io, { into: options.into, cells: notebook.cells.length, code: code.length, shown, leftOut });
    return;
  }
  io.out(`${notebook.cells.length} cells are written to "${options.into}".\n`);
  if (shown < code.length) {
    io.err(
      `${code.length - shown} of ${code.length} code cells show nothing: they were not run as they are now.\n`,
    );
  }
  const lost = [
    ...(leftOut.outputs > 0 ? [`${leftOut.outputs} outputs that are neither text nor results`] : []),
    ...(leftOut.attachments > 0 ? [`${leftOut.attachments} pictures attached to Markdown`] : []),
  ];
  if (lost.length > 0) io.err(`Left out: ${lost.join(' and ')}.\n`);
}
