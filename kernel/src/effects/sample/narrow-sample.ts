import type { Sample } from './sample.js';

/** Some rows of a sample, by their places in it, in rising order. */
export function narrowSample(sample: Sample, places: Int32Array): Sample {
  const { rows, arms, dose, outcome, clusters, weights } = sample;
  const arm = places.map((place) => sample.arm[place]);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(places, (place) => values[place]);
  return {
    ...sample,
    rows: places.map((place) => rows[place]),
    arm,
    ...(dose && { dose: pick(dose) }),
    outcome: pick(outcome),
    counts: arms.map((_, a) => arm.reduce((count, own) => count + (own === a ? 1 : 0), 0)),
    ...(clusters && { clusters: renumbered(places.map((place) => clusters.of[place])) }),
    ...(weights && { weights: pick(weights) }),
  };
}

/** Numbers 0 to `count - 1` in the order in which they first come. */
function renumbered(values: Int32Array): { of: Int32Array; count: number } {
  const numbers = new Map<number, number>();
  const of = values.map((value) => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  });
  return { of, count: numbers.size };
}
