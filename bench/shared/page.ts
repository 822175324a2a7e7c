import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Answer, Side } from './contest.js';
import { timeText } from './time-text.js';

/** A page of results, one section a part. */
export interface Page {
  /** Among `docs/results`. */
  readonly file: string;
  readonly title: string;
}

const opening = `Every side works on the same files, in turn, in a process of its own; the quickest of its rounds stands here. Memory is the peak of the
process while it works, its data included. A ratio is ours by theirs: below 1, ours is quicker or smaller. The load is the machine's average over the
last minute just before the work began, so it counts the side before.`;

/** A part of the page: what one part of the bench measured. */
export interface Section {
  readonly title: string;
  /** What was measured and what is aimed at. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly versions: readonly string[];
  readonly command: string;
}

/** Puts a section into the page, in the place of one with the same title. */
export function writeSection(page: Page, section: Section): void {
  const file = resolve('docs/results', page.file);
  const text = textOf(section);
  console.log(`\n${text}\n`);
  const [, ...others] = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trimEnd()
        .split(/\n\n(?=## )/)
    : [''];
  const at = others.findIndex((other) => other.startsWith(`## ${section.title}\n`));
  const sections = at < 0 ? [...others, text] : others.with(at, text);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${[`# ${page.title}\n\n${opening}`, ...sections].join('\n\n')}\n`);
}

function textOf({ title, note, columns, rows, versions, command }: Section): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return [
    `## ${title}`,
    '',
    note,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map(line),
    '',
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model.trim()}, ${gigabytes} GB, Node ${process.versions.node}, ` +
      `${[...new Set(versions)].map((version) => `${version}, `).join('')}load ${loadavg()[0].toFixed(1)} at the end; again with \`${command}\`.`,
  ].join('\n');
}

/** Columns of a table that compares sides. */
export const contestColumns = [
  'work',
  'side',
  'threads',
  'time',
  'ours by theirs',
  'peak memory',
  'ours by theirs',
  'quality',
  'load',
];

/** Rows of such a table: the first side is ours, and the others are held against it. */
export function contestRows(
  work: string,
  sides: readonly Side[],
  answers: readonly (Answer | undefined)[],
  qualityOf: (answer: Answer) => string,
): string[][] {
  const [ours] = answers;
  return sides.map(({ name, job }, i) => {
    const answer = answers[i];
    const start = [work, name, String(job.threads)];
    if (!answer) return [...start, 'not to be had on this machine', '', '', '', '', ''];
    const ratio = (mine: number | undefined, theirs: number): string =>
      i === 0 || mine === undefined ? '' : (mine / theirs).toFixed(3);
    return [
      ...start,
      timeText(answer.seconds),
      ratio(ours?.seconds, answer.seconds),
      `${answer.peakMb.toFixed(0)} MB`,
      ratio(ours?.peakMb, answer.peakMb),
      qualityOf(answer),
      answer.load.toFixed(1),
    ];
  });
}

/** Versions that the sides named. */
export function versionsOf(answers: readonly (Answer | undefined)[]): string[] {
  return answers.flatMap((answer) => answer?.version ?? []);
}
