import type { StockResult } from '../../kernel/src/result.js';
import { provenance } from './effect-examples.js';

/** The order of the sample solution. */
export const order: StockResult = {
  provenance,
  ...{
    kind: 'stock',
    name: 'order',
    effect: 'promotion_on_demand',
    treatment: 'promoted',
    outcome: 'asked',
    arms: ['0', '1'],
    level: 0.95,
    price: 20,
    unitCost: 12,
    salvage: 8,
    n: 6000,
    fractile: 0.66667,
    orders: [
      {
        arm: '0',
        n: 3828,
        quantity: { estimate: 27, interval: [27, 28] },
        observedQuantile: 23,
        demand: { estimate: 25.802, stdError: 0.38244, interval: [25.052, 26.551] },
        profit: { estimate: 127.76, stdError: 1.2208, interval: [125.36, 130.15] },
        observedMean: {
          quantity: 21.833,
          profit: { estimate: 123.45, stdError: 0.88469, interval: [121.71, 125.18] },
          gain: { estimate: 4.3105, stdError: 0.43968, interval: [3.4487, 5.1722] },
        },
      },
      {
        arm: '1',
        n: 2172,
        quantity: { estimate: 38, interval: [37, 40] },
        observedQuantile: 49,
        demand: { estimate: 36.141, stdError: 0.48213, interval: [35.196, 37.086] },
        profit: { estimate: 179.78, stdError: 3.6541, interval: [172.62, 186.94] },
        observedMean: {
          quantity: 46.032,
          profit: { estimate: 175.71, stdError: 4.0185, interval: [167.83, 183.58] },
          gain: { estimate: 4.0752, stdError: 0.73835, interval: [2.628, 5.5223] },
        },
      },
    ],
    distributions: [
      {
        arm: '0',
        points: [
          {
            demand: 2,
            probability: { estimate: 0.00069515, stdError: 0.00034638, interval: [1.6255e-5, 0.001374] },
          },
          {
            demand: 7,
            probability: { estimate: 0.05733, stdError: 0.003195, interval: [0.051067, 0.063592] },
          },
          {
            demand: 12,
            probability: { estimate: 0.21445, stdError: 0.0057943, interval: [0.2031, 0.22581] },
          },
          {
            demand: 18,
            probability: { estimate: 0.4249, stdError: 0.0072827, interval: [0.41063, 0.43918] },
          },
          {
            demand: 23,
            probability: { estimate: 0.57682, stdError: 0.0074965, interval: [0.56212, 0.59151] },
          },
          {
            demand: 28,
            probability: { estimate: 0.68979, stdError: 0.0074117, interval: [0.67526, 0.70431] },
          },
          {
            demand: 33,
            probability: { estimate: 0.76927, stdError: 0.0072296, interval: [0.7551, 0.78344] },
          },
          {
            demand: 39,
            probability: { estimate: 0.83579, stdError: 0.0070227, interval: [0.82203, 0.84956] },
          },
          {
            demand: 44,
            probability: { estimate: 0.87416, stdError: 0.0069348, interval: [0.86057, 0.88775] },
          },
          {
            demand: 49,
            probability: { estimate: 0.89999, stdError: 0.0070674, interval: [0.88613, 0.91384] },
          },
          {
            demand: 54,
            probability: { estimate: 0.92671, stdError: 0.0069246, interval: [0.91314, 0.94029] },
          },
          {
            demand: 60,
            probability: { estimate: 0.94517, stdError: 0.0068818, interval: [0.93169, 0.95866] },
          },
          {
            demand: 65,
            probability: { estimate: 0.95864, stdError: 0.0069123, interval: [0.94509, 0.97218] },
          },
          {
            demand: 70,
            probability: { estimate: 0.96496, stdError: 0.0069512, interval: [0.95134, 0.97859] },
          },
          {
            demand: 75,
            probability: { estimate: 0.97098, stdError: 0.0069632, interval: [0.95733, 0.98463] },
          },
          {
            demand: 80,
            probability: { estimate: 0.97714, stdError: 0.0066682, interval: [0.96407, 0.99021] },
          },
          {
            demand: 87,
            probability: { estimate: 0.98879, stdError: 0.0030081, interval: [0.98289, 0.99469] },
          },
          {
            demand: 95,
            probability: { estimate: 0.99395, stdError: 0.0017045, interval: [0.99061, 0.99729] },
          },
          {
            demand: 113,
            probability: { estimate: 0.99668, stdError: 0.0012351, interval: [0.99426, 0.9991] },
          },
          {
            demand: 132,
            probability: { estimate: 0.9988, stdError: 0.00070546, interval: [0.99742, 1.0002] },
          },
        ],
      },
      {
        arm: '1',
        points: [
          {
            demand: 5,
            probability: { estimate: 0.0052045, stdError: 0.0052658, interval: [-0.0051162, 0.015525] },
          },
          {
            demand: 13,
            probability: { estimate: 0.11212, stdError: 0.015816, interval: [0.081121, 0.14312] },
          },
          {
            demand: 21,
            probability: { estimate: 0.29879, stdError: 0.012083, interval: [0.27511, 0.32248] },
          },
          {
            demand: 29,
            probability: { estimate: 0.49633, stdError: 0.0097417, interval: [0.47724, 0.51542] },
          },
          {
            demand: 37,
            probability: { estimate: 0.65255, stdError: 0.0087242, interval: [0.63545, 0.66965] },
          },
          {
            demand: 44,
            probability: { estimate: 0.73899, stdError: 0.007613, interval: [0.72407, 0.75391] },
          },
          {
            demand: 52,
            probability: { estimate: 0.81767, stdError: 0.0065274, interval: [0.80488, 0.83046] },
          },
          {
            demand: 60,
            probability: { estimate: 0.87027, stdError: 0.0055948, interval: [0.8593, 0.88124] },
          },
          {
            demand: 68,
            probability: { estimate: 0.90523, stdError: 0.0047564, interval: [0.89591, 0.91456] },
          },
          {
            demand: 76,
            probability: { estimate: 0.93169, stdError: 0.0040353, interval: [0.92378, 0.9396] },
          },
          {
            demand: 84,
            probability: { estimate: 0.95235, stdError: 0.0033668, interval: [0.94575, 0.95895] },
          },
          {
            demand: 92,
            probability: { estimate: 0.96345, stdError: 0.002913, interval: [0.95774, 0.96916] },
          },
          {
            demand: 100,
            probability: { estimate: 0.97329, stdError: 0.0025214, interval: [0.96835, 0.97823] },
          },
          {
            demand: 109,
            probability: { estimate: 0.97965, stdError: 0.0022076, interval: [0.97533, 0.98398] },
          },
          {
            demand: 118,
            probability: { estimate: 0.98518, stdError: 0.0018552, interval: [0.98154, 0.98881] },
          },
          {
            demand: 130,
            probability: { estimate: 0.98898, stdError: 0.0015769, interval: [0.98589, 0.99207] },
          },
          { demand: 140, probability: { estimate: 0.99252, stdError: 0.0012873, interval: [0.99, 0.99505] } },
          {
            demand: 158,
            probability: { estimate: 0.9952, stdError: 0.0010082, interval: [0.99323, 0.99718] },
          },
          {
            demand: 188,
            probability: { estimate: 0.99766, stdError: 0.00067151, interval: [0.99634, 0.99898] },
          },
          {
            demand: 240,
            probability: { estimate: 0.99929, stdError: 0.00035493, interval: [0.99859, 0.99999] },
          },
        ],
      },
    ],
    distributionSentence:
      'The quantile of asked is 27 [27, 28] had all rows promoted = 0, where those that had it say 23 and 38 [37, 40] had all rows promoted = 1, where those that had it say 49.',
    groups: [
      {
        column: 'kind',
        group: 'dry',
        n: 3577,
        orders: [
          {
            arm: '0',
            n: 2268,
            quantity: { estimate: 27, interval: [26, 28] },
            observedQuantile: 23,
            demand: { estimate: 24.927, stdError: 0.36098, interval: [24.22, 25.635] },
            profit: { estimate: 129.93, stdError: 1.4885, interval: [127.01, 132.84] },
            observedMean: {
              quantity: 21.034,
              profit: { estimate: 124.77, stdError: 1.0009, interval: [122.81, 126.74] },
              gain: { estimate: 5.1526, stdError: 0.63688, interval: [3.9043, 6.4008] },
            },
          },
          {
            arm: '1',
            n: 1309,
            quantity: { estimate: 39, interval: [37, 41] },
            observedQuantile: 50,
            demand: { estimate: 35.907, stdError: 0.60097, interval: [34.73, 37.085] },
            profit: { estimate: 184.51, stdError: 5.1338, interval: [174.44, 194.57] },
            observedMean: {
              quantity: 46.411,
              profit: { estimate: 180.21, stdError: 5.4987, interval: [169.44, 190.99] },
              gain: { estimate: 4.2935, stdError: 0.82932, interval: [2.6681, 5.9189] },
            },
          },
        ],
      },
      {
        column: 'kind',
        group: 'fresh',
        n: 2423,
        orders: [
          {
            arm: '0',
            n: 1560,
            quantity: { estimate: 29, interval: [27, 30] },
            observedQuantile: 24,
            demand: { estimate: 27.093, stdError: 0.78224, interval: [25.56, 28.626] },
            profit: { estimate: 124.79, stdError: 2.284, interval: [120.32, 129.27] },
            observedMean: {
              quantity: 22.995,
              profit: { estimate: 121.3, stdError: 1.6461, interval: [118.08, 124.53] },
              gain: { estimate: 3.4908, stdError: 0.83043, interval: [1.8632, 5.1184] },
            },
          },
          {
            arm: '1',
            n: 863,
            quantity: { estimate: 38, interval: [37, 40] },
            observedQuantile: 48,
            demand: { estimate: 36.485, stdError: 0.79901, interval: [34.919, 38.051] },
            profit: { estimate: 172.88, stdError: 5.0587, interval: [162.96, 182.79] },
            observedMean: {
              quantity: 45.458,
              profit: { estimate: 168.96, stdError: 5.7379, interval: [157.71, 180.21] },
              gain: { estimate: 3.9158, stdError: 1.1595, interval: [1.6433, 6.1883] },
            },
          },
        ],
      },
    ],
    groupSentence: 'With promoted = 1 orders go by kind from 38 [37, 40] (fresh) to 39 [37, 41] (dry).',
    sentence:
      'By promotion_on_demand, order so much that asked is met in 66.7% of rows: with promoted = 0 27 [27, 28], which earns 128 [125, 130] per row, 4.31 [3.45, 5.17] more than the mean of 21.8 that such rows had and with promoted = 1 38 [37, 40], which earns 180 [173, 187] per row, 4.08 [2.63, 5.52] more than the mean of 46 that such rows had.',
    warnings: [],
  },
};
