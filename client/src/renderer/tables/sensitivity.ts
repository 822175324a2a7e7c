import type { Sensitivity } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatInterval, formatNumber, formatShare } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

/** How strong an unobserved confounder of one arm would have to be, in one sentence. */
function sensitivitySentence({ arm, robustness, benchmarks, eValue }: Sensitivity): string {
  const [strongest] = benchmarks;
  const need =
    robustness.interval > 0
      ? say`an unobserved confounder would have to explain ${formatShare(robustness.interval)} of what is left of treatment and outcome to bring the interval to 0 (${formatShare(robustness.estimate)}: the estimate)`
      : say`the interval holds 0 without any unobserved confounder`;
  const beside = strongest
    ? say`; one as strong as ${isolated(strongest.column)} would leave ${formatInterval(strongest.interval)}`
    : '';
  return say`${isolated(arm)}: ${need}${beside}. E-value ${formatNumber(eValue.estimate)}, of the interval ${formatNumber(eValue.interval)}.`;
}

function benchmarkTable({ arm, benchmarks }: Sensitivity): Table {
  return {
    caption: say`An unobserved confounder of ${arm} as strong as one that is adjusted for`,
    columns: [
      words(say`As strong as`),
      numbers(say`R2 with outcome`),
      numbers(say`R2 with treatment`),
      numbers(say`Bias at worst`),
      numbers(say`Interval then`),
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
    caption: say`What an unobserved confounder needs to bring an effect to 0`,
    columns: [
      words(say`Arm`),
      numbers(say`R2 for the estimate`),
      numbers(say`R2 for the interval`),
      numbers(say`E-value`),
      numbers(say`E-value of the interval`),
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
    title: say`Unobserved`,
    sentence: arms.map(sensitivitySentence).join(' '),
    tables: [needTable(arms), ...arms.filter(({ benchmarks }) => benchmarks.length > 0).map(benchmarkTable)],
  };
}
