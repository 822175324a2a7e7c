import type { PolicyGroup, PolicyResult, PolicyValue } from '../result.js';
import { rowsWhere } from '../statistics/folds.js';
import type { Task } from '../task.js';
import type { FairLimit } from './choices.js';
import { FoldAllocator, type FoldedAllocation, type Terms } from './fold-allocations.js';
import { type GainParts, gainParts, meanOf, randomParts, sizeOf, totalOf } from './policy-value.js';
import { questionColumns, readablePolicy, whomItTreats } from './readable-policy.js';
import type { PolicyEstimate, PolicyRequest } from './request.js';
import { type Segment, segmentsOf } from './segments.js';
import {
  curveSentence,
  fairnessSentence,
  policySentence,
  policyWarnings,
  spendingSentence,
  treeSentence,
} from './sentence.js';
import { type Setting, settingOf } from './setting.js';
import { spendingOf } from './spending.js';

/** Budgets that the curve is told at, beside none. */
const curveSteps = 16;

/** A way to treat: who gets which arm, and what it gains by row. */
interface Way {
  readonly kind: PolicyValue['kind'];
  readonly name: string;
  readonly parts: GainParts;
  /** Rows given each arm, by their weights. */
  readonly treated: readonly number[];
  readonly ineligible: boolean;
}

/**
 * Who is to be treated, and what that is worth beside other ways to treat. Rows are treated by effects learned without their fold and judged by doubly
 * robust scores ({@link gainParts}); see {@link FoldAllocator} for budget, capacity and groups. The same request gives the same policy.
 *
 * @throws InputError as {@link settingOf} does
 */
export function estimatePolicy(request: PolicyRequest, task: Task): PolicyEstimate {
  const setting = settingOf(request);
  const { evidence, money, eligible, arms } = setting;
  const { budget, capacity, depth, fair } = request.parameters;
  const grouping = segmentsOf(request.table, setting.rows, fair?.columns ?? []);
  const limit = fair?.within === undefined ? undefined : fairLimit(setting, grouping, fair.within);
  const terms: Terms = { money, budget, capacity, eligible, ...(limit && { fair: limit }) };
  const most = budget ?? Number.POSITIVE_INFINITY;
  task.report(0, 'Sharing out treatments');
  const chosen = new FoldAllocator(evidence, terms, task).at(most);
  const unfair = limit && new FoldAllocator(evidence, { ...terms, fair: undefined }, task).at(most);
  const columns = questionColumns(setting);
  const readable =
    depth && columns.length > 0 ? readablePolicy(setting, columns, depth, task.part(0.1, 0.8)) : undefined;
  const ways = waysOf(setting, chosen, readable?.arm);
  const policies = ways.map((way): PolicyValue => judged(setting, way, ways[0]));
  const whom = whomItTreats(columns, eligible, chosen.arm);
  const spending = spendingOf(evidence, money, arms, chosen.arm);
  const groups = grouping.flatMap((group) => groupOf(setting, group, chosen.arm, ways[0].parts));
  const curve = curveOf(setting, task);
  const found = {
    kind: 'policy' as const,
    name: request.name,
    effect: request.effect,
    treatment: evidence.treatment,
    outcome: evidence.outcome,
    arms: evidence.arms,
    level: evidence.level,
    n: Math.round(sizeOf(evidence)),
    eligible: Math.round(
      sizeOf(
        evidence,
        rowsWhere(eligible, (may) => may === 1),
      ),
    ),
    value: request.parameters.value ?? null,
    costs: money.costs,
    budget: budget ?? null,
    capacity: capacity ?? null,
    policies,
    ...(spending.length > 0 && { spending: { arms: spending, sentence: spendingSentence(spending) } }),
    ...(whom !== undefined && { whom }),
    curve: { points: curve, sentence: curveSentence(curve, setting) },
    predicted: { gain: chosen.gain, bound: chosen.bound },
    ...(readable && { tree: { root: readable.root, sentence: treeSentence(policies, arms.length) } }),
    ...(groups.length > 0 && {
      groups,
      fairness: fairnessSentence(groups, limit?.within, unfair && unfair.gain - chosen.gain),
    }),
  };
  return {
    ...found,
    sentence: policySentence(found),
    ...(evidence.notes && evidence.notes.length > 0 && { notes: evidence.notes }),
    warnings: [...evidence.warnings, ...policyWarnings(found, depth !== undefined && !readable)],
  };
}

/** The policy first, then those it is held against. */
function waysOf(setting: Setting, chosen: FoldedAllocation, tree?: Int32Array): Way[] {
  const { evidence, money, eligible, arms, today } = setting;
  const given = (kind: Way['kind'], name: string, arm: Int32Array): Way => ({
    kind,
    name,
    parts: gainParts(evidence, money, arm),
    treated: countsOf(setting, arm),
    ineligible: arm.some((own, row) => own >= 0 && eligible[row] === 0),
  });
  const everyone = arms.map((arm, place) => {
    const name = arms.length > 1 ? `everyone gets ${arm}` : 'everyone';
    return given(
      'everyone',
      name,
      Int32Array.from(eligible, (may) => (may === 1 ? place : -1)),
    );
  });
  const own = given('by effect', 'the policy', chosen.arm);
  const rows = rowsWhere(eligible, (may) => may === 1);
  const all = sizeOf(evidence, rows);
  const chances = own.treated.map((count) => count / all);
  return [
    own,
    ...(tree ? [given('tree', 'the tree', tree)] : []),
    ...(today ? [given('today', "today's rule", today)] : []),
    ...everyone,
    {
      kind: 'random',
      name: 'as many at random',
      parts: randomParts(evidence, money, rows, chances),
      treated: own.treated,
      ineligible: false,
    },
    given('nobody', 'nobody', new Int32Array(eligible.length).fill(-1)),
  ];
}

function countsOf({ evidence: { weights }, arms }: Setting, arm: Int32Array): number[] {
  const counts = arms.map(() => 0);
  for (const [row, own] of arm.entries()) if (own >= 0) counts[own] += weights ? weights[row] : 1;
  return counts;
}

function judged({ evidence, money, request }: Setting, way: Way, own: Way): PolicyValue {
  const { budget = Number.POSITIVE_INFINITY, capacity = Number.POSITIVE_INFINITY } = request.parameters;
  const { kind, name, parts, treated, ineligible } = way;
  const cost = treated.reduce((sum, count, arm) => sum + count * money.costs[arm], 0);
  const count = treated.reduce((sum, one) => sum + one, 0);
  const differences = way === own ? undefined : own.parts.map((part, row) => part - parts[row]);
  return {
    kind,
    name,
    share: count / sizeOf(evidence),
    treated,
    cost,
    gain: totalOf(evidence, parts),
    difference: differences ? totalOf(evidence, differences) : null,
    allowed: !ineligible && cost <= budget * (1 + 1e-9) && count <= capacity * (1 + 1e-9),
  };
}

/** Gains of budgets up to the one beyond which nothing gains; capacity and groups are no limits here. */
function curveOf(setting: Setting, task: Task): PolicyResult['curve']['points'] {
  const { evidence, money, eligible } = setting;
  // Where nothing costs anything, rows are what is spent.
  const free = money.costs.every((cost) => cost === 0);
  const prices = free ? { prices: money.costs.map(() => 1) } : {};
  const allocator = new FoldAllocator(evidence, { money, eligible, ...prices }, task);
  const points = Array.from({ length: curveSteps + 1 }, (_, i) => {
    const { arm, spent } = allocator.at((allocator.enough * i) / curveSteps);
    const treated = countsOf(setting, arm).reduce((sum, count) => sum + count, 0);
    const gain = totalOf(evidence, gainParts(evidence, money, arm));
    return { spent: free ? 0 : spent, share: treated / sizeOf(evidence), gain };
  });
  return allocator.enough > 0 ? points : points.slice(0, 1);
}

function fairLimit({ eligible }: Setting, groups: readonly Segment[], within: number): FairLimit {
  const group = new Int32Array(eligible.length);
  for (const [place, { rows }] of groups.entries()) for (const row of rows) group[row] = place;
  return { group, count: groups.length, within };
}

function groupOf(
  { evidence, eligible }: Setting,
  { column, group, rows }: Segment,
  arm: Int32Array,
  parts: GainParts,
): PolicyGroup[] {
  if (rows.length < 2) return [];
  const may = rows.filter((row) => eligible[row] === 1);
  const treated = may.filter((row) => arm[row] >= 0);
  return [
    {
      column,
      group,
      n: rows.length,
      share: may.length > 0 ? sizeOf(evidence, treated) / sizeOf(evidence, may) : 0,
      effect: meanOf(evidence, evidence.scores[0], rows),
      gain: meanOf(evidence, parts, rows),
    },
  ];
}
