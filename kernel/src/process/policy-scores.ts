import { numberColumn, type OutputColumn, textColumn } from '../data/output-column.js';
import { type PolicyRule, treat } from '../decide/policy-rule.js';
import type { ArmScores } from '../effects/score-effect.js';
import type { PolicyStep } from '../plan.js';
import { counted, figure, listed } from '../words/phrases.js';

/** What a policy gives the rows so far: how many each arm but the baseline, and what is spent on them. */
export interface Given {
  readonly treated: readonly number[];
  readonly spent: number;
}

/** The arm of each row, the baseline for no treatment, and what it gains. @param eligible 1 per row that may be treated; all where absent */
export function policyColumns(
  name: string,
  rule: PolicyRule,
  effects: readonly ArmScores[],
  eligible: Uint8Array | undefined,
  before: Given,
): { columns: OutputColumn[]; given: Given } {
  const { arm, gain } = treat(
    rule,
    effects.map(({ effect }) => effect),
    eligible,
  );
  const treated = [...before.treated];
  for (const own of arm) if (own >= 0) treated[own]++;
  const spent = rule.money.costs.reduce((sum, cost, own) => sum + cost * treated[own], 0);
  const words = Array.from(arm, (own) => rule.arms[own + 1]);
  return {
    columns: [textColumn(name, words), numberColumn(`${name}_gain`, gain)],
    given: { treated, spent },
  };
}

/** Whom the policy treats, in words. */
export function givenSentence({ arms }: PolicyRule, { treated, spent }: Given): string {
  const named = treated.map(
    (count, i) => `${counted(count, 'row')} ${count === 1 ? 'gets' : 'get'} ${arms[i + 1]}`,
  );
  const cost = spent > 0 ? `, which costs ${figure(spent)}` : '';
  return `${listed(named)}${cost}.`;
}

/** Limits are about the data of the effect: a file of another size has others. */
export function limitWarnings({ name, parameters }: PolicyStep, { treated, spent }: Given): string[] {
  const { budget, capacity } = parameters;
  const rows = treated.reduce((sum, count) => sum + count, 0);
  const rule = `${name} treats by the prices at which the data of its effect keep its limits`;
  return [
    ...(budget !== undefined && spent > budget
      ? [`${rule}: on this file it spends ${figure(spent)}, more than the budget of ${figure(budget)}.`]
      : []),
    ...(capacity !== undefined && rows > capacity
      ? [
          `${rule}: on this file it treats ${counted(rows, 'row')}, more than the capacity of ${figure(capacity)}.`,
        ]
      : []),
  ];
}
