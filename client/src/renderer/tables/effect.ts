import type { Check, Contrast, EffectResult } from '../../../../kernel/src/result.js';
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
    title: 'Estimate',
    sentence: result.sentence,
    tables: [
      {
        caption: `Effect of ${result.treatment} on ${result.outcome}, each arm against ${result.arms[0]}`,
        columns: [
          words('Arm'),
          numbers('Rows'),
          numbers('Effect'),
          numbers('Std. error'),
          numbers(`${level} interval`),
          numbers(`Mean under ${result.arms[0]}`),
          numbers('Relative'),
          ...(counts ? [numbers('Treated for one')] : []),
          numbers('Unadjusted'),
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
  if (!interval) return `${formatNumber(estimate)} ${of}, or none`;
  return `${formatPoint(estimate, interval)} ${of} ${formatInterval(interval)}`;
}

/** `All 3 checks passed.`, `2 of 3 checks passed; overlap did not.` */
export function checksSentence(checks: readonly Check[]): string {
  const failed = checks.filter((check) => !check.passed).map((check) => check.name);
  if (failed.length === 0)
    return checks.length === 1 ? 'The check passed.' : `All ${checks.length} checks passed.`;
  return `${checks.length - failed.length} of ${checks.length} checks passed; ${listed(failed)} did not.`;
}

function checksSection(checks: readonly Check[]): Section {
  return {
    id: 'checks',
    title: 'Checks',
    sentence: checksSentence(checks),
    tables: [
      {
        caption: 'Checks of the estimate',
        columns: [
          words('Check'),
          words('Verdict'),
          numbers('Value'),
          numbers('Threshold'),
          prose('What was asked'),
        ],
        rows: checks.map((check) => [
          check.name,
          check.passed ? 'passed' : 'failed',
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
    ...adjustment.columns.map((name) => [name, 'column']),
    ...adjustment.texts.map((name) => [name, 'text']),
  ];
  const tables = rows.length
    ? [{ caption: 'Adjustment set', columns: [words('Adjusted for'), words('What it is')], rows }]
    : [];
  return {
    id: 'adjustment',
    title: 'Adjustment',
    sentence: adjustment.reason,
    brief: adjustment.reason,
    tables,
  };
}

/** An effect: the estimate first, then what it rests on. Sections without content are left out. */
export function describeEffect(given: EffectResult): Description {
  const result = withNamedArms(given);
  return {
    kind: 'Effect',
    name: result.name,
    facts: [
      `${result.treatment} on ${result.outcome}`,
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
