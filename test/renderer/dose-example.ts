import type { EffectResult, Estimate } from '../../kernel/src/result.js';
import { mailing } from './effect-examples.js';

const estimateOf = (estimate: number, stdError: number): Estimate => ({
  estimate,
  stdError,
  interval: [estimate - 1.96 * stdError, estimate + 1.96 * stdError],
});

/** A treatment of degrees: spend rises with advertising and levels off. */
export const advertised: EffectResult = {
  ...mailing,
  name: 'advertising_curve',
  sentence:
    'A step up of everyone’s own advertising raises spend by 0.21 per unit (95% interval 0.17 to 0.25).',
  estimandSentence: 'Mean of spend had every customer had one advertising.',
  treatment: 'advertising',
  outcome: 'spend',
  arms: ['advertising', 'a small step up'],
  contrasts: [
    {
      ...mailing.contrasts[0],
      ...estimateOf(0.21, 0.02),
      arm: 'a small step up',
      baselineMean: 24.1,
      relative: 0.0087,
    },
  ],
  estimator: 'local linear',
  adjustment: {
    columns: ['tenure'],
    texts: [],
    reason: 'Adjusting for tenure closes the only backdoor path.',
  },
  dose: {
    points: Array.from({ length: 16 }, (_, i) => {
      const stdError = 0.35 + 0.012 * (i - 6) ** 2;
      const point = estimateOf(18 + 12 * (1 - Math.exp(-i / 5)), stdError);
      return {
        dose: 4 * i,
        ...point,
        band: [point.estimate - 2.9 * stdError, point.estimate + 2.9 * stdError] as const,
      };
    }),
    slope: estimateOf(0.21, 0.02),
    bandwidth: 6,
    distribution: { edges: [0, 10, 20, 30, 40, 50, 60], counts: [4_120, 9_310, 12_004, 7_981, 3_002, 811] },
    sentence: 'Spend rises with advertising up to about 40 and little beyond.',
  },
};
