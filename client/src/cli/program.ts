import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../../../kernel/src/problem.js';
import { programVersion } from '../../../kernel/src/version.js';
import { check } from './check.js';
import { convert } from './convert.js';
import { doctor } from './doctor.js';
import { drift } from './drift.js';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.js';
import { explain } from './explain.js';
import { exportTrees } from './export.js';
import { fetchModel } from './fetch-model.js';
import type { Io } from './io.js';
import type { Common } from './options.js';
import { problemsAsText } from './problems.js';
import { run } from './run.js';
import { score } from './score.js';
import { train } from './train.js';
import { versions, versionVerbs } from './versions.js';
import { workspaceOf } from './workspace.js';

/** Runs the terminal program. @param args without the program's own name @returns what to exit with */
export async function runProgram(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCodes.fine;
  const program = commandTree(io, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, args, io);
  }
}

function failed(error: unknown, args: readonly string[], io: Io): ExitCode {
  // Help and version are no errors; commander has printed what is one.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  if (error instanceof UsageError) {
    io.err(`error: ${error.message}\n`);
    return exitCodes.usage;
  }
  if (error instanceof InputError) {
    if (wantsJson(args))
      io.out(`${JSON.stringify({ status: 'refused', problems: error.problems }, null, 2)}\n`);
    io.err(problemsAsText(error.problems, workspaceFor(args, io), io));
    return exitCodes.refused;
  }
  io.err(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.failed;
}

function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, i) => arg === '--format=json' || (arg === '--format' && args[i + 1] === 'json'));
}

/** The workspace problems are told relative to: that of the first file named. */
function workspaceFor(args: readonly string[], io: Io): string {
  const at = args.indexOf('--workspace');
  return workspaceOf([args[1] ?? '.'], at < 0 ? undefined : args[at + 1], io.cwd);
}

function commandTree(io: Io, end: (code: ExitCode) => void): Command {
  const program = new Command('causal')
    .description('Checks and runs causal specs.')
    .version(programVersion)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err });

  const add = (usage: string, description: string, formats: readonly string[]): Command =>
    program
      .command(usage)
      .description(description)
      .option('--workspace <folder>', 'folder outside of which nothing is read or written')
      .addOption(new Option('--format <format>', 'what to print').choices(formats).default('text'));

  const onDevice = (command: Command): Command =>
    command.addOption(
      new Option('--device <device>', 'what encoders run on')
        .choices(['auto', 'cpu', 'webgpu', 'cuda'])
        .default('auto'),
    );
  const withValues = (command: Command): Command =>
    command.addOption(
      new Option(
        '--set <name=value>',
        'value for a parameter of the spec; may be said several times',
      ).argParser(setting),
    );
  const running = (command: Command): Command =>
    onDevice(
      withValues(command).addOption(
        new Option('--seed <n>', 'of everything random that no clause gives a seed of its own').argParser(
          whole,
        ),
      ),
    );

  withValues(
    add('check <file...>', 'Lists everything that is wrong with specs and the data they name.', [
      'text',
      'json',
      'sarif',
    ]),
  ).action(async (files: string[], options: Common) => end(await check(files, options, io)));
  running(
    add('train <file> [name...]', 'Estimates effects and fits models; all, where none is named.', [
      'text',
      'json',
    ]),
  )
    .option('--out <dir>', 'also write every result to a file in this folder')
    .action(async (file: string, names: string[], options) => end(await train(file, names, options, io)));
  running(
    add(
      'score <file> <name>',
      'Scores a file with an effect or a model, or gives its rows the arms of a policy.',
      ['text', 'json'],
    ),
  )
    .requiredOption('--on <data>', 'file to score')
    .requiredOption('--into <out>', 'file to write')
    .option('--live', 'by the version that was promoted, whatever the spec says today')
    .addOption(
      new Option('--reasons <n>', 'also say in words what moves each score most, so many parts').argParser(
        whole,
      ),
    )
    .action(async (file: string, name: string, options) => end(await score(file, name, options, io)));
  for (const verb of ['promote', 'continue', 'rollback', 'versions'] as const) {
    running(add(`${verb} <file> <name>`, versionVerbs[verb], ['text', 'json'])).action(
      async (file: string, name: string, options) => end(await versions(verb, file, name, options, io)),
    );
  }
  running(
    add('drift <file> <name>', 'Holds a new file against the data an effect or a model was trained on.', [
      'text',
      'json',
    ]),
  )
    .requiredOption('--on <data>', 'file to compare')
    .action(async (file: string, name: string, options) => end(await drift(file, name, options, io)));
  running(
    add(
      'export <file> <name>',
      'Writes the trees of a model as LightGBM (.txt) or XGBoost (.json) loads them.',
      ['text', 'json'],
    ),
  )
    .requiredOption('--into <out>', 'file to write, model.txt or model.json')
    .action(async (file: string, name: string, options) => end(await exportTrees(file, name, options, io)));
  running(
    add('explain <file> <name>', 'Says what moves the prediction or the effect of single rows.', [
      'text',
      'json',
    ]),
  )
    .option('--where <expr>', 'which rows, as in `user_id == 42`')
    .addOption(new Option('--limit <n>', 'how many rows at most').argParser(whole))
    .action(async (file: string, name: string, options) => end(await explain(file, name, options, io)));
  running(
    add('run <file>', 'Carries out the verbs of a spec or notebook; without verbs, trains everything.', [
      'text',
      'json',
    ]),
  )
    .option('--report <html>', 'also write a report, one file that needs no network')
    .action(async (file: string, options) => end(await run(file, options, io)));
  running(
    add('convert <notebook>', 'Writes a notebook as .html, .md or .ipynb, or one of Jupyter as .causalnb.', [
      'text',
      'json',
    ]),
  )
    .requiredOption('--into <out>', 'file to write')
    .option('--force', 'replace a file that is already there')
    .option('--run', 'run the cells first, instead of showing what they showed last')
    .action(async (file: string, options) => end(await convert(file, options, io)));
  add('fetch-model <name>', 'Fetches a model, organisation/model, for `encoder "hf:..."`; asks first.', [
    'text',
    'json',
  ])
    .option('--allow-download', 'do not ask')
    .option('--from <address>', 'hub to fetch from')
    .action(async (name: string, options) => end(await fetchModel(name, options, io)));
  onDevice(
    add('doctor', 'Says what is on this machine: versions, devices, encoders.', ['text', 'json']),
  ).action(async (options: Common) => end(await doctor(options, io)));
  return program;
}

function setting(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write name=value.');
  const name = text.slice(0, at).trim();
  if (before.has(name)) throw new InvalidArgumentError(`"${name}" is set twice.`);
  return new Map([...before, [name, text.slice(at + 1)]]);
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Not a whole number.');
  return value;
}
