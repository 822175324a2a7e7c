import type { Check } from '../../result.js';
import { figure } from '../../words/phrases.js';
import type { Evidence } from './check.js';

/** A cause with the effects of the strongest covariate. */
const threshold = 1;

/**
 * Simulated common cause. Requirement: adjusting for a simulated cause that moves treatment and outcome as much as the strongest covariate
 * does, against the effect, would leave its sign. The value is that strength over the strength that turns it. Unlike the bounds of
 * the check `unobserved` this is what a cause that works alike everywhere would do, not the worst that one could.
 */
export function simulatedCauseCheck({
  study,
  contrasts,
  simulated = [],
}: Pick<Evidence, 'study' | 'contrasts' | 'simulated'>): Check {
  const { treatment, outcome } = study.parameters;
  const name = 'simulated cause';
  const clear = contrasts.filter(({ interval: [low, high] }) => low > 0 || high < 0).map(({ arm }) => arm);
  const judged = simulated
    .filter(({ arm }) => clear.includes(arm))
    .map((one) => ({ ...one, share: one.turns === null ? 0 : threshold / one.turns }));
  if (judged.length === 0) {
    const why =
      clear.length === 0 ? 'no interval lies to one side of 0' : 'no covariate was named to measure it by';
    const sentence = `An unobserved cause was not simulated: ${why}.`;
    return { name, passed: true, value: 0, threshold, sentence };
  }
  const worst = judged.reduce((a, b) => (b.share > a.share ? b : a));
  const passed = worst.share < threshold;
  const turns =
    worst.turns === null
      ? 'none of any strength would turn'
      : `one ${figure(worst.turns)} times as strong would turn`;
  const verdict = passed
    ? 'so it would take a stronger one than any observed.'
    : 'so one no stronger than that may be all there is to it.';
  return {
    name,
    passed,
    value: worst.share,
    threshold,
    sentence: `A simulated cause of ${treatment} and ${outcome}, as strong as ${worst.unit} with both, must leave the sign of the effect of "${worst.arm}": ${turns} it, ${verdict}`,
  };
}
