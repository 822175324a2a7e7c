import { basename } from 'node:path';
import { formatOf } from '../../../kernel/src/data/paths.js';
import type {
  EncodeStep,
  GraphStep,
  HistoryRule,
  LoadStep,
  Pooling,
  Step,
} from '../../../kernel/src/plan.js';
import { viewThrough } from '../language/adjustment.js';
import { pathOf } from '../language/data-path.js';
import { adaptClauseOf, clauseOf, clausesOf, rowTimeOf, timeOfEvents } from '../language/declarations.js';
import {
  type Data,
  type Effect,
  type Graph,
  isColumnClause,
  isDeriveClause,
  isEncoderClause,
  isHalfLifeClause,
  isKeepClause,
  isLayerClause,
  isPoolClause,
  isSplitClause,
  isUnitClause,
  type Text,
  type TimeUnit,
} from '../language/generated/ast.js';
import { historyOf, rowsOfText } from '../language/history.js';
import { variablesInScope } from '../language/variables.js';
import { compileExpression } from './compile-expression.js';
import { drawnOf, readersOf, readingOf } from './graph-reading.js';
import { hashOf } from './hash.js';
import { placeOf } from './places.js';
import { choice } from './text-inputs.js';

/** Seed where no clause gives one. */
export const defaultSeed = 7;

/** The encoder that is built in. */
export const defaultEncoder = 'use-lite';

/** Steps compiled so far, by id. */
export type Compiled = ReadonlyMap<string, Step>;

/** Hash of a step: what it computes and from what; `content` says everything that its result depends on. */
export function stepHash(
  kind: Step['kind'],
  content: unknown,
  inputs: readonly string[],
  compiled: Compiled,
): string {
  return hashOf({ kind, content, inputs: inputs.map((id) => compiled.get(id)?.hash ?? id) });
}

/** The load step of a data declaration. Columns that a `text` declaration reads are loaded as text. */
export function compileData(data: Data, texts: readonly Text[], seed: number, compiled: Compiled): LoadStep {
  const declared = new Map<string, LoadStep['parameters']['declared'][number]['type']>();
  for (const clause of clausesOf(data, isColumnClause)) {
    for (const column of clause.columns) declared.set(column.name, clause.type);
  }
  const variables = variablesInScope(data);
  for (const text of texts) {
    const isText = variables.get(text.column)?.type === 'text';
    if (text.data.ref === data && !isText) declared.set(text.column, 'text');
  }
  const split = clauseOf(data, isSplitClause);
  const derived = clausesOf(data, isDeriveClause);
  const isDerived = (name: string): boolean => derived.some((clause) => clause.name === name);
  const unit = clauseOf(data, isUnitClause)?.column.name;
  const time = rowTimeOf(data)?.column.name;
  const path = pathOf(data) ?? '';
  const parameters: LoadStep['parameters'] = {
    path,
    format: formatOf(path) ?? 'csv',
    declared: [...declared]
      .filter(([column]) => !isDerived(column))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([column, type]) => ({ column, type })),
    derive: derived.map(({ name, value }) => ({ name, expression: compileExpression(value) })),
    keep: clausesOf(data, isKeepClause).map(({ condition }) => compileExpression(condition)),
    ...(unit !== undefined && { unit }),
    ...(time !== undefined && { time }),
    ...(split && {
      split: { train: split.train / 100, by: splitBy(split.by), seed: split.seed ?? seed },
    }),
  };
  const content = { ...parameters, path: basename(path) };
  return {
    kind: 'load',
    id: `load:${data.name}`,
    name: data.name,
    hash: stepHash('load', content, [], compiled),
    inputs: [],
    place: placeOf(data),
    parameters,
  };
}

function splitBy(by: string | undefined): 'row' | 'unit' | 'time' {
  return by === 'unit' || by === 'time' ? by : 'row';
}

export function compileText(text: Text, compiled: Compiled): EncodeStep {
  // Half written: nothing to compile.
  if (text.column === undefined) throw new TypeError(text.name);
  const history = historyRule(text);
  const inputs = [`load:${rowsOfText(text)?.name}`, ...(history ? [history.events] : [])];
  const pooling = clauseOf(text, isPoolClause)?.pooling;
  const layer = clauseOf(text, isLayerClause)?.layer;
  const adapt = adaptClauseOf(text, 'contrastive');
  const parameters: EncodeStep['parameters'] = {
    column: text.column,
    encoder: clauseOf(text, isEncoderClause)?.encoder ?? defaultEncoder,
    ...(isPooling(pooling) && { pooling }),
    ...(layer !== undefined && { layer }),
    ...(history && { history }),
    ...(adapt && {
      adapt: {
        ...choice('contrastive', adapt.options),
        ...(adapt.pairs && { pairs: adapt.pairs.name }),
      },
    }),
  };
  // Which data the events are stands in the hashes of the inputs, whatever they are called.
  const content = history ? { ...parameters, history: { ...history, events: '' } } : parameters;
  return {
    kind: 'encode',
    id: `encode:${text.name}`,
    name: text.name,
    hash: stepHash('encode', content, inputs, compiled),
    inputs,
    place: placeOf(text),
    parameters,
  };
}

/** The rule of a history without errors; undefined of a plain text. */
function historyRule(text: Text): HistoryRule | undefined {
  const clause = historyOf(text);
  const time = timeOfEvents(text);
  if (!clause) return undefined;
  if (!clause.key || !clause.time || time === undefined)
    throw new Error('An unfinished history has no plan.');
  const half = clauseOf(text, isHalfLifeClause);
  return {
    events: `load:${text.data.ref?.name}`,
    key: clause.key.name,
    time,
    before: clause.time.name,
    ...(half && { halfLife: half.halfLife * (half.unit ? milliseconds[half.unit] : 1) }),
  };
}

const minute = 60_000;
const milliseconds: Readonly<Record<TimeUnit, number>> = {
  minutes: minute,
  hours: 60 * minute,
  days: 24 * 60 * minute,
  weeks: 7 * 24 * 60 * minute,
};

function isPooling(word: string | undefined): word is Pooling {
  return word === 'cls' || word === 'mean' || word === 'max';
}

/** What a graph draws, and what it says of the first effect that is read off it. */
export function compileGraph(graph: Graph, effects: readonly Effect[], compiled: Compiled): GraphStep {
  const drawn = drawnOf(graph);
  const [reader] = readersOf(graph, effects);
  const view = reader && viewThrough(reader, graph);
  const parameters: GraphStep['parameters'] = { ...drawn, ...(view && { reading: readingOf(view, drawn) }) };
  return {
    kind: 'graph',
    id: `graph:${graph.name}`,
    name: graph.name,
    hash: stepHash('graph', { name: graph.name, ...parameters }, [], compiled),
    inputs: [],
    place: placeOf(graph),
    parameters,
  };
}
