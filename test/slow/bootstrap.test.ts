import { afterAll, describe, expect, it } from 'vitest';
import { writeResults } from '../results.js';
import {
  byChance,
  countFailures,
  type Design,
  failureRows,
  firstSeed,
  mostFailures,
  seeds,
  skewed,
  sound,
} from './check-designs.js';

const measured: string[][] = [];

function failures(name: string, draw: Design): number {
  const failed = countFailures(draw, ['bootstrap']);
  measured.push(...failureRows(name, failed));
  return failed.get('bootstrap') ?? 0;
}

describe(`the bootstrap check over ${seeds} seeds`, () => {
  afterAll(() =>
    writeResults('bootstrap.md', {
      title: 'Bootstrap check: false alarms and power',
      command: `${firstSeed === 1 ? '' : `FIRST=${firstSeed} `}npm run test:slow -- bootstrap`,
      note: `How often it fails over seeds ${firstSeed} to ${firstSeed + seeds - 1}: in designs that are as the analysis supposes, where at most 5 % may, and where outcomes are too skewed for the interval. What it takes for sound, intervals that miss up to a fifth more often than they say, was chosen on seeds 1001 to 1200.`,
      columns: ['check', 'design', 'failed', 'share'],
      rows: measured,
    }),
  );

  it('is silent where the interval is sound', () => {
    expect(failures('sound: 400 rows, 3 covariates', sound)).toBeLessThanOrEqual(mostFailures);
    expect(failures('sound: experiment of 300', byChance)).toBeLessThanOrEqual(mostFailures);
  });

  it('sees outcomes that are too skewed for the interval', () => {
    expect(failures('20 treated rows, lognormal outcomes', skewed)).toBeGreaterThan(0.5 * seeds);
  });
});
