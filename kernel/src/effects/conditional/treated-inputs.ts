import type { Feature } from '../../data/table.js';
import { binFeatures } from '../../trees/matrix/binning.js';
import type { Inputs } from './additive-model.js';
import type { RegressionInputs } from './regression.js';

/** No column of a table can have it. */
const name = '\u0000treatment';

/** Inputs with the treatment as a feature, and for the linear part its product with every number and every level. */
export function treatedAs({ features, curves }: Inputs, treated: Uint8Array): Inputs {
  // Products with -.5 and .5 leave the main terms what they are: averages over both arms.
  const sign = Float64Array.from(treated, (own) => own - 0.5);
  const treatment: Feature = { name, source: name, kind: 'numeric', values: sign };
  const products = curves.list.flatMap((feature) => productsOf(feature, sign));
  return {
    features: { rows: features.rows, list: [...features.list, treatment] },
    curves: { rows: curves.rows, list: [...curves.list, treatment, ...products] },
  };
}

/** The same with bins for learning. */
export function withTreatment(base: RegressionInputs, treated: Uint8Array): RegressionInputs {
  const { features, curves } = treatedAs(base, treated);
  const own = binFeatures({ rows: features.rows, list: features.list.slice(-1) });
  const { matrix, knots } = base;
  return {
    features,
    curves,
    knots,
    matrix: {
      rows: matrix.rows,
      features: [...matrix.features, ...own.features],
      bins: [...matrix.bins, ...own.bins],
      binCounts: Int32Array.of(...matrix.binCounts, ...own.binCounts),
    },
  };
}

function productsOf(feature: Feature, sign: Float64Array): Feature[] {
  const { values, kind, levels = [] } = feature;
  const times = (of: string, value: (x: number) => number): Feature => ({
    name: `${of} ${name}`,
    source: name,
    kind: 'numeric',
    values: values.map((x, row) => (Number.isNaN(x) ? 0 : value(x)) * sign[row]),
  });
  if (kind === 'categorical') {
    return levels.map((level, code) => times(`${feature.name} = ${level}`, (x) => (x === code ? 1 : 0)));
  }
  const { mean, spread } = scaleOf(values);
  return spread > 0 ? [times(feature.name, (x) => (x - mean) / spread)] : [];
}

function scaleOf(values: Float64Array): { mean: number; spread: number } {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  return {
    mean,
    spread: Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0)),
  };
}
