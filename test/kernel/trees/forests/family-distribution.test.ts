import { describe, expect, test } from 'vitest';
import { currentEngine } from '../../../../kernel/src/trees/engine/current.js';
import {
  fitQuantileForest,
  predictQuantiles,
} from '../../../../kernel/src/trees/forests/family/quantile-forest.js';
import { relabelSurvival } from '../../../../kernel/src/trees/forests/family/relabel-survival.js';
import {
  restrictedMean,
  survivalAt,
  survivalCurve,
} from '../../../../kernel/src/trees/forests/family/survival-curves.js';
import {
  fitSurvivalForest,
  predictSurvival,
} from '../../../../kernel/src/trees/forests/family/survival-forest.js';
import { forestWeights } from '../../../../kernel/src/trees/forests/forest-weights.js';
import { prepareRelabel } from '../../../../kernel/src/trees/forests/relabelling.js';
import { binFeatures } from '../../../../kernel/src/trees/matrix/binning.js';
import { ranksOf } from '../../../../kernel/src/trees/model/ranks.js';
import { allRows } from '../data.js';
import { mean, meanSquaredError, simulateSpread, simulateSurvival } from './family-simulations.js';

const column = (values: Float64Array, width: number, at: number): Float64Array =>
  values.filter((_, i) => i % width === at);

describe('a quantile forest', () => {
  const n = 2000;
  const { x, y } = simulateSpread(n, 4, 51);
  const options = { trees: 200, minLeaf: 10, seed: 7 };
  const model = fitQuantileForest(binFeatures(x), y, allRows(n), options);
  const fresh = simulateSpread(400, 4, 52);
  const predicted = predictQuantiles(model, fresh.x);

  test('finds quantiles that spread with a column', () => {
    [-1.2815515655, 0, 1.2815515655].forEach((z, k) => {
      const own = column(predicted, 3, k);
      expect(Math.sqrt(meanSquaredError(own, fresh.quantile(z)))).toBeLessThan(0.6);
      const share = mean(Array.from(own, (value, i) => (fresh.y[i] <= value ? 1 : 0)));
      expect(share).toBeGreaterThan([0.05, 0.43, 0.85][k]);
      expect(share).toBeLessThan([0.15, 0.57, 0.95][k]);
    });
  });

  test('splits by spread where means are all alike', () => {
    const alike = y.map((own, i) => own - x.list[1].values[i]);
    const error = (splitBy: 'quantiles' | 'means'): number => {
      const forest = fitQuantileForest(binFeatures(x), alike, allRows(n), { ...options, splitBy });
      const top = column(predictQuantiles(forest, fresh.x), 3, 2);
      const truth = fresh.quantile(1.2815515655).map((own, i) => own - fresh.x.list[1].values[i]);
      return meanSquaredError(top, truth);
    };
    expect(error('quantiles')).toBeLessThan(0.8 * error('means'));
  });

  test('never crosses its quantiles, and says those of the forest weights', () => {
    const asked = [0.05, 0.25, 0.5, 0.75, 0.95];
    const several = predictQuantiles(model, fresh.x, asked);
    expect(several.every((own, i) => i % 5 === 0 || own >= several[i - 1])).toBe(true);
    const { rows, weights } = forestWeights(model.forest, ranksOf(model.forest.features, fresh.x), 3);
    const order = [...rows.keys()].sort((i, j) => y[rows[i]] - y[rows[j]]);
    asked.forEach((quantile, k) => {
      let below = 0;
      const at = order.find((i) => {
        below += weights[i];
        return below >= quantile - 1e-9;
      });
      expect(several[15 + k]).toBe(y[rows[at ?? 0]]);
    });
  });

  test('of one outcome predicts it', () => {
    const flat = fitQuantileForest(binFeatures(x), new Float64Array(n).fill(4), allRows(n), options);
    expect(new Set(predictQuantiles(flat, fresh.x))).toEqual(new Set([4]));
  });
});

describe('curves of weighted events', () => {
  // Times 1, 2, 2+, 3 with weights 1, 1, 2, 1 (+ censored): at risk 5, 4, 1.
  const events = [1, 1, 1];
  const leaving = [1, 3, 1];

  test('by Kaplan and Meier, and by Nelson and Aalen', () => {
    const survival = new Float64Array(3);
    survivalCurve(events, leaving, 5, 'kaplan-meier', survival);
    expect([...survival].map((s) => Math.round(s * 1e9) / 1e9)).toEqual([0.8, 0.6, 0]);
    survivalCurve(events, leaving, 5, 'nelson-aalen', survival);
    expect(survival[1]).toBeCloseTo(Math.exp(-1 / 5 - 1 / 4), 12);
    expect(survival[2]).toBeCloseTo(Math.exp(-1 / 5 - 1 / 4 - 1), 12);
  });

  test('have an area and a height at any time', () => {
    const times = [1, 2, 3];
    const survival = [0.8, 0.6, 0];
    expect(restrictedMean(times, survival)).toBeCloseTo(1 + 0.8 + 0.6, 12);
    expect([0.5, 1, 2.5, 9].map((t) => survivalAt(times, survival, t))).toEqual([1, 0.8, 0.6, 0]);
  });
});

test('survival forests split by what the log-rank statistic compares: events observed less expected', () => {
  const engine = currentEngine();
  engine.session(4096, 'A test', () => {
    const { arena, memory, loops } = engine;
    // Leaving at grid times 1, 1, 2, 3, 0, with events at the first and third.
    const choice = relabelSurvival({
      place: arena.copy(Uint32Array.of(1, 1, 2, 3, 0)),
      event: arena.copy(Float64Array.of(1, 0, 1, 0, 0)),
      weights: arena.copy(Float64Array.of(1, 1, 1, 1, 1)),
      times: 3,
    });
    const rows = arena.copy(Uint32Array.of(0, 1, 2, 3, 4));
    const rho = arena.take(40);
    const relabel = prepareRelabel({ memory, loops, arena, member: 0, members: 1 }, choice);
    expect(relabel.relabel(rows, 5, rho)).toBe(true);
    const values = [...memory.views.f64.subarray(rho >>> 3, (rho >>> 3) + 5)];
    const expected = [1 - 1 / 4, -1 / 4, 1 - 1 / 4 - 1 / 2, -1 / 4 - 1 / 2, 0];
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 12);
    });
  });
});

describe('a survival forest', () => {
  const n = 1500;
  const { x, time, event } = simulateSurvival(n, 4, 61);
  const fresh = simulateSurvival(200, 4, 62);
  const options = { trees: 200, seed: 8 };
  const fitted = (estimator: 'kaplan-meier' | 'nelson-aalen') =>
    predictSurvival(
      fitSurvivalForest(binFeatures(x), time, event, allRows(n), { ...options, estimator }),
      fresh.x,
    );
  const curves = fitted('nelson-aalen');
  const { times, survival, expectedTime } = curves;
  const truth = survival.map((_, i) => fresh.survival(Math.floor(i / times.length), times[i % times.length]));

  test('finds the survival curve of each row, though half are censored', () => {
    expect(mean(event)).toBeLessThan(0.8);
    expect(Math.sqrt(meanSquaredError(survival, truth))).toBeLessThan(0.05);
    expect(Math.abs(mean(survival) - mean(truth))).toBeLessThan(0.02);
    expect(Math.sqrt(meanSquaredError(fitted('kaplan-meier').survival, truth))).toBeLessThan(0.06);
  });

  test('takes censoring for what it is: deaths alone would say far less survival', () => {
    const everyone = fitSurvivalForest(
      binFeatures(x),
      time,
      event.map(() => 1),
      allRows(n),
      options,
    );
    const wrong = predictSurvival(everyone, fresh.x);
    const wrongTruth = wrong.survival.map((_, i) =>
      fresh.survival(Math.floor(i / wrong.times.length), wrong.times[i % wrong.times.length]),
    );
    expect(mean(wrong.survival) - mean(wrongTruth)).toBeLessThan(-0.04);
  });

  test('has curves that fall from at most 1, and their area as the expected time', () => {
    const falls = survival.every((s, i) => s >= 0 && s <= (i % times.length === 0 ? 1 : survival[i - 1]));
    expect(falls).toBe(true);
    expect(expectedTime[0]).toBeCloseTo(restrictedMean(times, survival.subarray(0, times.length)), 12);
  });

  test('reads curves at any times', () => {
    const grid = [0, times[9], 1e9];
    const model = fitSurvivalForest(binFeatures(x), time, event, allRows(n), options);
    const { survival: steps, times: kept, expectedTime: same } = predictSurvival(model, fresh.x, grid);
    expect([...kept]).toEqual(grid);
    expect([...same]).toEqual([...expectedTime]);
    for (let row = 0; row < 200; row += 20) {
      const curve = survival.subarray(row * times.length, (row + 1) * times.length);
      expect([...steps.subarray(3 * row, 3 * row + 3)]).toEqual([1, curve[9], curve[times.length - 1]]);
    }
  });
});
