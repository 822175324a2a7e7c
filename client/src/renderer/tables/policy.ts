import type { Estimate, PolicyResult, PolicyTreeNode } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import {
  formatCount,
  formatCounted,
  formatEstimate,
  formatInterval,
  formatNumber,
  formatPoint,
  formatShare,
} from '../format.js';
import { armInWords } from './arms.js';
import { provenanceSection } from './provenance.js';
import { type Description, numbers, type Section, words } from './section.js';

/** What gains are counted in. */
export function gainUnit({ value, outcome }: PolicyResult): string {
  return value === null ? outcome : say`money`;
}

/** Name of a way to treat: the policy's own, and arms that can stand alone. */
export function wayName(result: PolicyResult, { kind, name }: PolicyResult['policies'][number]): string {
  if (kind === 'by effect') return result.name;
  if (kind === 'nobody') return say`treating nobody`;
  if (kind === 'tree') return say`the tree`;
  if (kind === 'today') return say`today's rule`;
  if (kind === 'random') return say`as many at random`;
  const arm = /^everyone gets (.*)$/su.exec(name)?.[1];
  return arm === undefined ? say`everyone` : say`everyone gets ${arm}`;
}

function policiesSection(result: PolicyResult): Section {
  const { policies, level } = result;
  const known = (estimate: Estimate | null): string[] =>
    estimate
      ? [formatPoint(estimate.estimate, estimate.interval), formatInterval(estimate.interval)]
      : ['', ''];
  return {
    id: 'policies',
    title: say`Policies`,
    sentence: result.sentence,
    tables: [
      {
        caption: say`Worth in ${gainUnit(result)}, less cost, over treating nobody; ${formatShare(level)} intervals`,
        columns: [
          words(say`Treated`),
          numbers(say`Share`),
          numbers(say`Cost`),
          numbers(say`Gain`),
          numbers(say`Interval`),
          numbers(say`Policy less this`),
          numbers(say`Interval`),
          words(say`Allowed`),
        ],
        rows: policies.map((way) => [
          wayName(result, way),
          formatShare(way.share),
          formatNumber(way.cost),
          ...known(way.gain),
          ...known(way.difference),
          way.allowed ? say`yes` : say`no`,
        ]),
      },
    ],
  };
}

function spendingSection(
  result: PolicyResult,
  { arms, sentence }: NonNullable<PolicyResult['spending']>,
): Section {
  return {
    id: 'spending',
    title: say`Where the money goes`,
    sentence,
    tables: [
      {
        caption: say`What is spent on each arm and what it brings back per 1 spent, its cost not taken off; ${formatShare(result.level)} intervals`,
        columns: [
          words(say`Arm`),
          numbers(say`Rows`),
          numbers(say`Spent`),
          numbers(say`Share of spending`),
          numbers(say`Value gained`),
          numbers(say`Return`),
          numbers(say`Interval`),
        ],
        rows: arms.map(({ arm, rows, cost, share, worth, returned }) => [
          spentOn(result, arm),
          formatCount(Math.round(rows)),
          formatNumber(cost),
          formatShare(share),
          formatPoint(worth.estimate, worth.interval),
          ...(returned
            ? [formatPoint(returned.estimate, returned.interval), formatInterval(returned.interval)]
            : ['', '']),
        ]),
      },
    ],
  };
}

/** What money is spent on. @param arm null: all of them */
export const spentOn = ({ treatment }: PolicyResult, arm: string | null): string =>
  arm === null ? say`all together` : armInWords(treatment, arm);

function curveSection({ curve, level }: PolicyResult): Section {
  return {
    id: 'curve',
    title: say`Budget`,
    sentence: curve.sentence,
    tables: [
      {
        caption: say`What other budgets would gain; ${formatShare(level)} intervals`,
        columns: [
          numbers(say`Spent`),
          numbers(say`Share treated`),
          numbers(say`Gain`),
          numbers(say`Interval`),
        ],
        rows: curve.points.map(({ spent, share, gain }) => [
          formatNumber(spent),
          formatShare(share),
          formatPoint(gain.estimate, gain.interval),
          formatInterval(gain.interval),
        ]),
      },
    ],
  };
}

interface Leaf {
  readonly path: string;
  readonly arm: string | null;
  readonly share: number;
}

function leavesOf(node: PolicyTreeNode, path: readonly string[] = []): Leaf[] {
  if (node.leaf) return [{ path: path.join(say` and `) || say`all rows`, arm: node.arm, share: node.share }];
  return [...leavesOf(node.yes, [...path, node.question]), ...leavesOf(node.no, [...path, node.denial])];
}

function treeSection(result: PolicyResult, tree: NonNullable<PolicyResult['tree']>): Section {
  return {
    id: 'tree',
    title: say`In a few questions`,
    sentence: tree.sentence,
    tables: [
      {
        caption: say`Who gets what by the tree of all rows`,
        columns: [words(say`Where`), words(say`Treatment`), numbers(say`Share of those who may be treated`)],
        rows: leavesOf(tree.root).map(({ path, arm, share }) => [
          path,
          arm === null ? say`none` : armInWords(result.treatment, arm),
          formatShare(share),
        ]),
      },
    ],
  };
}

function groupsSection(result: PolicyResult, groups: NonNullable<PolicyResult['groups']>): Section {
  const arm = armInWords(result.treatment, result.arms[1] ?? '');
  return {
    id: 'groups',
    title: say`Groups`,
    sentence: result.fairness ?? '',
    tables: [...new Set(groups.map(({ column }) => column))].map((column) => ({
      caption: say`What the policy does by ${column}, per row`,
      columns: [
        words(say`Group`),
        numbers(say`Rows`),
        numbers(say`Share treated`),
        numbers(say`Effect of ${arm}`),
        numbers(say`Gain`),
      ],
      rows: groups
        .filter((group) => group.column === column)
        .map(({ group, n, share, effect, gain }) => [
          group,
          formatCount(n),
          formatShare(share),
          formatEstimate(effect.estimate, effect.interval),
          formatEstimate(gain.estimate, gain.interval),
        ]),
    })),
  };
}

/** A policy: what it is worth beside others first, then other budgets, its tree and its groups. */
export function describePolicy(result: PolicyResult): Description {
  const { tree, groups, curve, spending, budget, capacity, predicted } = result;
  const facts = [
    say`treats by ${result.effect}`,
    formatCounted(result.n, 'row'),
    ...(result.eligible < result.n ? [say`${formatCounted(result.eligible, 'row')} may be treated`] : []),
    ...(budget === null ? [] : [say`budget ${formatNumber(budget)}`]),
    ...(capacity === null ? [] : [say`capacity ${formatNumber(capacity)}`]),
  ];
  const note = say`Rows are treated by effects learned without their part of the data and judged by doubly robust scores. Predicted gain ${formatNumber(predicted.gain)} of at most ${formatNumber(predicted.bound)} within the limits.`;
  return {
    kind: say`Policy`,
    name: result.name,
    facts,
    sentence: result.sentence,
    note,
    warnings: result.warnings,
    notes: result.notes,
    sections: [
      policiesSection(result),
      ...(spending ? [spendingSection(result, spending)] : []),
      ...(curve.points.length > 1 ? [curveSection(result)] : []),
      ...(tree ? [treeSection(result, tree)] : []),
      ...(groups?.length ? [groupsSection(result, groups)] : []),
      provenanceSection(result.provenance),
    ],
  };
}
