import type { Check, Contrast, EffectResult } from '../../../../kernel/src/result.js';
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
import { listed } from '../names.js';
import { withNamedArms } from './arms.js';
import { globalSection } from './attribution.js';
import { balanceSection } from './balance.js';
import { doseSection } from './dose.js';
import { groupsSection } from './groups.js';
import { heterogeneitySection } from './heterogeneity.js';
import { instrumentSection } from './instrument.js';
import { mediationSection } from './mediation.js';
import { overlapSection } from './overlap.js';
import { provenanceSection } from './provenance.js';
import { type Description, numbers, prose, type Section, words } from './section.js';
import { selectionSection } from './selection.js';
import { sensitivitySection } from './sensitivity.js';
import { simulatedSection } from './simulated.js';
import { textModesSection } from './text-modes.js';
import { upliftSection } from './uplift.js';

function estimateSection(result: EffectResult): Section {
  const level = formatShare(result.level);
  const counts = result.contrasts.some((c) => c.numberNeeded);
  return {
    id: 'estimate',
    title: say`Estimate`,
    sentence: result.sentence,
    tables: [
      {
        caption: say`Effect of ${result.treatment} on ${result.outcome}, each arm against ${result.arms[0]}`,
        columns: [
          words(say`Arm`),
          numbers(say`Rows`),
          numbers(say`Effect`),
          numbers(say`Std. error`),
          numbers(say`${level} interval`),
          numbers(say`Mean under ${result.arms[0]}`),
          numbers(say`Relative`),
          ...(counts ? [numbers(say`Treated for one`)] : []),
          numbers(say`Unadjusted`),
        ],
        rows: result.contrasts.map((c, i) => [
          c.arm,
          formatCount(c.n),
          formatPoint(c.estimate, c.interval),
          formatNumber(c.stdError),
          formatInterval(c.interval),
          formatNumber(c.baselineMean),
          relativeCell(c),
          ...(counts ? [numberCell(c.numberNeeded)] : []),
          result.unadjusted[i]
            ? formatEstimate(result.unadjusted[i].estimate, result.unadjusted[i].interval)
            : 'n/a',
        ]),
      },
    ],
  };
}

/** `29.0%`, with its interval where there is one. */
function relativeCell({ relative, relativeInterval }: Contrast): string {
  if (!relativeInterval) return formatShare(relative);
  return `${formatShare(relative)} [${relativeInterval.map(formatShare).join(', ')}]`;
}

/** `16.3 more [13.8, 20.1]`. */
function numberCell(needed: Contrast['numberNeeded']): string {
  if (!needed) return 'n/a';
  const { estimate, interval, of } = needed;
  const change = of === 'more' ? say`more` : say`fewer`;
  if (!interval) return say`${formatNumber(estimate)} ${change}, or none`;
  return `${formatPoint(estimate, interval)} ${change} ${formatInterval(interval)}`;
}

/** `All 3 checks passed.`, `2 of 3 checks passed; overlap did not.` */
export function checksSentence(checks: readonly Check[]): string {
  const failed = checks.filter((check) => !check.passed).map((check) => check.name);
  if (failed.length === 0)
    return checks.length === 1 ? say`The check passed.` : say`All ${checks.length} checks passed.`;
  return say`${checks.length - failed.length} of ${checks.length} checks passed; ${listed(failed)} did not.`;
}

function checksSection(checks: readonly Check[]): Section {
  return {
    id: 'checks',
    title: say`Checks`,
    sentence: checksSentence(checks),
    tables: [
      {
        caption: say`Checks of the estimate`,
        columns: [
          words(say`Check`),
          words(say`Verdict`),
          numbers(say`Value`),
          numbers(say`Threshold`),
          prose(say`What was asked`),
        ],
        rows: checks.map((check) => [
          check.name,
          check.passed ? say`passed` : say`failed`,
          formatNumber(check.value),
          formatNumber(check.threshold),
          check.sentence,
        ]),
      },
    ],
  };
}

function adjustmentSection({ adjustment }: EffectResult): Section {
  const rows = [
    ...adjustment.columns.map((name) => [name, say`column`]),
    ...adjustment.texts.map((name) => [name, say`text`]),
  ];
  const tables = rows.length
    ? [{ caption: say`Adjustment set`, columns: [words(say`Adjusted for`), words(say`What it is`)], rows }]
    : [];
  return {
    id: 'adjustment',
    title: say`Adjustment`,
    sentence: adjustment.reason,
    brief: adjustment.reason,
    tables,
  };
}

/** An effect: the estimate first, then what it rests on. Sections without content are left out. */
export function describeEffect(given: EffectResult): Description {
  const result = withNamedArms(given);
  return {
    kind: say`Effect`,
    name: result.name,
    facts: [
      say`${result.treatment} on ${result.outcome}`,
      result.estimand.toUpperCase(),
      result.estimator,
      `${formatCounted(result.n, 'row')}`,
    ],
    sentence: result.sentence,
    note: result.estimandSentence,
    warnings: result.warnings,
    notes: result.notes,
    sections: [
      estimateSection(result),
      ...(result.dose ? [doseSection(result.dose, result.treatment, result.outcome)] : []),
      ...(result.mediation?.length ? [mediationSection(result.mediation)] : []),
      ...(result.instrument ? [instrumentSection(result.instrument)] : []),
      ...(result.checks.length ? [checksSection(result.checks)] : []),
      adjustmentSection(result),
      ...(result.textModes?.length ? [textModesSection(result.textModes)] : []),
      ...(result.balance.length ? [balanceSection(result.balance)] : []),
      ...(result.overlap.length ? [overlapSection(result.overlap)] : []),
      ...(result.sensitivity?.length ? [sensitivitySection(result.sensitivity)] : []),
      ...(result.simulated?.length ? [simulatedSection(result.simulated)] : []),
      ...(result.groups?.length ? [groupsSection(result.groups)] : []),
      ...(result.heterogeneity.length ? [heterogeneitySection(result.heterogeneity)] : []),
      ...(result.uplift?.length ? [upliftSection(result.uplift)] : []),
      ...(result.selection?.length ? [selectionSection(result.selection)] : []),
      ...(result.attribution ? [globalSection(result.attribution)] : []),
      provenanceSection(result.provenance),
    ],
  };
}
