import { afterAll, describe, expect, it } from 'vitest';
import { doseCurve, dosed } from '../kernel/effects/simulate-ways.js';
import { writeResults } from '../results.js';
import { cells, expectSound, judgeMany, seeds, soundnessColumns } from './many-samples.js';

const measured: string[][] = [];
/** Mean of `2 cos(a) + 1` over the doses of {@link dosed}, which are normal around 2 with variance 1.46. */
const slopeOfAll = 1 + 2 * Math.cos(2) * Math.exp(-1.46 / 2);

describe(`dose response over ${seeds} seeds`, () => {
  afterAll(() =>
    writeResults('dose.md', {
      title: 'Curves of a dose whose truth is known',
      command: 'npm run test:slow -- dose',
      note: `${seeds} seeds of 500 rows each, 95 % intervals; a band covers where it holds the true curve at all its points.`,
      columns: ['what', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('contrasts, slope and band hold their truth', () => {
    let banded = 0;
    let pointwise = 0;
    const found = judgeMany(
      (seed) => dosed(500, seed),
      { adjustment: ['x', 'z'], doses: [1, 2, 3], estimator: { kind: 'dose response', options: {} } },
      ({ contrasts, dose }) => {
        const points = dose?.points ?? [];
        const holds = ([low, high]: readonly [number, number], at: number): boolean =>
          doseCurve(at) >= low && doseCurve(at) <= high;
        if (points.every(({ dose: at, band }) => holds(band, at))) banded += 1 / seeds;
        pointwise +=
          points.filter(({ dose: at, interval }) => holds(interval, at)).length / points.length / seeds;
        const slope = dose?.slope ?? contrasts[0];
        return {
          '2 against 1': { found: contrasts[0], truth: doseCurve(2) - doseCurve(1) },
          '3 against 1': { found: contrasts[1], truth: doseCurve(3) - doseCurve(1) },
          slope: { found: slope, truth: slopeOfAll },
        };
      },
    );
    for (const [what, sound] of Object.entries(found)) measured.push([what, ...cells(sound)]);
    measured.push(['curve, pointwise', '', `${(100 * pointwise).toFixed(1)} %`, '']);
    measured.push(['curve, band', '', `${(100 * banded).toFixed(1)} %`, '']);
    for (const sound of Object.values(found)) expectSound(sound);
    expect(pointwise).toBeGreaterThan(0.92);
    expect(banded).toBeGreaterThan(0.9);
  });
});
