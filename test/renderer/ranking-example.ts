import type { RankingResult } from '../../kernel/src/result.js';
import { provenance } from './effect-examples.js';

/** The ranking of the sample shop. */
export const offers: RankingResult = {
  kind: 'ranking',
  provenance,

  name: 'offers',
  item: 'sku',
  user: 'user_id',
  outcome: 'purchased',
  exposure: 'shown',
  level: 0.95,
  n: 30000,
  users: 1500,
  items: 48,
  top: 4,
  above: null,
  propensity: 'known',
  ways: [
    {
      kind: 'increment',
      name: 'by what showing adds',
      shown: 3.956,
      gain: {
        estimate: 0.72596,
        stdError: 0.052997,
        interval: [0.622, 0.82992],
      },
      difference: null,
      ndcg: 0.1668,
      map: 0.13175,
      recall: 0.24279,
    },
    {
      kind: 'purchase',
      name: 'by predicted purchase',
      shown: 4.0533,
      gain: {
        estimate: 0.60627,
        stdError: 0.054331,
        interval: [0.49969, 0.71284],
      },
      difference: {
        estimate: 0.11969,
        stdError: 0.053185,
        interval: [0.015369, 0.22402],
      },
      ndcg: 0.25865,
      map: 0.21579,
      recall: 0.36658,
    },
    {
      kind: 'popularity',
      name: 'by popularity',
      shown: 4.0227,
      gain: {
        estimate: 0.30892,
        stdError: 0.051518,
        interval: [0.20786, 0.40997],
      },
      difference: {
        estimate: 0.41704,
        stdError: 0.072428,
        interval: [0.27497, 0.55912],
      },
      ndcg: 0.23125,
      map: 0.19129,
      recall: 0.33646,
    },
    {
      kind: 'random',
      name: 'as many at random',
      shown: 4.0,
      gain: {
        estimate: 0.52589,
        stdError: 0.022236,
        interval: [0.48227, 0.56951],
      },
      difference: {
        estimate: 0.20007,
        stdError: 0.046315,
        interval: [0.10922, 0.29092],
      },
      ndcg: 0.13776,
      map: 0.1079,
      recall: 0.20846,
    },
    {
      kind: 'today',
      name: 'as was shown',
      shown: 5.5932,
      gain: {
        estimate: 0.81442,
        stdError: 0.043768,
        interval: [0.72857, 0.90027],
      },
      difference: {
        estimate: -0.088461,
        stdError: 0.055281,
        interval: [-0.1969, 0.019975],
      },
      ndcg: null,
      map: null,
      recall: null,
    },
  ],
  estimators: [
    {
      name: 'IPS',
      gain: {
        estimate: 0.70464,
        stdError: 0.058831,
        interval: [0.58924, 0.82004],
      },
    },
    {
      name: 'SNIPS',
      gain: {
        estimate: 0.73402,
        stdError: 0.054025,
        interval: [0.62805, 0.83999],
      },
    },
    {
      name: 'DR',
      gain: {
        estimate: 0.72596,
        stdError: 0.052997,
        interval: [0.622, 0.82992],
      },
    },
    {
      name: 'switch',
      gain: {
        estimate: 0.72596,
        stdError: 0.052997,
        interval: [0.622, 0.82992],
      },
    },
  ],
  curve: {
    points: [
      {
        top: 1,
        gain: {
          estimate: 0.21076,
          stdError: 0.026847,
          interval: [0.1581, 0.26342],
        },
        byPurchase: 0.14158,
      },
      {
        top: 2,
        gain: {
          estimate: 0.37268,
          stdError: 0.038188,
          interval: [0.29777, 0.44759],
        },
        byPurchase: 0.30202,
      },
      {
        top: 3,
        gain: {
          estimate: 0.54439,
          stdError: 0.045657,
          interval: [0.45483, 0.63394],
        },
        byPurchase: 0.46154,
      },
      {
        top: 4,
        gain: {
          estimate: 0.72596,
          stdError: 0.052997,
          interval: [0.622, 0.82992],
        },
        byPurchase: 0.60627,
      },
      {
        top: 5,
        gain: {
          estimate: 0.93092,
          stdError: 0.058802,
          interval: [0.81557, 1.0463],
        },
        byPurchase: 0.69527,
      },
      {
        top: 6,
        gain: {
          estimate: 1.0528,
          stdError: 0.065208,
          interval: [0.92486, 1.1807],
        },
        byPurchase: 0.827,
      },
      {
        top: 7,
        gain: {
          estimate: 1.2412,
          stdError: 0.069772,
          interval: [1.1044, 1.3781],
        },
        byPurchase: 1.0265,
      },
      {
        top: 8,
        gain: {
          estimate: 1.3541,
          stdError: 0.073301,
          interval: [1.2103, 1.4979],
        },
        byPurchase: 1.2037,
      },
      {
        top: 9,
        gain: {
          estimate: 1.4658,
          stdError: 0.077269,
          interval: [1.3142, 1.6173],
        },
        byPurchase: 1.3499,
      },
      {
        top: 10,
        gain: {
          estimate: 1.6183,
          stdError: 0.081039,
          interval: [1.4593, 1.7772],
        },
        byPurchase: 1.4951,
      },
      {
        top: 11,
        gain: {
          estimate: 1.7406,
          stdError: 0.084658,
          interval: [1.5746, 1.9067],
        },
        byPurchase: 1.6099,
      },
      {
        top: 12,
        gain: {
          estimate: 1.8275,
          stdError: 0.086325,
          interval: [1.6582, 1.9968],
        },
        byPurchase: 1.7817,
      },
      {
        top: 13,
        gain: {
          estimate: 1.9496,
          stdError: 0.088651,
          interval: [1.7757, 2.1235],
        },
        byPurchase: 1.8957,
      },
      {
        top: 14,
        gain: {
          estimate: 2.0791,
          stdError: 0.091317,
          interval: [1.9, 2.2583],
        },
        byPurchase: 2.0204,
      },
      {
        top: 15,
        gain: {
          estimate: 2.2021,
          stdError: 0.093663,
          interval: [2.0184, 2.3859],
        },
        byPurchase: 2.1321,
      },
      {
        top: 16,
        gain: {
          estimate: 2.2799,
          stdError: 0.095548,
          interval: [2.0925, 2.4673],
        },
        byPurchase: 2.2005,
      },
      {
        top: 17,
        gain: {
          estimate: 2.3365,
          stdError: 0.097155,
          interval: [2.1459, 2.527],
        },
        byPurchase: 2.275,
      },
      {
        top: 18,
        gain: {
          estimate: 2.3873,
          stdError: 0.099976,
          interval: [2.1912, 2.5834],
        },
        byPurchase: 2.3542,
      },
      {
        top: 19,
        gain: {
          estimate: 2.4031,
          stdError: 0.10114,
          interval: [2.2047, 2.6015],
        },
        byPurchase: 2.3928,
      },
      {
        top: 20,
        gain: {
          estimate: 2.4031,
          stdError: 0.10179,
          interval: [2.2034, 2.6027],
        },
        byPurchase: 2.4031,
      },
    ],
    sentence:
      'With 20 items shown to each at most the ranking adds 2.4 [2.2, 2.6] of purchased; half of that is there with 7. It adds more than predicted purchase at 19 of 20 lengths.',
  },
  parts: [
    {
      name: 'difference',
      share: 0.6014,
    },
    {
      name: 'purchase x effect',
      share: 0,
    },
    {
      name: 'doubly robust',
      share: 0.38835,
    },
    {
      name: 'one for all',
      share: 0.010247,
    },
  ],
  lists: {
    users: 1500,
    own: {
      coverage: 0.85417,
      diversity: 0.6115,
      novelty: 4.6374,
    },
    byPurchase: {
      coverage: 1,
      diversity: 0.53703,
      novelty: 3.6973,
    },
  },
  preview: [
    {
      user: '10001',
      items: [
        {
          item: 's029',
          increment: 0.20197,
          without: 0.094848,
          with: 0.29856,
        },
        {
          item: 's009',
          increment: 0.18098,
          without: 0.075293,
          with: 0.25169,
        },
        {
          item: 's013',
          increment: 0.18054,
          without: 0.17115,
          with: 0.36187,
        },
        {
          item: 's048',
          increment: 0.18002,
          without: 0.078976,
          with: 0.26426,
        },
      ],
    },
    {
      user: '10002',
      items: [
        {
          item: 's012',
          increment: 0.21992,
          without: 0.18088,
          with: 0.43857,
        },
        {
          item: 's039',
          increment: 0.21811,
          without: 0.17173,
          with: 0.40424,
        },
        {
          item: 's032',
          increment: 0.21431,
          without: 0.17361,
          with: 0.41706,
        },
        {
          item: 's031',
          increment: 0.21372,
          without: 0.15269,
          with: 0.39732,
        },
      ],
    },
    {
      user: '10003',
      items: [
        {
          item: 's039',
          increment: 0.29563,
          without: 0.14918,
          with: 0.44617,
        },
        {
          item: 's047',
          increment: 0.29128,
          without: 0.12625,
          with: 0.45048,
        },
        {
          item: 's019',
          increment: 0.28866,
          without: 0.067856,
          with: 0.40494,
        },
        {
          item: 's012',
          increment: 0.26099,
          without: 0.091792,
          with: 0.37312,
        },
      ],
    },
  ],
  sentence:
    'Showing 3.96 items per user_id by what showing adds is worth 0.726 [0.622, 0.83] of purchased per user_id more than showing nothing, 0.12 [0.0154, 0.224] more than by predicted purchase and 0.2 [0.109, 0.291] more than showing as many at random.',
  warnings: [
    '4 items were never shown (s048, s046, s047 and s045): what showing them does is told from items with texts like theirs, and cannot be judged.',
    '63 users (4.2%) have no purchased in the data: items for them are ranked by what all users do, and by columns of `using`.',
    '2,490 rows could not have been shown, or had to be, by chance: nothing is learned from them, and nothing is judged by them.',
  ],
  path: 'data/offers.csv',
};
