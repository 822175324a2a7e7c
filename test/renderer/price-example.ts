import type { PriceResult } from '../../kernel/src/result.js';
import { provenance } from './effect-examples.js';

/** The best price of the sample solution. */
export const bestPrice: PriceResult = {
  provenance,
  ...{
    kind: 'price',
    name: 'best_price',
    effect: 'price_on_demand',
    treatment: 'price',
    outcome: 'sold',
    level: 0.95,
    unitCost: 6.5,
    best: {
      n: 6240,
      support: [7.8, 12.9],
      price: { estimate: 10.629, interval: [9.5142, 11.29] },
      edge: null,
      demand: { estimate: 18.322, stdError: 0.52726, interval: [17.136, 19.509] },
      margin: { estimate: 75.65, stdError: 2.177, interval: [70.751, 80.549] },
      today: {
        price: 10.384,
        margin: { estimate: 71.205, stdError: 2.0847, interval: [67.077, 75.333] },
        gain: { estimate: 4.4453, stdError: 0.70378, interval: [2.6244, 6.2662] },
      },
      atMean: {
        margin: { estimate: 75.353, stdError: 2.1275, interval: [71.167, 79.54] },
        gain: { estimate: 0.29666, stdError: 0.31386, interval: [-0.53278, 1.1261] },
      },
      elasticity: { price: 10.384, estimate: -2.6875, stdError: 0.11028, interval: [-2.9059, -2.4692] },
    },
    curve: {
      points: [
        {
          price: 7.8,
          demand: { estimate: 37.017, stdError: 1.2007, interval: [34.637, 39.392] },
          margin: { estimate: 48.122, stdError: 1.5609, interval: [45.029, 51.21] },
        },
        {
          price: 8.0125,
          demand: { estimate: 34.62, stdError: 1.0597, interval: [32.521, 36.718] },
          margin: { estimate: 52.362, stdError: 1.6029, interval: [49.188, 55.536] },
        },
        {
          price: 8.225,
          demand: { estimate: 32.562, stdError: 0.98439, interval: [30.612, 34.51] },
          margin: { estimate: 56.17, stdError: 1.6981, interval: [52.806, 59.53] },
        },
        {
          price: 8.4375,
          demand: { estimate: 30.977, stdError: 0.95872, interval: [29.074, 32.871] },
          margin: { estimate: 60.017, stdError: 1.8575, interval: [56.331, 63.687] },
        },
        {
          price: 8.65,
          demand: { estimate: 29.743, stdError: 0.95319, interval: [27.852, 31.627] },
          margin: { estimate: 63.948, stdError: 2.0494, interval: [59.882, 67.997] },
        },
        {
          price: 8.8625,
          demand: { estimate: 28.574, stdError: 0.94203, interval: [26.708, 30.438] },
          margin: { estimate: 67.507, stdError: 2.2256, interval: [63.097, 71.91] },
        },
        {
          price: 9.075,
          demand: { estimate: 27.404, stdError: 0.92327, interval: [25.576, 29.232] },
          margin: { estimate: 70.566, stdError: 2.3774, interval: [65.858, 75.273] },
        },
        {
          price: 9.2875,
          demand: { estimate: 26.127, stdError: 0.88033, interval: [24.384, 27.871] },
          margin: { estimate: 72.829, stdError: 2.4539, interval: [67.971, 77.689] },
        },
        {
          price: 9.5,
          demand: { estimate: 24.77, stdError: 0.81547, interval: [23.157, 26.386] },
          margin: { estimate: 74.311, stdError: 2.4464, interval: [69.47, 79.158] },
        },
        {
          price: 9.7125,
          demand: { estimate: 23.353, stdError: 0.73549, interval: [21.898, 24.811] },
          margin: { estimate: 75.023, stdError: 2.3627, interval: [70.348, 79.705] },
        },
        {
          price: 9.925,
          demand: { estimate: 21.878, stdError: 0.64691, interval: [20.597, 23.159] },
          margin: { estimate: 74.931, stdError: 2.2157, interval: [70.545, 79.32] },
        },
        {
          price: 10.137,
          demand: { estimate: 20.581, stdError: 0.58299, interval: [19.426, 21.735] },
          margin: { estimate: 74.863, stdError: 2.1206, interval: [70.663, 79.061] },
        },
        {
          price: 10.35,
          demand: { estimate: 19.546, stdError: 0.55006, interval: [18.457, 20.635] },
          margin: { estimate: 75.254, stdError: 2.1177, interval: [71.06, 79.446] },
        },
        {
          price: 10.562,
          demand: { estimate: 18.614, stdError: 0.53357, interval: [17.558, 19.671] },
          margin: { estimate: 75.621, stdError: 2.1676, interval: [71.329, 79.913] },
        },
        {
          price: 10.775,
          demand: { estimate: 17.677, stdError: 0.51171, interval: [16.663, 18.69] },
          margin: { estimate: 75.568, stdError: 2.1876, interval: [71.236, 79.9] },
        },
        {
          price: 10.988,
          demand: { estimate: 16.748, stdError: 0.48859, interval: [15.781, 17.716] },
          margin: { estimate: 75.158, stdError: 2.1925, interval: [70.817, 79.5] },
        },
        {
          price: 11.2,
          demand: { estimate: 15.902, stdError: 0.47181, interval: [14.968, 16.836] },
          margin: { estimate: 74.739, stdError: 2.2175, interval: [70.348, 79.13] },
        },
        {
          price: 11.412,
          demand: { estimate: 15.0, stdError: 0.4556, interval: [14.098, 15.902] },
          margin: { estimate: 73.687, stdError: 2.2381, interval: [69.255, 78.119] },
        },
        {
          price: 11.625,
          demand: { estimate: 14.153, stdError: 0.43953, interval: [13.283, 15.024] },
          margin: { estimate: 72.535, stdError: 2.2526, interval: [68.075, 76.996] },
        },
        {
          price: 11.838,
          demand: { estimate: 13.386, stdError: 0.42141, interval: [12.552, 14.221] },
          margin: { estimate: 71.45, stdError: 2.2493, interval: [66.997, 75.905] },
        },
        {
          price: 12.05,
          demand: { estimate: 12.749, stdError: 0.40111, interval: [11.954, 13.543] },
          margin: { estimate: 70.756, stdError: 2.2262, interval: [66.346, 75.162] },
        },
        {
          price: 12.262,
          demand: { estimate: 12.203, stdError: 0.38868, interval: [11.432, 12.971] },
          margin: { estimate: 70.317, stdError: 2.2398, interval: [65.876, 74.746] },
        },
        {
          price: 12.475,
          demand: { estimate: 11.633, stdError: 0.38305, interval: [10.874, 12.391] },
          margin: { estimate: 69.51, stdError: 2.2887, interval: [64.97, 74.033] },
        },
        {
          price: 12.688,
          demand: { estimate: 11.044, stdError: 0.38365, interval: [10.281, 11.801] },
          margin: { estimate: 68.336, stdError: 2.3739, interval: [63.616, 73.017] },
        },
        {
          price: 12.9,
          demand: { estimate: 10.355, stdError: 0.38292, interval: [9.5913, 11.108] },
          margin: { estimate: 66.273, stdError: 2.4507, interval: [61.384, 71.089] },
        },
      ],
      sentence:
        'Had all rows the same price, sold would be 37 [34.6, 39.4] per row at 7.8 and 10.4 [9.59, 11.1] at 12.9.',
    },
    segments: [
      {
        column: 'place',
        group: 'city',
        n: 2964,
        support: [7.6, 12.6],
        price: { estimate: 9.475, interval: [9.2561, 10.795] },
        edge: null,
        demand: { estimate: 25.308, stdError: 1.2914, interval: [22.48, 28.136] },
        margin: { estimate: 75.292, stdError: 3.842, interval: [66.879, 83.704] },
        today: {
          price: 10.051,
          margin: { estimate: 68.228, stdError: 3.2337, interval: [61.75, 74.706] },
          gain: { estimate: 7.0633, stdError: 1.4891, interval: [3.4593, 10.667] },
        },
        atMean: {
          margin: { estimate: 74.378, stdError: 3.3508, interval: [67.75, 81.006] },
          gain: { estimate: 0.91399, stdError: 1.0355, interval: [-1.6226, 3.4505] },
        },
        elasticity: { price: 10.051, estimate: -3.0111, stdError: 0.13045, interval: [-3.2724, -2.7498] },
      },
      {
        column: 'place',
        group: 'resort',
        n: 3276,
        support: [8.1, 13.2],
        price: { estimate: 12.512, interval: [9.7997, 13.052] },
        edge: null,
        demand: { estimate: 13.033, stdError: 0.43739, interval: [11.969, 14.097] },
        margin: { estimate: 78.35, stdError: 2.6295, interval: [71.954, 84.747] },
        today: {
          price: 10.685,
          margin: { estimate: 73.898, stdError: 2.6639, interval: [68.573, 79.223] },
          gain: { estimate: 4.4525, stdError: 1.5441, interval: [0.19547, 8.7095] },
        },
        atMean: {
          margin: { estimate: 77.17, stdError: 2.788, interval: [71.796, 82.544] },
          gain: { estimate: 1.18, stdError: 1.6445, interval: [-3.2947, 5.6547] },
        },
        elasticity: { price: 10.685, estimate: -2.4208, stdError: 0.13683, interval: [-2.6944, -2.1473] },
      },
    ],
    segmentSentence:
      'The best price goes by place from 9.48 [9.26, 10.8] (city) to 12.5 [9.8, 13.1] (resort), whose intervals meet.',
    sentence:
      'The price that earns most by price_on_demand is 10.6 [9.51, 11.3] of 7.8 to 12.9; it earns 75.7 [70.8, 80.5] per row after a unit cost of 6.5, 4.45 [2.62, 6.27] more than the prices that were (10.4 on average). One percent more on 10.4 changes sold by −2.69 [−2.91, −2.47] percent.',
    warnings: [],
  },
};
