import type { Column, Table } from '../../kernel/src/data/table.js';
import type { EffectStep } from '../../kernel/src/plan.js';
import { readTable } from '../shared/data-file.js';
import { featureNames, samples } from '../shared/samples.js';

/** The first rows and features of the sample of effects, with outcome `y` and treatment `w`, as a table in memory. */
export function effectTable(rows: number, features: number): Table {
  const read = readTable(samples.effects(), rows, [...featureNames(features), 'y', 'w']);
  const columns = [...read].map(([name, values]): [string, Column] => [
    name,
    { kind: 'numeric', name, type: name === 'w' ? 'boolean' : 'numeric', values },
  ]);
  return {
    rows,
    columns: new Map(columns),
    sourceRow: Int32Array.from({ length: rows }, (_, row) => row + 1),
    dataHash: '',
    warnings: [],
  };
}

type Parameters = EffectStep['parameters'];

/** Parameters of the effect of `w` on `y` over everyone, by the defaults but for what is given. */
export function effectParameters(given: Partial<Parameters>): Parameters {
  return {
    treatment: 'w',
    outcome: 'y',
    adjustment: [],
    texts: [],
    modifiers: [],
    instruments: [],
    mediators: [],
    groups: [],
    negativeOutcomes: [],
    negativeTreatments: [],
    nuisances: { kind: 'stack', options: {} },
    implications: [],
    estimand: 'ate',
    estimator: { kind: 'aipw', options: {} },
    checks: [],
    reason: '',
    level: 0.95,
    folds: 5,
    seed: 1,
    ...given,
  };
}
