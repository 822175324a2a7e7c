import { InputError, type Problem } from '../../problem.js';
import type { BinnedMatrix } from '../matrix/binned-matrix.js';
import type { Objective, TreeEnsemble } from '../model/ensemble.js';

/** Options of gradient boosting; see {@link boostingDefaults}. */
export interface BoostingOptions {
  readonly objective: Objective;
  /** Rounds at most; a round adds a tree, for softmax one per class. */
  readonly rounds?: number;
  /** Leaves of a tree at most. */
  readonly leaves?: number;
  /** Splits between the root and a leaf at most; as many as there are leaves where absent. */
  readonly maxDepth?: number;
  readonly learningRate?: number;
  /** Rows in a leaf at least. */
  readonly minLeaf?: number;
  /** Sum of Hessians in a leaf at least (minimum child weight). */
  readonly minHessian?: number;
  /** What a split has to lower the loss by at least, times 2: s^2 / (h + l2) of both sides minus that of the whole. */
  readonly minGain?: number;
  /** Penalty on the sizes of leaf values, and on half their squares. */
  readonly l1?: number;
  readonly l2?: number;
  /**
   * Share of rows (or clusters), of features, drawn for each tree without replacement. Queries of a ranking are drawn row by
   * row too, unless they are named as clusters.
   */
  readonly rowShare?: number;
  readonly columnShare?: number;
  readonly seed?: number;
  /** By feature: 1 where the margin may only rise with it, -1 where it may only fall, else 0. Numeric features only. */
  readonly monotone?: ArrayLike<number>;
  /**
   * Groups of features, by number, that may meet on a path from the root to a leaf. A feature in no group stays alone.
   */
  readonly interactions?: readonly (readonly number[])[];
  /** One per row of the matrix, 0 or more; rows of weight 0 are left out. */
  readonly weights?: Float64Array;
  /** One number per row of the matrix: rows of a cluster are drawn into the sample of a tree together, or not at all. */
  readonly clusters?: Int32Array;
  /** Rows to stop early on: after `patience` rounds without a better loss, the rounds up to the best are kept. */
  readonly validationRows?: Int32Array;
  readonly patience?: number;
  /** A model of the same features and objective to go on from, be its cuts these or others. */
  readonly start?: TreeEnsemble;
  /**
   * Its margins, output after output: entry `output * rows of the matrix + row`. Needed where its cuts or groups are not
   * those of the matrix, since the matrix does not hold the values themselves.
   */
  readonly startMargin?: Float64Array;
  /** Softmax: number of classes. */
  readonly classes?: number;
  /** Quantile: which one, between 0 and 1. */
  readonly quantile?: number;
  /** Huber: residual from where on the loss grows linearly only. */
  readonly delta?: number;
  /** LambdaMART: places of the list that count. */
  readonly truncation?: number;
  /** Rankings: number of the query of each row of the matrix. */
  readonly groups?: Int32Array;
  /** Cox: per row of the matrix, 1 where the event happened at the time `y`, 0 where it had not yet. */
  readonly events?: Uint8Array;
}

export const boostingDefaults = {
  rounds: 100,
  leaves: 31,
  maxDepth: Number.POSITIVE_INFINITY,
  learningRate: 0.1,
  minLeaf: 20,
  minHessian: 0,
  minGain: 0,
  l1: 0,
  l2: 1,
  rowShare: 1,
  columnShare: 1,
  seed: 1,
  patience: 20,
} as const;

/** Options that are plain numbers, with none left open. */
export type Settings = { readonly [Name in keyof typeof boostingDefaults]: number };

/** The plain numbers among the options, with the defaults. */
export function settingsOf(options: BoostingOptions): Settings {
  const names = Object.keys(boostingDefaults) as (keyof Settings)[];
  return Object.fromEntries(
    names.map((name) => [name, options[name] ?? boostingDefaults[name]]),
  ) as unknown as Settings;
}

/** Ranges of the plain numbers: least, most, and whether they are whole. */
const ranges: Readonly<Record<keyof Settings, readonly [number, number, boolean]>> = {
  rounds: [0, 1e6, true],
  leaves: [1, 32_768, true],
  maxDepth: [0, Number.POSITIVE_INFINITY, false],
  learningRate: [Number.MIN_VALUE, 10, false],
  minLeaf: [0, Number.POSITIVE_INFINITY, false],
  minHessian: [0, Number.MAX_VALUE, false],
  minGain: [0, Number.MAX_VALUE, false],
  l1: [0, Number.MAX_VALUE, false],
  l2: [0, Number.MAX_VALUE, false],
  rowShare: [Number.MIN_VALUE, Number.POSITIVE_INFINITY, false],
  columnShare: [Number.MIN_VALUE, Number.POSITIVE_INFINITY, false],
  seed: [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, true],
  patience: [1, Number.MAX_SAFE_INTEGER, true],
};

/** Throws InputError CS5030 where options are out of range or do not fit the matrix, all of them at once. */
export function checkOptions(matrix: BinnedMatrix, options: BoostingOptions): void {
  const problems: Problem[] = [];
  const say = (message: string): void => {
    problems.push({ code: 'CS5030', severity: 'error', message });
  };
  for (const [name, value] of Object.entries(settingsOf(options))) {
    const [least, most, whole] = ranges[name as keyof Settings];
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) continue;
    const kind = whole ? 'a whole number' : 'a number';
    say(`The option ${name} of boosting is ${value}; give ${kind} from ${least} to ${most}.`);
  }
  checkMonotone(matrix, options, say);
  for (const feature of options.interactions?.flat() ?? []) {
    if (!matrix.features[feature]) say(`Interactions name feature ${feature}, which there is not.`);
  }
  const { weights, groups, events, clusters } = options;
  const perRow = { weights, groups, events, clusters };
  for (const [name, values] of Object.entries(perRow)) {
    if (values && values.length < matrix.rows)
      say(`There are ${values.length} ${name} for ${matrix.rows} rows; give one to each row.`);
  }
  if (problems.length > 0) throw new InputError(problems);
}

function checkMonotone(matrix: BinnedMatrix, { monotone }: BoostingOptions, say: (message: string) => void) {
  if (!monotone) return;
  if (monotone.length !== matrix.features.length)
    say(`There are ${monotone.length} directions for ${matrix.features.length} features; give one to each.`);
  matrix.features.forEach(({ name, kind }, feature) => {
    const direction = monotone[feature] ?? 0;
    if (![-1, 0, 1].includes(direction)) say(`The direction of ${name} is ${direction}; give -1, 0 or 1.`);
    else if (direction !== 0 && kind === 'categorical')
      say(`${name} has categories, which have no order to rise or fall with; leave its direction 0.`);
  });
}
