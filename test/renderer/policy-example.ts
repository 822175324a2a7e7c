import type { PolicyResult } from '../../kernel/src/result.js';
import { provenance } from './effect-examples.js';

/** The policy of the sample shop. */
export const coupons: PolicyResult = {
  kind: 'policy',
  name: 'coupons',
  effect: 'coupon_lift',
  treatment: 'coupon',
  outcome: 'purchased',
  arms: ['0', '1'],
  level: 0.95,
  n: 20000,
  eligible: 20000,
  value: 30,
  costs: [2.5],
  budget: 2500,
  capacity: null,
  policies: [
    {
      kind: 'by effect',
      name: 'the policy',
      share: 0.05,
      treated: [1000],
      cost: 2500,
      gain: {
        estimate: 4470.13,
        stdError: 967.397,
        interval: [2574.06, 6366.19],
      },
      difference: null,
      allowed: true,
    },
    {
      kind: 'tree',
      name: 'the tree',
      share: 0.0521,
      treated: [1042],
      cost: 2605,
      gain: {
        estimate: 2715.89,
        stdError: 995.858,
        interval: [764.04, 4667.73],
      },
      difference: {
        estimate: 1754.24,
        stdError: 1179.67,
        interval: [-557.868, 4066.35],
      },
      allowed: false,
    },
    {
      kind: 'today',
      name: "today's rule",
      share: 0.25425,
      treated: [5085],
      cost: 12712.5,
      gain: {
        estimate: 10756.4,
        stdError: 2119.04,
        interval: [6603.15, 14909.6],
      },
      difference: {
        estimate: -6286.27,
        stdError: 2059.04,
        interval: [-10321.9, -2250.62],
      },
      allowed: false,
    },
    {
      kind: 'everyone',
      name: 'everyone',
      share: 1,
      treated: [20000],
      cost: 50000,
      gain: {
        estimate: 10597.3,
        stdError: 4221.02,
        interval: [2324.26, 18870.4],
      },
      difference: {
        estimate: -6127.18,
        stdError: 4109.0,
        interval: [-14180.7, 1926.32],
      },
      allowed: false,
    },
    {
      kind: 'random',
      name: 'as many at random',
      share: 0.05,
      treated: [1000],
      cost: 2500,
      gain: {
        estimate: 529.865,
        stdError: 211.051,
        interval: [116.213, 943.518],
      },
      difference: {
        estimate: 3940.26,
        stdError: 941.78,
        interval: [2094.4, 5786.12],
      },
      allowed: true,
    },
    {
      kind: 'nobody',
      name: 'nobody',
      share: 0,
      treated: [0],
      cost: 0,
      gain: {
        estimate: 0,
        stdError: 0,
        interval: [0, 0],
      },
      difference: {
        estimate: 4470.13,
        stdError: 967.397,
        interval: [2574.06, 6366.19],
      },
      allowed: true,
    },
  ],
  curve: {
    points: [
      {
        spent: 0,
        share: 0,
        gain: {
          estimate: 0,
          stdError: 0,
          interval: [0, 0],
        },
      },
      {
        spent: 3585,
        share: 0.0717,
        gain: {
          estimate: 5360.02,
          stdError: 1139.99,
          interval: [3125.68, 7594.36],
        },
      },
      {
        spent: 7170,
        share: 0.1434,
        gain: {
          estimate: 7401.21,
          stdError: 1578.03,
          interval: [4308.34, 10494.1],
        },
      },
      {
        spent: 10757.5,
        share: 0.21515,
        gain: {
          estimate: 7800.12,
          stdError: 1942.71,
          interval: [3992.48, 11607.8],
        },
      },
      {
        spent: 14342.5,
        share: 0.28685,
        gain: {
          estimate: 7236.25,
          stdError: 2260.04,
          interval: [2806.66, 11665.8],
        },
      },
      {
        spent: 17927.5,
        share: 0.35855,
        gain: {
          estimate: 6482.9,
          stdError: 2507.29,
          interval: [1568.7, 11397.1],
        },
      },
      {
        spent: 21515,
        share: 0.4303,
        gain: {
          estimate: 7608.71,
          stdError: 2771.45,
          interval: [2176.78, 13040.6],
        },
      },
      {
        spent: 25100,
        share: 0.502,
        gain: {
          estimate: 8922.89,
          stdError: 3000.41,
          interval: [3042.2, 14803.6],
        },
      },
      {
        spent: 28277.5,
        share: 0.56555,
        gain: {
          estimate: 8015.18,
          stdError: 3193.96,
          interval: [1755.13, 14275.2],
        },
      },
    ],
    sentence:
      'Without limits the policy gains 8,015 [1,755, 14,275] with 28,278 spent; more would gain nothing more. Half of that is there with 1,793 spent.',
  },
  predicted: {
    gain: 8415.05,
    bound: 8415.05,
  },
  tree: {
    root: {
      leaf: false,
      question: 'tenure <= 1',
      denial: 'tenure > 1',
      share: 1,
      yes: {
        leaf: false,
        question: 'recency <= 41',
        denial: 'recency > 41',
        share: 0.0911,
        yes: {
          leaf: true,
          arm: null,
          share: 0.07925,
        },
        no: {
          leaf: true,
          arm: '1',
          share: 0.01185,
        },
      },
      no: {
        leaf: true,
        arm: null,
        share: 0.9089,
      },
    },
    sentence:
      'A few questions say whom to treat: they gain 2,716 [764, 4,668] with 2,605 spent, 1,754 [−558, 4,066] less than the policy. Trees grown without a fold exceed the limits somewhat on the rows that they are judged by.',
  },
  groups: [
    {
      column: 'device',
      group: 'desktop',
      n: 7108,
      share: 0.0341868,
      effect: {
        estimate: 0.0709346,
        stdError: 0.0115928,
        interval: [0.0482131, 0.0936562],
      },
      gain: {
        estimate: 0.17019,
        stdError: 0.0679562,
        interval: [0.0369978, 0.303381],
      },
    },
    {
      column: 'device',
      group: 'phone',
      n: 10857,
      share: 0.0672377,
      effect: {
        estimate: 0.122055,
        stdError: 0.00963068,
        interval: [0.103179, 0.140931],
      },
      gain: {
        estimate: 0.31556,
        stdError: 0.076565,
        interval: [0.165496, 0.465625],
      },
    },
    {
      column: 'device',
      group: 'tablet',
      n: 2035,
      share: 0.0132678,
      effect: {
        estimate: 0.0936396,
        stdError: 0.0223271,
        interval: [0.0498793, 0.1374],
      },
      gain: {
        estimate: -0.0813864,
        stdError: 0.0522017,
        interval: [-0.1837, 0.020927],
      },
    },
  ],
  fairness: 'Shares treated of those who may be go by device from 1.3% (tablet) to 6.7% (phone).',
  sentence:
    "Treating 5% of 20,000 rows by coupon_lift is worth 4,470 [2,574, 6,366] more than treating nobody, 6,286 [2,251, 10,322] less than today's rule (which the limits do not allow) and 3,940 [2,094, 5,786] more than treating as many at random; 2,500 of the budget of 2,500 is spent.",
  warnings: [],
  provenance,
};
