import type { Estimate, UpliftCurve } from '../../result.js';
import type { Task } from '../../task.js';
import { figure, percent } from '../../words/phrases.js';
import { withInterval } from '../inference/interval.js';
import type { Nuisances } from '../nuisances/nuisances.js';
import type { Study } from '../study.js';
import { judgedEffects } from './judged-effects.js';
import { type Measured, shares, type Worth, worthOf } from './targeting.js';

/** Curves of what treating by predicted effects gains, one per contrast; none where there is nothing that effects could differ by. */
export function upliftOf(study: Study, nuisances: Nuisances, task: Task): UpliftCurve[] {
  const { contrasts, sample, parameters } = study;
  return contrasts.flatMap((contrast, i) => {
    const part = task.part(i / contrasts.length, (i + 1) / contrasts.length, 'Measuring uplift');
    const judged = judgedEffects(study, nuisances, contrast, part.part(0, 0.7));
    if (!judged) return [];
    const { targeting, response } = judged;
    const own = worthOf(targeting, part.part(0.7, 0.8));
    const other = worthOf({ ...targeting, priority: response }, part.part(0.8, 0.9));
    const difference = worthOf(targeting, part.part(0.9, 1), response);
    return [curveOf(sample.arms[contrast], parameters.level, own, other, difference)];
  });
}

function curveOf(arm: string, level: number, own: Worth, other: Worth, difference: Worth): UpliftCurve {
  const estimateOf = ({ value, stdError }: Measured): Estimate => withInterval(value, stdError, level);
  const points = shares.map((share, i) => ({
    share,
    gain: estimateOf(own.gain[i]),
    overRandom: estimateOf(own.overRandom[i]),
    response: other.gain[i].value,
  }));
  const all = estimateOf(own.all);
  const qini = estimateOf(own.qini);
  const clear = all.interval[0] > 0 || all.interval[1] < 0;
  return {
    arm,
    points,
    autoc: estimateOf(own.autoc),
    qini,
    qiniShare: clear ? qini.estimate / Math.abs(all.estimate) : null,
    response: estimateOf(other.qini),
    overResponse: estimateOf(difference.qini),
    sentence: sentenceOf(arm, points, clear),
  };
}

/** What the best fifth gains, beside a random one. */
function sentenceOf(arm: string, points: UpliftCurve['points'], clear: boolean): string {
  const fifth = points[4];
  const last = points[points.length - 1];
  const share =
    clear && last.gain.estimate > 0
      ? `, ${percent(fifth.gain.estimate / last.gain.estimate)} of what treating all gains`
      : '';
  const random = figure(fifth.share * last.gain.estimate);
  const [low, high] = fifth.overRandom.interval;
  const verdict = low > 0 ? 'more' : high < 0 ? 'less' : 'not clearly other';
  return `Treating the fifth of rows with the largest predicted effects of "${arm}" gains ${figure(fifth.gain.estimate)} per row of all${share}: ${verdict} than the ${random} of a random fifth.`;
}
