import type { SimulatedCause } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatNumber } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

function simulatedSentence({ arm, unit, turns }: SimulatedCause): string {
  return turns === null
    ? say`${isolated(arm)}: no simulated cause, however strong, brings the effect to 0.`
    : say`${isolated(arm)}: a simulated cause ${formatNumber(turns)} times as strong as ${isolated(unit)}, with treatment and outcome alike, brings the effect to 0.`;
}

function estimateTable({ arm, unit, multiples, estimates }: SimulatedCause): Table {
  return {
    caption: say`Effect of ${arm} had a simulated cause been adjusted for, by its effects in units of those of ${unit}`,
    columns: [
      words(say`On the outcome`),
      ...multiples.map((multiple) => numbers(say`On the treatment: ${formatNumber(multiple)}`)),
    ],
    rows: estimates.map((row, i) => [formatNumber(multiples[i]), ...row.map(formatNumber)]),
  };
}

/** What adjusting for a simulated cause would make of the effects; `arms` must not be empty. */
export function simulatedSection(arms: readonly SimulatedCause[]): Section {
  return {
    id: 'simulated',
    title: say`Simulated cause`,
    sentence: arms.map(simulatedSentence).join(' '),
    tables: arms.map(estimateTable),
  };
}
