/**
 * Estimators on designs whose truth is known, as anyone can measure them; see {@link readRequest} for the command line. Ctrl-C ends
 * it at once; tables are written when an estimator is through.
 */
import { type Trial, trialsOf } from '../../test/kernel/effects/designs/designs.js';
import { writeResults } from '../../test/results.js';
import { measure } from './measure.js';
import { type Request, readRequest, UsageError } from './request.js';
import { aligned, columns, linesOf } from './table.js';

type Kind = Request['kinds'][number];

async function run({ kinds, extent, design = '', write }: Request): Promise<void> {
  for (const kind of kinds) {
    const trials = trialsOf(kind, extent.estimand).filter((trial) => trial.design.name.includes(design));
    const rows = linesOfAll(kind, trials, extent);
    console.log(`\n${kind}, ${extent.estimand.toUpperCase()}\n${aligned([columns, ...rows])}`);
    if (write && design === '') await writePage(kind, extent, rows);
  }
}

function linesOfAll(kind: Kind, trials: readonly Trial[], extent: Request['extent']): string[][] {
  const progress = progressLine();
  const lines = trials.flatMap((trial, i) => {
    const measured = measure(trial, extent, (seed) =>
      progress.show(
        `${kind}: ${trial.design.name} (${i + 1} of ${trials.length}), seed ${seed} of ${extent.seeds}`,
      ),
    );
    return linesOf(trial, measured);
  });
  progress.clear();
  return lines;
}

async function writePage(
  kind: Kind,
  { seeds, rows, estimand, checks }: Request['extent'],
  lines: readonly string[][],
): Promise<void> {
  const ofEstimand = estimand === 'ate' ? '' : `-${estimand}`;
  const asked = estimand === 'ate' ? '' : ` --estimand ${estimand}`;
  const checked = checks.length > 0 ? '' : ' --checks none';
  const file = `coverage-${kind.replaceAll(' ', '-')}${ofEstimand}.md`;
  await writeResults(file, {
    title: `Coverage of ${kind}, ${estimand.toUpperCase()}`,
    command: `npm run coverage -- ${kind} --seeds ${seeds} --rows ${rows}${asked}${checked} --write`,
    note: `${seeds} seeds of ${rows} rows each, 95 % intervals. Where no assumption is broken, bias should be near 0, coverage near 95 % and a check fail in at most 5 %; where one is, the last column says what noticed.`,
    columns,
    rows: lines,
  });
  console.log(`Written to docs/results/${file}.`);
}

/** One line that is written over on a terminal, at most ten times a second; elsewhere a line a minute. */
function progressLine(): { show(text: string): void; clear(): void } {
  const { stderr } = process;
  let last = 0;
  const put = (text: string): void => {
    if (!stderr.isTTY) console.error(text);
    else stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns || 80) - 1)}`);
  };
  return {
    show(text) {
      if (performance.now() - last < (stderr.isTTY ? 100 : 60_000)) return;
      last = performance.now();
      put(text);
    },
    clear() {
      if (stderr.isTTY) put('');
    },
  };
}

try {
  await run(readRequest(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
