import { afterAll, describe, expect, it } from 'vitest';
import type { Table } from '../../kernel/src/data/table.js';
import { estimateEffect } from '../../kernel/src/effects/estimate-effect.js';
import type { NamedRows } from '../../kernel/src/effects/request.js';
import { unwatched } from '../../kernel/src/task.js';
import { clustered, grouped, surveyed, undisclosed } from '../kernel/effects/simulate.js';
import { type Parameters, parametersOf } from '../kernel/effects/tables.js';
import { writeResults } from '../results.js';
import { cells, expectSound, judgeMany, type Soundness, seeds, soundnessColumns } from './many-samples.js';

const means = { kind: 'difference in means', options: {} } as const;
const measured: string[][] = [];

/** The first contrast over many samples whose truth is 1. */
function study(name: string, draw: (seed: number) => Table, given: Partial<Parameters>): Soundness {
  const { effect } = judgeMany(draw, given, ({ contrasts }) => ({
    effect: { found: contrasts[0], truth: 1 },
  }));
  measured.push([name, ...cells(effect)]);
  return effect;
}

describe('over 200 seeds', () => {
  afterAll(() =>
    writeResults('inference.md', {
      title: 'Inference whose truth is known',
      command: 'npm run test:slow -- inference',
      note: `${seeds} seeds each, 95 % intervals. Rows that say what goes wrong otherwise are no faults of ours: errors of rows where clusters were treated as a whole, averages over those who answered, intervals of single groups asked to hold together.`,
      columns: ['what', ...soundnessColumns],
      rows: measured,
    }),
  );

  const shops = (clusters: number) => (seed: number) => clustered({ clusters, size: 20, seed }).table;

  it('errors of clusters cover where these were treated as a whole', () => {
    const unaware = study('difference in means, 50 shops of half correlation, errors of rows', shops(50), {
      estimator: means,
    });
    expect(unaware.covered).toBeLessThan(0.65);
    const given = { estimator: means, cluster: 'shop' };
    expectSound(study('difference in means, 50 shops, errors of shops', shops(50), given));
    expectSound(study('difference in means, 20 shops, errors of shops', shops(20), given));
  });

  it('AIPW covers with clusters, too', () => {
    const given = { adjustment: ['x'], cluster: 'shop', nuisances: { kind: 'linear', options: {} } } as const;
    expectSound(study('AIPW, 50 shops, errors of shops', shops(50), { ...given, adjustment: ['x'] }));
  });

  it('sample weights bring the average to the population', () => {
    const draw = (seed: number) => surveyed(600, seed);
    const given = { adjustment: ['x'], nuisances: { kind: 'linear', options: {} } as const };
    expect(study('AIPW, 600 who answered, without weights', draw, given).bias).toBeGreaterThan(1);
    expectSound(study('AIPW, 600 who answered, with weights', draw, { ...given, weights: 'weight' }));
  });

  it('missing covariates are adjusted for, informative as they are', () => {
    const draw = (seed: number) => undisclosed(1000, seed);
    const given = { adjustment: ['income', 'age'] };
    expectSound(study('AIPW, a third of 1,000 do not tell their income', draw, given));
  });

  it('simultaneous intervals of groups hold together', () => {
    let alone = 0;
    let jointly = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const table = grouped(1200, seed);
      const column = table.columns.get('group');
      const groups = [0, 1, 2, 3, 4, 5].map(
        (own): NamedRows => ({
          name: String(own),
          holds:
            column?.kind === 'numeric'
              ? Uint8Array.from(column.values, (value) => (value === own ? 1 : 0))
              : new Uint8Array(0),
        }),
      );
      const parameters = parametersOf({ estimator: means, seed });
      const found = estimateEffect({ table, texts: [], groups, parameters }, unwatched).groups ?? [];
      const holds = ([low, high]: readonly [number, number]): boolean => low <= 1 && high >= 1;
      if (found.every(({ interval }) => holds(interval))) alone += 1 / seeds;
      if (found.every(({ simultaneous }) => simultaneous && holds(simultaneous))) jointly += 1 / seeds;
    }
    const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
    measured.push(['six groups of 200, all intervals of their own', '', share(alone), '']);
    measured.push(['six groups of 200, all simultaneous intervals', '', share(jointly), '']);
    expect(alone).toBeLessThan(0.85);
    expect(jointly).toBeGreaterThanOrEqual(0.915);
    expect(jointly).toBeLessThanOrEqual(0.985);
  });
});
