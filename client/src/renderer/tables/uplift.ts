import type { Estimate, UpliftCurve } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatInterval, formatNumber, formatPoint, formatShare } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

export const curveCaption = (arm: string): string =>
  say`What treating with ${arm} gains per row of all, the largest predicted effects first`;

function curveTable({ arm, points }: UpliftCurve): Table {
  return {
    caption: curveCaption(arm),
    columns: [
      numbers(say`Treated`),
      numbers(say`Gain`),
      numbers(say`Interval`),
      numbers(say`Over random order`),
      numbers(say`Interval`),
      numbers(say`By predicted outcome`),
    ],
    rows: points.map(({ share, gain, overRandom, response }) => [
      formatShare(share),
      formatPoint(gain.estimate, gain.interval),
      formatInterval(gain.interval),
      formatPoint(overRandom.estimate, overRandom.interval),
      formatInterval(overRandom.interval),
      formatNumber(response),
    ]),
  };
}

function worthTable({ arm, autoc, qini, qiniShare, response, overResponse }: UpliftCurve): Table {
  const row = (name: string, { estimate, stdError, interval }: Estimate, share = ''): string[] => [
    name,
    formatPoint(estimate, interval),
    formatNumber(stdError),
    formatInterval(interval),
    share,
  ];
  return {
    caption: say`Worth of the order by predicted effects of ${arm}`,
    columns: [
      words(say`Area`),
      numbers(say`Value`),
      numbers(say`Std. error`),
      numbers(say`Interval`),
      numbers(say`Of treating all`),
    ],
    rows: [
      row(say`Under the targeting curve (AUTOC)`, autoc),
      row(say`Over random order (Qini)`, qini, formatShare(qiniShare)),
      row(say`By predicted outcome, over random order`, response),
      row(say`Over the order by predicted outcome`, overResponse),
    ],
  };
}

/** What acting on predicted effects is worth; `arms` must not be empty. */
export function upliftSection(arms: readonly UpliftCurve[]): Section {
  return {
    id: 'uplift',
    title: say`Uplift`,
    sentence: arms
      .map(({ arm, sentence }) => (arms.length > 1 ? `${isolated(arm)}: ${sentence}` : sentence))
      .join(' '),
    tables: arms.flatMap((curve) => [worthTable(curve), curveTable(curve)]),
  };
}
