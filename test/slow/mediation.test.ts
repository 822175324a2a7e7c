import { afterAll, describe, expect, it } from 'vitest';
import { mediated } from '../kernel/effects/simulate-ways.js';
import { writeResults } from '../results.js';
import { cells, expectSound, judgeMany, type Soundness, seeds, soundnessColumns } from './many-samples.js';

const measured: string[][] = [];

function study(hidden: number): Record<string, Soundness> {
  return judgeMany(
    (seed) => mediated(500, seed, hidden),
    {
      adjustment: ['x', 'z'],
      mediators: ['mediator'],
      estimator: { kind: 'mediation', options: {} },
    },
    ({ mediation = [] }) => {
      const [{ total, direct, indirect }] = mediation;
      return {
        total: { found: total, truth: 2.32 },
        direct: { found: direct, truth: 1 },
        indirect: { found: indirect, truth: 1.32 },
      };
    },
  );
}

describe(`mediation over ${seeds} seeds`, () => {
  afterAll(() =>
    writeResults('mediation.md', {
      title: 'Direct and indirect effects whose truth is known',
      command: 'npm run test:slow -- mediation',
      note: `${seeds} seeds of 500 rows each, 95 % intervals. A hidden cause of mediator and outcome leaves the total alone and moves its parts: no data show it, so the result says what it supposes.`,
      columns: ['what', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('parts the effect without bias', () => {
    for (const [part, sound] of Object.entries(study(0))) {
      measured.push([part, ...cells(sound)]);
      expectSound(sound);
    }
  });

  it('parts it wrongly where something hidden moves mediator and outcome', () => {
    const found = study(1);
    for (const [part, sound] of Object.entries(found))
      measured.push([`${part}, hidden cause`, ...cells(sound)]);
    expectSound(found.total);
    expect(found.indirect.bias).toBeGreaterThan(1);
    expect(found.direct.bias).toBeLessThan(-1);
  });
});
