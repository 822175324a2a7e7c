import { type EffectInGraph, effectInGraph } from '../identification/effect.js';
import { type FrontDoorFault, frontDoor, frontDoorFault } from '../identification/front-door.js';
import { type InstrumentFault, instrumentFault, instruments } from '../identification/instruments.js';
import { type MediationFault, mediation } from '../identification/mediation.js';
import { type Mask, maskOf, maskOfNames, members, namesOf } from '../identification/numbered.js';
import type { Path } from '../identification/separation.js';
import { adjustedNames, adjustmentByGraph, type GraphView, viewThrough } from './adjustment.js';
import { contextOf, type SpecContext } from './context.js';
import { clauseOf } from './declarations.js';
import {
  type Effect,
  type InstrumentClause,
  isEstimatorClause,
  isInstrumentClause,
  isThroughClause,
  type ThroughClause,
} from './generated/ast.js';

/** What an effect is identified by. */
export type WayKind = 'adjustment' | 'instrument' | 'front door' | 'mediation';

/** Estimators that do not work by adjustment alone. */
const kinds: ReadonlyMap<string, WayKind> = new Map([
  ['two stage regression', 'instrument'],
  ['instrumental dml', 'instrument'],
  ['instrumental forest', 'instrument'],
  ['front door', 'front door'],
  ['mediation', 'mediation'],
]);

/** The way an effect is to go: by its estimator, or by the clauses it has. */
export function wayKindOf(effect: Effect): WayKind {
  const estimator = clauseOf(effect, isEstimatorClause)?.estimator;
  if (estimator !== undefined) return kinds.get(estimator) ?? 'adjustment';
  if (clauseOf(effect, isInstrumentClause)) return 'instrument';
  return clauseOf(effect, isThroughClause) ? 'mediation' : 'adjustment';
}

/** What a way needs from the data. */
export interface Way {
  readonly kind: WayKind;
  readonly adjusted: readonly string[];
  readonly instruments: readonly string[];
  readonly mediators: readonly string[];
  /** The graph it was found in; absent where the spec lists everything. */
  readonly view?: GraphView;
}

/** Why a graph gives no way. */
export type Refusal = { readonly view: GraphView } & (
  | { readonly kind: 'adjustment'; readonly path: Path }
  | { readonly kind: 'instrument'; readonly fault: InstrumentFault; readonly instrument: string }
  /** No variable is an instrument: paths past the treatment, if any is connected to it at all. */
  | { readonly kind: 'no instrument'; readonly paths: readonly Path[] }
  | { readonly kind: 'front door'; readonly fault: FrontDoorFault }
  | { readonly kind: 'no front door'; readonly path: Path }
  | { readonly kind: 'mediation'; readonly fault: MediationFault }
);

export type WayFound = { readonly way: Way } | { readonly refusal: Refusal };

/** By context, since what is observed depends on the schemas it holds. */
const found = new WeakMap<SpecContext, Map<Effect, WayFound | undefined>>();

/** The way of an effect, or why there is none; undefined where something is missing that other rules tell. */
export function wayOf(effect: Effect): WayFound | undefined {
  const context = contextOf(effect);
  const known = found.get(context) ?? new Map<Effect, WayFound | undefined>();
  found.set(context, known);
  if (!known.has(effect)) known.set(effect, findWay(effect));
  return known.get(effect);
}

function findWay(effect: Effect): WayFound | undefined {
  const kind = wayKindOf(effect);
  const listed = {
    instruments: namesOfClause(clauseOf(effect, isInstrumentClause)),
    mediators: namesOfClause(clauseOf(effect, isThroughClause)),
  };
  const view = viewThrough(effect);
  if (!view) {
    const adjusted = adjustedNames(effect);
    return adjusted && { way: { kind, adjusted, ...listed } };
  }
  switch (kind) {
    case 'adjustment':
      return byAdjustment(effect, view, listed);
    case 'instrument':
      return byInstrument(view, listed.instruments);
    case 'front door':
      return byFrontDoor(view, listed.mediators);
    case 'mediation':
      return byMediation(view, listed.mediators);
  }
}

function namesOfClause(clause: InstrumentClause | ThroughClause | undefined): string[] {
  return (clause?.variables ?? []).flatMap(({ name }) => name ?? []);
}

function inGraph({ dag, treatment, outcome, observed }: GraphView): EffectInGraph {
  return effectInGraph(dag, [treatment], outcome, observed);
}

function byAdjustment(
  effect: Effect,
  view: GraphView,
  listed: Pick<Way, 'instruments' | 'mediators'>,
): WayFound | undefined {
  const adjustment = adjustmentByGraph(effect);
  if (!adjustment) return undefined;
  if (!adjustment.identified) return { refusal: { kind: 'adjustment', view, path: adjustment.path } };
  return { way: { kind: 'adjustment', adjusted: adjustment.set, ...listed, view } };
}

/** The instruments asked for, or all there are, with one set that makes as many of them valid as any does. */
function byInstrument(view: GraphView, asked: readonly string[]): WayFound {
  const effect = inGraph(view);
  const { graph } = effect;
  const search = instruments(effect);
  const known = search.identified ? search.instruments : [];
  const wanted =
    asked.length > 0 ? members(maskOfNames(graph, asked)) : known.map(({ variable }) => variable);
  const sets = known.filter(({ variable }) => wanted.includes(variable)).map(({ given }) => given);
  const best = mostValid(effect, wanted, [...sets, maskOf(graph, [])]);
  const unknown = asked.find((name) => !graph.numbers.has(name));
  if (unknown !== undefined) {
    return {
      refusal: {
        kind: 'instrument',
        view,
        instrument: unknown,
        fault: { fault: 'not usable', variable: unknown },
      },
    };
  }
  if (wanted.length === 0) {
    return { refusal: { kind: 'no instrument', view, paths: search.identified ? [] : search.paths } };
  }
  if (asked.length > 0 && best.faults.length > 0) {
    const [{ variable, fault }] = best.faults;
    return { refusal: { kind: 'instrument', view, instrument: graph.names[variable], fault } };
  }
  const way = { adjusted: namesOf(graph, best.given), instruments: best.valid.map((v) => graph.names[v]) };
  return { way: { kind: 'instrument', ...way, mediators: [], view } };
}

interface Validity {
  readonly given: Mask;
  readonly valid: readonly number[];
  readonly faults: readonly { readonly variable: number; readonly fault: InstrumentFault }[];
}

function mostValid(effect: EffectInGraph, wanted: readonly number[], sets: readonly Mask[]): Validity {
  const tried = sets.map((given): Validity => {
    const looked = wanted.map((variable) => ({
      variable,
      fault: instrumentFault(effect, { variable, given }),
    }));
    return {
      given,
      valid: looked.flatMap(({ variable, fault }) => (fault ? [] : [variable])),
      faults: looked.flatMap(({ variable, fault }) => (fault ? [{ variable, fault }] : [])),
    };
  });
  return tried.reduce((a, b) => (b.valid.length > a.valid.length ? b : a));
}

function byFrontDoor(view: GraphView, asked: readonly string[]): WayFound {
  const effect = inGraph(view);
  const wayOfSet = (mediators: readonly string[]): WayFound => ({
    way: { kind: 'front door', adjusted: [], instruments: [], mediators, view },
  });
  if (asked.length === 0) {
    const search = frontDoor(effect);
    if (!search.identified) return { refusal: { kind: 'no front door', view, path: search.path } };
    return wayOfSet(namesOf(effect.graph, search.set));
  }
  const unknown = asked.find((name) => !effect.graph.numbers.has(name));
  const fault: FrontDoorFault | undefined =
    unknown !== undefined
      ? { fault: 'not usable', variable: unknown }
      : frontDoorFault(effect, maskOfNames(effect.graph, asked));
  return fault ? { refusal: { kind: 'front door', view, fault } } : wayOfSet(asked);
}

function byMediation(view: GraphView, asked: readonly string[]): WayFound {
  const effect = inGraph(view);
  const { graph } = effect;
  const unknown = asked.find((name) => !graph.numbers.has(name));
  if (unknown !== undefined) {
    return { refusal: { kind: 'mediation', view, fault: { fault: 'not a mediator', variable: unknown } } };
  }
  const search = mediation(effect, asked.length > 0 ? maskOfNames(graph, asked) : undefined);
  if (!search.identified) return { refusal: { kind: 'mediation', view, fault: search.fault } };
  const way = { adjusted: namesOf(graph, search.set), mediators: namesOf(graph, search.mediators) };
  return { way: { kind: 'mediation', ...way, instruments: [], view } };
}
