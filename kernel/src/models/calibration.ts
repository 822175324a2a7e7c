import type { CalibrationBin } from '../result.js';
import { binEnds, type Scored } from './scored.js';

/** Mean predicted probability and share observed in ten bins of equal size, in ascending order. */
export function calibrate({ predicted, observed }: Scored): CalibrationBin[] {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  let from = 0;
  return binEnds(predicted.length).map((to) => {
    const bin = {
      predicted: mean(predicted.subarray(from, to)),
      observed: mean(observed.subarray(from, to)),
      n: to - from,
    };
    from = to;
    return bin;
  });
}
