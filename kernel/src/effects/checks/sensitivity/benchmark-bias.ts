import { power } from '../../../statistics/power.js';
import type { Sample } from '../../sample/sample.js';
import type { Benchmark } from './benchmarks.js';
import { type Exposure, momentsOf, type UnitExposure } from './exposure.js';
import { leverageOf } from './strength.js';

/**
 * Bias of a confounder as strong as a benchmark, `leverage * scale`, with the error of both: the influence of a row on it is `leverage`
 * times that on the scale and `scale` times that on the leverage, which is that of `sqrt(R2_outcome) sqrt(f2_treatment)` with
 * `f2 = R2 / (1 - R2)`. The root of a gain errs by the gain's influence over twice the root, also where next to nothing is gained:
 * the influence of a small gain is as small as its root.
 */
export function benchmarkBias(sample: Sample, exposure: UnitExposure, benchmark: Benchmark): Exposure {
  const { scale, influence } = exposure;
  const { gains, rows, outcome, treatment } = benchmark;
  const leverage = leverageOf(benchmark);
  const odds = leverageOf({ outcome: 1, treatment });
  // d sqrt(R2 / (1 - R2)) = d sqrt(R2) / (1 - R2)^(3/2), of which 1 + f2 = 1 / (1 - R2).
  const stretch = power(1 + odds ** 2, 1.5);
  const perRoot = (gain: Benchmark['gains']['outcome'], factor: number): number =>
    gain.measured > 0 ? factor / (2 * Math.sqrt(gain.measured)) : 0;
  const ofOutcome = perRoot(gains.outcome, odds);
  const ofTreatment = perRoot(gains.treatment, Math.sqrt(outcome) * stretch);
  const ofBias = influence.scale.map((value) => leverage * value);
  // Means over the rows that strengths were measured on, as means over all.
  const share = scale * (sample.arm.length / rows.length);
  rows.forEach((row, i) => {
    const moved = ofOutcome * gains.outcome.influence[i] + ofTreatment * gains.treatment.influence[i];
    ofBias[row] += share * moved;
  });
  return { scale: leverage * scale, ...momentsOf(sample, ofBias, influence.estimate) };
}
