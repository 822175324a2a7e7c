import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/** Tests and benches run from the root of the project; a bench is bundled, so its own place says nothing. */
const folder = join(process.cwd(), 'docs/results');

/** A table of measured numbers, with all that is needed to measure them again. */
export interface Results {
  readonly title: string;
  /** The command that makes the table again. */
  readonly command: string;
  /** What was measured, in a sentence or two. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Writes a results page with its machine, date and versions into `docs/results/`. */
export async function writeResults(file: string, results: Results): Promise<void> {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const text = [
    `# ${results.title}`,
    '',
    results.note,
    '',
    line(results.columns),
    line(results.columns.map(() => '---')),
    ...results.rows.map(line),
    '',
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model.trim()}, ${gigabytes} GB, Node ${process.versions.node}, ` +
      `load ${loadavg()[0].toFixed(1)}; again with \`${results.command}\`.`,
    '',
  ].join('\n');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), text);
}
