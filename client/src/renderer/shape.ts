/**
 * Looks a result over before anything is drawn from it: a saved notebook may hold anything at all.
 * A shape returns the path to the first thing that is not as result.ts says, or undefined.
 */

import type { Role } from '../../../kernel/src/plan.js';
import type { Result } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';

type Shape = (value: unknown, path: string) => string | undefined;

const fault = (ok: boolean, path: string): string | undefined => (ok ? undefined : path || 'the result');

const text: Shape = (value, path) => fault(typeof value === 'string', path);
const flag: Shape = (value, path) => fault(typeof value === 'boolean', path);
/** Null stands for a number that does not exist, also where result.ts has no null: it is shown as `n/a`. */
const number: Shape = (value, path) => fault(value === null || typeof value === 'number', path);
const cell: Shape = (value, path) =>
  fault(value === null || typeof value === 'number' || typeof value === 'string', path);

/** One of the words that result.ts names. */
const oneOf =
  (...words: readonly string[]): Shape =>
  (value, path) =>
    fault(
      words.some((word) => word === value),
      path,
    );

function listOf(item: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return fault(false, path);
    for (let i = 0; i < value.length; i++) {
      const found = item(value[i], `${path}[${i}]`);
      if (found) return found;
    }
    return undefined;
  };
}

function record(fields: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(fields);
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault(false, path);
    for (const [name, shape] of entries) {
      const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
      const found = shape(own, path ? `${path}.${name}` : name);
      if (found) return found;
    }
    return undefined;
  };
}

const optional =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? undefined : shape(value, path);

/** Null where there is none. */
const absentOr =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? undefined : shape(value, path);

const interval: Shape = (value, path) =>
  listOf(number)(value, path) ?? fault((value as unknown[]).length === 2, path);

const estimate = { estimate: number, stdError: number, interval };
const histogram: Shape = (value, path) =>
  record({ edges: listOf(number), counts: listOf(number) })(value, path) ??
  fault(
    (value as { edges: unknown[] }).edges.length === (value as { counts: unknown[] }).counts.length + 1,
    path,
  );

const attribution = record({
  of: text,
  base: number,
  rows: number,
  sources: listOf(record({ source: text, meanAbsolute: number, meanSigned: number })),
});

const leaf = record({ value: number, n: number });
const deepestTree = 64;

function treeAt(depth: number): Shape {
  return (value, path) => {
    if (depth > deepestTree) return fault(false, path);
    if ((value as { leaf?: unknown } | undefined | null)?.leaf === true) return leaf(value, path);
    return record({ leaf: flag, question: text, n: number, yes: treeAt(depth + 1), no: treeAt(depth + 1) })(
      value,
      path,
    );
  };
}

const base = {
  name: text,
  sentence: text,
  warnings: listOf(text),
  notes: optional(listOf(text)),
  provenance: record({
    stepHash: text,
    specHash: text,
    dataHash: text,
    seed: number,
    versions: (value, path) => record({})(value, path) ?? listOf(text)(Object.values(value as object), path),
    place: optional(record({ line: number, character: number, cell: optional(number) })),
  }),
};

const heterogeneity = record({
  arm: text,
  distribution: histogram,
  quantiles: listOf(record({ probability: number, value: number })),
  groups: listOf(record({ ...estimate, modifier: text, group: text, n: number })),
  shares: record({ positive: number, negative: number, unclear: number }),
});

const overlap = record({
  arm: text,
  treated: histogram,
  untreated: histogram,
  bounds: interval,
  shareOutside: number,
  effectiveTreated: number,
  effectiveUntreated: number,
  trimming: optional(interval),
});

const sensitivity = record({
  arm: text,
  eValue: record({ estimate: number, interval: number }),
  robustness: record({ estimate: number, interval: number }),
  benchmarks: listOf(record({ column: text, outcome: number, treatment: number, bias: number, interval })),
});

const simulatedParts = record({
  arm: text,
  unit: text,
  multiples: listOf(number),
  estimates: listOf(listOf(number)),
  turns: number,
});

/** A square by the multiples. */
const simulated: Shape = (value, path) => {
  const found = simulatedParts(value, path);
  if (found) return found;
  const { multiples, estimates } = value as { multiples: unknown[]; estimates: unknown[][] };
  const square = [estimates, ...estimates].every((line) => line.length === multiples.length);
  return fault(square && multiples.length > 0, `${path}.estimates`);
};

const textModes = record({
  arm: text,
  modes: listOf(record({ ...estimate, mode: text, difference: absentOr(record(estimate)) })),
  headline: text,
  readable: number,
  sentence: text,
});

const instrument = record({
  columns: listOf(text),
  firstStage: listOf(record({ arm: text, statistic: text, value: number, threshold: number })),
  robust: optional(interval),
  overIdentification: optional(record({ statistic: number, freedom: number, pValue: number })),
  sentence: text,
});

const mediation = record({
  arm: text,
  mediators: listOf(text),
  total: record(estimate),
  direct: record(estimate),
  indirect: record(estimate),
  proportion: absentOr(record(estimate)),
  sentence: text,
});

const dose = record({
  points: listOf(record({ ...estimate, dose: number, band: interval })),
  slope: record(estimate),
  bandwidth: number,
  distribution: histogram,
  sentence: text,
});

const uplift = record({
  arm: text,
  points: listOf(
    record({ share: number, gain: record(estimate), overRandom: record(estimate), response: number }),
  ),
  autoc: record(estimate),
  qini: record(estimate),
  qiniShare: number,
  response: record(estimate),
  overResponse: record(estimate),
  sentence: text,
});

const selection = record({
  arm: text,
  sentence: text,
  candidates: listOf(
    record({ learner: text, share: number, rLoss: number, drLoss: number, gain: number, gainError: number }),
  ),
});

const textAttribution = record({
  source: text,
  empty: number,
  phrases: listOf(
    record({
      text,
      value: number,
      error: number,
      surrogate: optional(record({ weight: number, spread: number })),
    }),
  ),
  versions: number,
  exact: flag,
  surrogate: optional(record({ repetitions: number, agreement: number })),
});

const terms = record({
  source: text,
  rows: number,
  words: listOf(
    record({
      word: text,
      n: number,
      measured: number,
      meanAbsolute: number,
      meanSigned: number,
      interval: absentOr(interval),
    }),
  ),
});

function policyTreeAt(depth: number): Shape {
  return (value, path) => {
    if (depth > deepestTree) return fault(false, path);
    if ((value as { leaf?: unknown } | undefined | null)?.leaf === true) {
      return record({ arm: absentOr(text), share: number })(value, path);
    }
    const below = policyTreeAt(depth + 1);
    return record({ leaf: flag, question: text, denial: text, share: number, yes: below, no: below })(
      value,
      path,
    );
  };
}

const policy = record({
  ...base,
  effect: text,
  treatment: text,
  outcome: text,
  arms: listOf(text),
  level: number,
  n: number,
  eligible: number,
  value: number,
  costs: listOf(number),
  budget: number,
  capacity: number,
  policies: listOf(
    record({
      kind: text,
      name: text,
      share: number,
      treated: listOf(number),
      cost: number,
      gain: record(estimate),
      difference: absentOr(record(estimate)),
      allowed: flag,
    }),
  ),
  spending: optional(
    record({
      sentence: text,
      arms: listOf(
        record({
          arm: absentOr(text),
          rows: number,
          cost: number,
          share: number,
          worth: record(estimate),
          returned: absentOr(record(estimate)),
        }),
      ),
    }),
  ),
  whom: optional(text),
  curve: record({
    points: listOf(record({ spent: number, share: number, gain: record(estimate) })),
    sentence: text,
  }),
  predicted: record({ gain: number, bound: number }),
  tree: optional(record({ root: policyTreeAt(0), sentence: text })),
  groups: optional(
    listOf(
      record({
        column: text,
        group: text,
        n: number,
        share: number,
        effect: record(estimate),
        gain: record(estimate),
      }),
    ),
  ),
  fairness: optional(text),
});

const bestPrice = {
  n: number,
  support: interval,
  price: record({ estimate: number, interval }),
  edge: absentOr(text),
  demand: record(estimate),
  margin: record(estimate),
  today: record({ price: number, margin: record(estimate), gain: record(estimate) }),
  atMean: absentOr(record({ margin: record(estimate), gain: record(estimate) })),
  elasticity: absentOr(record({ ...estimate, price: number })),
};

const price = record({
  ...base,
  effect: text,
  treatment: text,
  outcome: text,
  level: number,
  unitCost: number,
  best: record(bestPrice),
  curve: record({
    points: listOf(record({ price: number, demand: record(estimate), margin: record(estimate) })),
    sentence: text,
  }),
  segments: optional(listOf(record({ ...bestPrice, column: text, group: text }))),
  segmentSentence: optional(text),
});

const order = record({
  arm: text,
  n: number,
  quantity: record({ estimate: number, interval }),
  observedQuantile: number,
  demand: record(estimate),
  profit: record(estimate),
  observedMean: record({ quantity: number, profit: record(estimate), gain: record(estimate) }),
});

const stockParts = record({
  ...base,
  effect: text,
  treatment: text,
  outcome: text,
  arms: listOf(text),
  level: number,
  n: number,
  price: number,
  unitCost: number,
  salvage: number,
  fractile: number,
  orders: listOf(order),
  distributions: listOf(
    record({ arm: text, points: listOf(record({ demand: number, probability: record(estimate) })) }),
  ),
  distributionSentence: text,
  groups: optional(listOf(record({ column: text, group: text, n: number, orders: listOf(order) }))),
  groupSentence: optional(text),
});

/** An order for each arm, of all and of every group. */
const stock: Shape = (value, path) => {
  const found = stockParts(value, path);
  if (found) return found;
  const {
    arms,
    orders,
    groups = [],
  } = value as {
    arms: unknown[];
    orders: unknown[];
    groups?: { orders: unknown[] }[];
  };
  const all = [orders, ...groups.map((group) => group.orders)];
  return fault(
    all.every(({ length }) => length === arms.length),
    path ? `${path}.orders` : 'orders',
  );
};

const listMeasures = record({ coverage: number, diversity: number, novelty: number });

const ranking = record({
  ...base,
  item: text,
  user: text,
  outcome: text,
  exposure: text,
  level: number,
  n: number,
  users: number,
  items: number,
  top: number,
  above: number,
  propensity: text,
  ways: listOf(
    record({
      kind: oneOf('increment', 'purchase', 'popularity', 'random', 'today'),
      name: text,
      shown: number,
      gain: record(estimate),
      difference: absentOr(record(estimate)),
      ndcg: number,
      map: number,
      recall: number,
    }),
  ),
  estimators: listOf(record({ name: text, gain: record(estimate) })),
  curve: record({
    points: listOf(record({ top: number, gain: record(estimate), byPurchase: number })),
    sentence: text,
  }),
  parts: listOf(record({ name: text, share: number })),
  lists: record({ users: number, own: listMeasures, byPurchase: listMeasures }),
  preview: listOf(
    record({
      user: text,
      items: listOf(record({ item: text, increment: number, without: number, with: number })),
    }),
  ),
  path: optional(text),
});

const roles: readonly Role[] = [
  'treatment',
  'outcome',
  'confounder',
  'mediator',
  'collider',
  'post-treatment',
  'instrument',
  'effect modifier',
  'unobserved',
  'other',
];

const shapes = new Map<string, Shape>([
  [
    'effect',
    record({
      ...base,
      estimand: text,
      estimandSentence: text,
      treatment: text,
      outcome: text,
      arms: listOf(text),
      contrasts: listOf(
        record({
          ...estimate,
          arm: text,
          n: number,
          baselineMean: number,
          relative: number,
          relativeInterval: optional(absentOr(interval)),
          numberNeeded: optional(
            absentOr(record({ estimate: number, interval: absentOr(interval), of: text })),
          ),
        }),
      ),
      level: number,
      n: number,
      adjustment: record({ columns: listOf(text), texts: listOf(text), reason: text }),
      estimator: text,
      checks: listOf(record({ name: text, passed: flag, value: number, threshold: number, sentence: text })),
      overlap: listOf(overlap),
      balance: listOf(record({ arm: text, covariate: text, before: number, after: number })),
      sensitivity: optional(listOf(sensitivity)),
      simulated: optional(listOf(simulated)),
      textModes: optional(listOf(textModes)),
      heterogeneity: listOf(heterogeneity),
      groups: optional(
        listOf(record({ ...estimate, arm: text, group: text, n: number, simultaneous: optional(interval) })),
      ),
      uplift: optional(listOf(uplift)),
      selection: optional(listOf(selection)),
      unadjusted: listOf(record(estimate)),
      attribution: optional(attribution),
      instrument: optional(instrument),
      mediation: optional(listOf(mediation)),
      dose: optional(dose),
    }),
  ],
  [
    'model',
    record({
      ...base,
      task: text,
      outcome: text,
      learner: text,
      n: number,
      metrics: listOf(
        record({ split: text, n: number, metrics: listOf(record({ name: text, value: number, interval })) }),
      ),
      calibration: listOf(record({ predicted: number, observed: number, n: number })),
      attribution,
      tree: optional(treeAt(0)),
    }),
  ],
  ['policy', policy],
  ['price', price],
  ['stock', stock],
  ['ranking', ranking],
  [
    'attribution',
    record({
      ...base,
      of: text,
      base: number,
      sources: listOf(text),
      rows: listOf(
        record({
          row: number,
          unit: optional(text),
          prediction: number,
          values: listOf(number),
          shown: listOf(text),
          texts: optional(listOf(textAttribution)),
        }),
      ),
      global: attribution,
      terms: optional(listOf(terms)),
    }),
  ],
  [
    'graph',
    record({
      ...base,
      nodes: listOf(record({ name: text, observed: flag, role: oneOf(...roles) })),
      edges: listOf(record({ from: text, to: text, confounding: flag })),
    }),
  ],
  [
    'score',
    record({ ...base, path: text, rows: number, columns: listOf(text), preview: listOf(listOf(cell)) }),
  ],
  [
    'comparison',
    record({
      ...base,
      columns: listOf(text),
      rows: listOf(record({ name: text, values: listOf(cell) })),
    }),
  ],
]);

export type Reading =
  | { readonly ok: true; readonly result: Result }
  /** Why it cannot be shown, in one sentence. */
  | { readonly ok: false; readonly message: string };

/** The value as a result, or why it is none. Never throws. */
export function readResult(value: unknown): Reading {
  if (typeof value !== 'object' || value === null) {
    return { ok: false, message: say`This output holds no result. Run it again.` };
  }
  const kind = (value as { kind?: unknown }).kind;
  const shape = typeof kind === 'string' ? shapes.get(kind) : undefined;
  if (!shape) {
    return {
      ok: false,
      message: say`This version of Causal Spec does not know this kind of result. Update it, or run again.`,
    };
  }
  const path = shape(value, '');
  if (path) return { ok: false, message: say`This result is damaged at “${path}”. Run it again.` };
  return { ok: true, result: value as Result };
}
