import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Features } from '../../../../kernel/src/data/table.js';
import { InputError } from '../../../../kernel/src/problem.js';
import { unwatched } from '../../../../kernel/src/task.js';
import { treeShap } from '../../../../kernel/src/trees/attribution/tree-shap.js';
import { exportModel, importModel } from '../../../../kernel/src/trees/exchange/exchange.js';
import { predictMargin } from '../../../../kernel/src/trees/model/predict.js';

/** A model of a library with what the library says of a few rows; made by fixtures/make.py. */
interface Fixture {
  readonly library: 'lightgbm' | 'xgboost';
  readonly columns: readonly { readonly name: string; readonly kind: 'numeric' | 'categorical' }[];
  readonly scale: number;
  readonly contribution_scale: number;
  readonly rows: readonly (readonly (number | string | null)[])[];
  /** rows x outputs. */
  readonly raw: readonly (readonly number[])[];
  /** rows x outputs x (features and the expectation). */
  readonly contributions: readonly (readonly (readonly number[])[])[];
  readonly model: string;
}

const folder = new URL('./fixtures/', import.meta.url);
const fixtures = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Fixture] as const);

function tableOf({ columns, rows }: Fixture): Features {
  const list = columns.map(({ name, kind }, j) => {
    const cells = rows.map((row) => row[j]);
    if (kind === 'numeric') {
      return {
        name,
        source: name,
        kind,
        values: Float64Array.from(cells, (cell) => Number(cell ?? Number.NaN)),
      };
    }
    const levels = [...new Set(cells.filter((cell) => cell !== null))].map(String);
    const values = Float64Array.from(cells, (cell) =>
      cell === null ? Number.NaN : levels.indexOf(String(cell)),
    );
    return { name, source: name, kind, values, levels };
  });
  return { rows: rows.length, list };
}

/** LightGBM sums doubles, XGBoost singles. */
const digits = { lightgbm: 1e-11, xgboost: 2e-6 } as const;

function expectClose(got: number, said: number, tolerance: number): void {
  expect(Math.abs(got - said)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(said)));
}

describe.each(fixtures)('%s', (_, fixture) => {
  const { library, rows, raw, contributions, scale, contribution_scale: shapScale } = fixture;

  test('predicts what its library predicts', () => {
    const ensemble = importModel(fixture.model);
    const margins = predictMargin(ensemble, tableOf(fixture));
    raw.forEach((scores, row) => {
      scores.forEach((score, output) => {
        expectClose(margins[output * rows.length + row], scale * score, digits[library]);
      });
    });
  });

  test('attributes as its library does, to what it predicts', () => {
    const ensemble = importModel(fixture.model);
    const features = tableOf(fixture);
    const all = Int32Array.from(rows.keys());
    const { base, values } = treeShap(ensemble, features, all, unwatched);
    const margins = predictMargin(ensemble, features);
    const { outputs } = ensemble;
    const width = ensemble.features.length;
    contributions.forEach((byOutput, row) => {
      byOutput.forEach((said, output) => {
        let sum = base[output];
        for (let j = 0; j < width; j++) {
          const value = values[(row * width + j) * outputs + output];
          sum += value;
          expectClose(value, shapScale * said[j], library === 'lightgbm' ? 1e-9 : 5e-6);
        }
        expectClose(sum, margins[output * rows.length + row], 1e-9);
      });
    });
  });

  test('says the same after it was written and read again', () => {
    const ensemble = importModel(fixture.model);
    const again = importModel(exportModel(ensemble, library));
    const [before, after] = [ensemble, again].map((model) => predictMargin(model, tableOf(fixture)));
    before.forEach((margin, i) => {
      expectClose(after[i], margin, digits[library]);
    });
  });
});

test('a text that is cut off or changed is refused or is a model that predicts', { timeout: 60_000 }, () => {
  const texts = fixtures.map(([, fixture]) => fixture);
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('', '-', '9', '99999999999', 'NaN', ' ', '[', '"', '\n', '1e400'),
      fc.nat(12),
      (fixture, where, inserted, removed) => {
        const at = Math.floor(where * fixture.model.length);
        const text = fixture.model.slice(0, at) + inserted + fixture.model.slice(at + removed);
        try {
          const margins = predictMargin(importModel(text), tableOf(fixture));
          expect(margins.every((margin) => !Number.isNaN(margin))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      },
    ),
    { numRuns: 3000, seed: 5 },
  );
});

test('what is no model of either library is refused by name', () => {
  expect(() => importModel('hello')).toThrow(/neither a LightGBM model nor an XGBoost model/);
  expect(() => importModel('{}')).toThrow(InputError);
});
