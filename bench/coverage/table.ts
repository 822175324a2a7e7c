import type { Trial } from '../../test/kernel/effects/designs/designs.js';
import type { Measured, Reach } from './measure.js';

export const columns = [
  'design',
  'assumption that it breaks',
  'arm',
  'truth',
  'bias (standard errors)',
  'coverage (its own 95 % interval)',
  'mean width',
  'checks that failed',
] as const;

/** Lines of the table for one design: one per interval, the checks behind the first, and one of what was refused. */
export function linesOf({ design, broken }: Trial, measured: Measured): string[][] {
  const { reaches, refused, made } = measured;
  const named = [design.name, broken ?? ''];
  const refusals =
    refused.length === 0
      ? []
      : [[...named, '', '', '', `refused ${refused.length} of ${refused.length + made}`, '', refused[0]]];
  const lines = reaches.map((reach, i) => [
    ...(i === 0 ? named : ['', '']),
    ...cellsOf(reach),
    i === 0 ? failures(measured) : '',
  ]);
  return [...lines, ...refusals];
}

function cellsOf({ of, truth, bias, covered, made, width }: Reach): string[] {
  const [low, high] = wilson(covered, made);
  return [
    of,
    truth.toFixed(3),
    Number.isNaN(bias) ? '' : bias.toFixed(2),
    `${percent(covered / made)} (${percent(low)} to ${percent(high)})`,
    Number.isFinite(width) ? width.toPrecision(3) : 'no end',
  ];
}

function failures({ failed, made }: Measured): string {
  const some = [...failed].filter(([, count]) => count > 0);
  if (failed.size === 0) return '';
  return some.length > 0
    ? some.map(([name, count]) => `${name} ${percent(count / made)}`).join(', ')
    : 'none';
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** 95 % interval of a share (Wilson 1927). */
export function wilson(count: number, n: number): [number, number] {
  const z = 1.96;
  const share = count / n;
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + (z / (2 * n)) ** 2);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** A table in columns for a terminal. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
