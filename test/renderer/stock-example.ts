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
            demand: 4,
            probability: { estimate: 0.010518, stdError: 0.0013836, interval: [0.007806, 0.01323] },
          },
          {
            demand: 10,
            probability: { estimate: 0.14109, stdError: 0.0048559, interval: [0.13157, 0.1506] },
          },
          {
            demand: 15,
            probability: { estimate: 0.31887, stdError: 0.0067298, interval: [0.30568, 0.33207] },
          },
          {
            demand: 20,
            probability: { estimate: 0.49314, stdError: 0.0074589, interval: [0.47852, 0.50776] },
          },
          {
            demand: 25,
            probability: { estimate: 0.62623, stdError: 0.0074339, interval: [0.61166, 0.6408] },
          },
          {
            demand: 30,
            probability: { estimate: 0.72443, stdError: 0.0073359, interval: [0.71006, 0.73881] },
          },
          {
            demand: 35,
            probability: { estimate: 0.79135, stdError: 0.0071405, interval: [0.77735, 0.80535] },
          },
          {
            demand: 40,
            probability: { estimate: 0.8442, stdError: 0.0070232, interval: [0.83043, 0.85796] },
          },
          {
            demand: 45,
            probability: { estimate: 0.88197, stdError: 0.007002, interval: [0.86825, 0.89569] },
          },
          {
            demand: 50,
            probability: { estimate: 0.90466, stdError: 0.0070892, interval: [0.89076, 0.91855] },
          },
          {
            demand: 56,
            probability: { estimate: 0.93653, stdError: 0.0068746, interval: [0.92306, 0.95001] },
          },
          {
            demand: 61,
            probability: { estimate: 0.94803, stdError: 0.0068683, interval: [0.93457, 0.96149] },
          },
          {
            demand: 66,
            probability: { estimate: 0.95959, stdError: 0.006919, interval: [0.94602, 0.97315] },
          },
          {
            demand: 71,
            probability: { estimate: 0.9661, stdError: 0.0069778, interval: [0.95243, 0.97978] },
          },
          {
            demand: 76,
            probability: { estimate: 0.97235, stdError: 0.0068779, interval: [0.95887, 0.98583] },
          },
        ],
      },
      {
        arm: '1',
        points: [
          {
            demand: 9,
            probability: { estimate: 0.049278, stdError: 0.016499, interval: [0.01694, 0.081616] },
          },
          {
            demand: 20,
            probability: { estimate: 0.28554, stdError: 0.012231, interval: [0.26157, 0.30951] },
          },
          {
            demand: 30,
            probability: { estimate: 0.52129, stdError: 0.0095521, interval: [0.50257, 0.54001] },
          },
          {
            demand: 41,
            probability: { estimate: 0.70247, stdError: 0.0081214, interval: [0.68656, 0.71839] },
          },
          {
            demand: 51,
            probability: { estimate: 0.80892, stdError: 0.0066278, interval: [0.79593, 0.82191] },
          },
          {
            demand: 62,
            probability: { estimate: 0.87969, stdError: 0.0053775, interval: [0.86915, 0.89023] },
          },
          {
            demand: 72,
            probability: { estimate: 0.91752, stdError: 0.0044456, interval: [0.90881, 0.92624] },
          },
          {
            demand: 82,
            probability: { estimate: 0.94863, stdError: 0.0034897, interval: [0.94179, 0.95547] },
          },
          {
            demand: 93,
            probability: { estimate: 0.9643, stdError: 0.0028865, interval: [0.95864, 0.96996] },
          },
          {
            demand: 103,
            probability: { estimate: 0.97639, stdError: 0.0023913, interval: [0.97171, 0.98108] },
          },
          {
            demand: 115,
            probability: { estimate: 0.98275, stdError: 0.0019876, interval: [0.97885, 0.98665] },
          },
          {
            demand: 124,
            probability: { estimate: 0.98842, stdError: 0.0016228, interval: [0.98524, 0.9916] },
          },
          {
            demand: 134,
            probability: { estimate: 0.99101, stdError: 0.0014322, interval: [0.98821, 0.99382] },
          },
          {
            demand: 146,
            probability: { estimate: 0.99318, stdError: 0.0012106, interval: [0.99081, 0.99556] },
          },
          {
            demand: 157,
            probability: { estimate: 0.99502, stdError: 0.0010232, interval: [0.99302, 0.99703] },
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
      'By promotion_on_demand, asked is met in 66.7% of rows, which pays best, by orders per row of 27 [27, 28] with promoted = 0, which earns 128 [125, 130] per row, 4.31 [3.45, 5.17] more than ordering the mean of such rows, 21.8; and of 38 [37, 40] with promoted = 1, which earns 180 [173, 187] per row, 4.08 [2.63, 5.52] more than ordering the mean of such rows, 46.',
    warnings: [],
  },
};
