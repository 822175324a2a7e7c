import type { Sensitivity } from '../../../../kernel/src/result.js';
import { formatInterval, formatNumber, formatShare } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

/** How strong an unobserved confounder of one arm would have to be, in one sentence. */
function sensitivitySentence({ arm, robustness, benchmarks, eValue }: Sensitivity): string {
  const [strongest] = benchmarks;
  const need =
    robustness.interval > 0
      ? `an unobserved confounder would have to explain ${formatShare(robustness.interval)} of what is left of treatment and outcome ` +
        `to bring the interval to 0 (${formatShare(robustness.estimate)}: the estimate)`
      : `the interval holds 0 without any unobserved confounder`;
  const beside = strongest
    ? `; one as strong as ${isolated(strongest.column)} would leave ${formatInterval(strongest.interval)}`
    : '';
  return `${isolated(arm)}: ${need}${beside}. E-value ${formatNumber(eValue.estimate)}, of the interval ${formatNumber(eValue.interval)}.`;
}

function benchmarkTable({ arm, benchmarks }: Sensitivity): Table {
  return {
    caption: `An unobserved confounder of ${arm} as strong as one that is adjusted for`,
    columns: [
      words('As strong as'),
      numbers('R2 with outcome'),
      numbers('R2 with treatment'),
      numbers('Bias at worst'),
      numbers('Interval then'),
    ],
    rows: benchmarks.map((one) => [
      one.column,
      formatShare(one.outcome),
      formatShare(one.treatment),
      formatNumber(one.bias),
      formatInterval(one.interval),
    ]),
  };
}

function needTable(arms: readonly Sensitivity[]): Table {
  return {
    caption: 'What an unobserved confounder needs to bring an effect to 0',
    columns: [
      words('Arm'),
      numbers('R2 for the estimate'),
      numbers('R2 for the interval'),
      numbers('E-value'),
      numbers('E-value of the interval'),
    ],
    rows: arms.map(({ arm, robustness, eValue }) => [
      arm,
      formatShare(robustness.estimate),
      formatShare(robustness.interval),
      formatNumber(eValue.estimate),
      formatNumber(eValue.interval),
    ]),
  };
}

/** What unobserved confounders could do; `arms` must not be empty. */
export function sensitivitySection(arms: readonly Sensitivity[]): Section {
  return {
    id: 'sensitivity',
    title: 'Unobserved',
    sentence: arms.map(sensitivitySentence).join(' '),
    tables: [needTable(arms), ...arms.filter(({ benchmarks }) => benchmarks.length > 0).map(benchmarkTable)],
  };
}
