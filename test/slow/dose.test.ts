import { afterAll, describe, expect, it } from 'vitest';
import { doseCurve, dosed, settings } from '../kernel/effects/simulate-ways.js';
import { writeResults } from '../results.js';
import { cells, expectSound, judgeMany, type Soundness, seeds, soundnessColumns } from './many-samples.js';

const measured: string[][] = [];

/** What many samples say of contrasts and slope, and shares of points, bands and warnings. */
interface Studied {
  readonly found: Readonly<Record<string, Soundness>>;
  readonly pointwise: number;
  readonly banded: number;
  readonly warned: number;
}

/** Mean of `2 cos(a) + 1` over doses, which are normal around 2. */
function slopeOfAll(doses: keyof typeof settings): number {
  const { x, z, chance } = settings[doses];
  return 1 + 2 * Math.cos(2) * Math.exp(-(x ** 2 + z ** 2 + chance ** 2) / 2);
}

function study(doses: keyof typeof settings, count: number): Studied {
  let [banded, pointwise, warned] = [0, 0, 0];
  const slopeTruth = slopeOfAll(doses);
  const found = judgeMany(
    (seed) => dosed(500, seed, doses),
    { adjustment: ['x', 'z'], doses: [1, 2, 3], estimator: { kind: 'dose response', options: {} } },
    ({ contrasts, dose, warnings }) => {
      const points = dose?.points ?? [];
      const holds = ([low, high]: readonly [number, number], at: number): boolean =>
        doseCurve(at) >= low && doseCurve(at) <= high;
      if (points.every(({ dose: at, band }) => holds(band, at))) banded += 1 / count;
      pointwise +=
        points.filter(({ dose: at, interval }) => holds(interval, at)).length / points.length / count;
      if (warnings.some((warning) => warning.includes('hardly ever'))) warned += 1 / count;
      return {
        '2 against 1': { found: contrasts[0], truth: doseCurve(2) - doseCurve(1) },
        '3 against 1': { found: contrasts[1], truth: doseCurve(3) - doseCurve(1) },
        slope: { found: dose?.slope ?? contrasts[0], truth: slopeTruth },
      };
    },
    count,
  );
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const named = doses === 'overlap' ? ['doses overlap', `${count}`] : ['doses hardly overlap', `${count}`];
  for (const [what, sound] of Object.entries(found)) measured.push([...named, what, ...cells(sound)]);
  measured.push([...named, 'curve, pointwise', '', percent(pointwise), '']);
  measured.push([...named, 'curve, band', '', percent(banded), '']);
  measured.push([...named, `warned of want of overlap: ${percent(warned)}`, '', '', '']);
  return { found, pointwise, banded, warned };
}

describe(`dose response over ${seeds} seeds`, () => {
  afterAll(() =>
    writeResults('dose.md', {
      title: 'Curves of a dose whose truth is known',
      command: 'npm run test:slow -- dose',
      note: '500 rows each, 95 % intervals; a band covers where it holds the true curve at all its points. Where doses hardly overlap, 17 in 100 rows hardly ever have a dose near the ends of the curve, which breaks what the estimator supposes.',
      columns: ['design', 'seeds', 'what', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('contrasts, slope and band hold their truth', () => {
    const { found, pointwise, banded, warned } = study('overlap', seeds);
    for (const sound of Object.values(found)) expectSound(sound);
    expect(pointwise).toBeGreaterThan(0.92);
    expect(banded).toBeGreaterThan(0.9);
    expect(warned).toBeLessThan(0.1);
  });

  it('warns mostly where few have had what is asked about', () => {
    expect(study('apart', Math.ceil(seeds / 4)).warned).toBeGreaterThan(0.7);
  });
});
