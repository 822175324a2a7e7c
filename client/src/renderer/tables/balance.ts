import type { BalanceRow } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatNumber } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, words } from './section.js';

/** Above it a covariate counts as out of balance: the customary bound on a standardised mean difference. */
export const balanceBound = 0.1;

const size = (value: number): number => (Number.isFinite(value) ? Math.abs(value) : 0);

function sentenceOf(rows: readonly BalanceRow[]): string {
  const worst = rows.reduce((a, b) => (size(b.after) > size(a.after) ? b : a));
  const out = rows.filter((row) => size(row.after) > balanceBound).length;
  const verdict =
    out === 0
      ? say`every standardised mean difference is within ${balanceBound}`
      : say`${out} of ${rows.length} standardised mean differences are beyond ${balanceBound}`;
  return say`After adjustment ${verdict}; the largest, of ${isolated(worst.covariate)} (${isolated(worst.arm)}), is ${formatNumber(worst.after)} and was ${formatNumber(worst.before)} before.`;
}

/** Standardised mean differences before and after adjustment; `rows` must not be empty. */
export function balanceSection(rows: readonly BalanceRow[]): Section {
  return {
    id: 'balance',
    title: say`Balance`,
    sentence: sentenceOf(rows),
    tables: [
      {
        caption: say`Standardised mean differences between arm and baseline`,
        columns: [words(say`Covariate`), words(say`Arm`), numbers(say`Before`), numbers(say`After`)],
        rows: rows.map((row) => [row.covariate, row.arm, formatNumber(row.before), formatNumber(row.after)]),
      },
    ],
  };
}
