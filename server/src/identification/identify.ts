import { minimalAdjustment, parentSet, unblockablePath } from './adjustment.js';
import { type Dag, findCycle } from './dag.js';
import { type EffectInGraph, effectInGraph, hasEffect } from './effect.js';
import { efficientSet } from './efficient-set.js';
import { type Formula, showFormula } from './formula.js';
import { frontDoor, frontDoorSets, type Obstacle } from './front-door.js';
import { type Hedge, identifyByFormula } from './id.js';
import { type InstrumentSearch, instruments } from './instruments.js';
import { type MediationFault, mediation } from './mediation.js';
import { minimalAdjustmentSets } from './minimal-sets.js';
import { type Mask, namesOf } from './numbered.js';
import { type RoleOf, rolesOf } from './roles.js';
import type { Path } from './separation.js';

/** What is wrong with a question before any path is looked at. */
export type Problem =
  | { readonly problem: 'cycle'; readonly cycle: readonly string[] }
  | { readonly problem: 'no treatment' }
  | { readonly problem: 'unknown'; readonly variable: string }
  | { readonly problem: 'duplicate'; readonly variable: string }
  | { readonly problem: 'effect on itself'; readonly variable: string }
  | { readonly problem: 'unobserved'; readonly variable: string };

/** A way to the effect, with what it needs. Names are in the order of the graph. */
export type Strategy =
  | {
      readonly strategy: 'adjustment';
      /** The minimal set nearest to the outcome. */
      readonly set: readonly string[];
      /** The parents of the treatments where they are observed and do. */
      readonly parents?: readonly string[];
      readonly minimal: readonly (readonly string[])[];
      /** Whether `minimal` has all of them. */
      readonly complete: boolean;
      readonly efficient: readonly string[];
      /** Whether no valid set has a lower variance than the efficient one. */
      readonly optimal: boolean;
    }
  | {
      readonly strategy: 'front door';
      readonly sets: readonly (readonly string[])[];
      readonly complete: boolean;
    }
  | {
      /** With what the graph does not say: that the effect is linear or that the instrument moves no one the wrong way. */
      readonly strategy: 'instrument';
      readonly instruments: readonly { readonly instrument: string; readonly given: readonly string[] }[];
    }
  | {
      readonly strategy: 'formula';
      readonly formula: Formula;
      /** Undefined where it is too long to be written out. */
      readonly text?: string;
      /** Variables in it beside the ends of the effect: it is the same for each of their values. */
      readonly anyValueOf: readonly string[];
    };

/** Why a strategy is none. */
export type Refusal =
  /** The path stays open whatever observed is adjusted for. */
  | { readonly strategy: 'adjustment'; readonly path: Path }
  /** No set intercepts the causal path: what bars each variable on it. */
  | { readonly strategy: 'front door'; readonly path: Path; readonly obstacles: readonly Obstacle[] }
  /** A path past the treatment for variables that are connected to it; empty where none is. */
  | { readonly strategy: 'instrument'; readonly paths: readonly Path[] }
  | { readonly strategy: 'formula'; readonly path: Path; readonly hedge: Hedge }
  /** The graph has more variables than this, and no formula was looked for. */
  | { readonly strategy: 'formula'; readonly tooLarge: number };

/** Natural direct and indirect effects through all observed mediators together. */
export type NaturalEffects =
  | { readonly identified: true; readonly mediators: readonly string[]; readonly set: readonly string[] }
  | { readonly identified: false; readonly fault: MediationFault };

export type Identification =
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] }
  /** No directed path: by the graph the effect is zero. */
  | { readonly kind: 'no effect'; readonly roles: readonly RoleOf[] }
  | {
      readonly kind: 'effect';
      /** In order of preference; empty where the effect is not identified. */
      readonly strategies: readonly Strategy[];
      readonly refusals: readonly Refusal[];
      /** Undefined for several treatments. */
      readonly naturalEffects?: NaturalEffects;
      readonly roles: readonly RoleOf[];
    };

/** Sets of a kind that are listed at the most. */
const mostSets = 10;

/**
 * All that a graph says about an effect from some observed variables: whether and how it can be had, every "no" with its path, and
 * the role of each variable. Several treatments are set together. Never throws.
 *
 * @example identify(makeDag([['c', 't'], ['c', 'y'], ['t', 'y']]), ['t'], 'y', new Set(['t', 'y', 'c']))
 */
export function identify(
  dag: Dag,
  treatments: readonly string[],
  outcome: string,
  observed: ReadonlySet<string>,
): Identification {
  const problems = problemsOf(dag, treatments, outcome, observed);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const effect = effectInGraph(dag, treatments, outcome, observed);
  if (!hasEffect(effect)) return { kind: 'no effect', roles: rolesOf(effect) };
  const single = treatments.length === 1;
  const search = single ? instruments(effect) : undefined;
  const answers = [
    byAdjustment(effect),
    byFrontDoor(effect),
    ...(search ? [byInstrument(effect, search)] : []),
    byFormula(effect),
  ];
  return {
    kind: 'effect',
    strategies: answers.flatMap(({ found }) => found ?? []),
    refusals: answers.flatMap(({ refused }) => refused ?? []),
    naturalEffects: single ? naturalEffects(effect) : undefined,
    roles: rolesOf(effect, search),
  };
}

function problemsOf(
  dag: Dag,
  treatments: readonly string[],
  outcome: string,
  observed: ReadonlySet<string>,
): Problem[] {
  const ends = [...new Set([...treatments, outcome])];
  const cycle = findCycle(dag);
  const isUnknown = (variable: string): boolean => !dag.children.has(variable);
  const unknown = [...new Set([...ends, ...observed])].filter(isUnknown);
  const repeated = new Set(treatments.filter((variable, i) => treatments.indexOf(variable) !== i));
  const hidden = ends.filter((variable) => !isUnknown(variable) && !observed.has(variable));
  return [
    ...(cycle ? [{ problem: 'cycle', cycle } as const] : []),
    ...(treatments.length === 0 ? [{ problem: 'no treatment' } as const] : []),
    ...unknown.map((variable) => ({ problem: 'unknown', variable }) as const),
    ...[...repeated].map((variable) => ({ problem: 'duplicate', variable }) as const),
    ...(treatments.includes(outcome) ? [{ problem: 'effect on itself', variable: outcome } as const] : []),
    ...hidden.map((variable) => ({ problem: 'unobserved', variable }) as const),
  ];
}

interface Answer {
  readonly found?: Strategy;
  readonly refused?: Refusal;
}

function byAdjustment(effect: EffectInGraph): Answer {
  const set = minimalAdjustment(effect);
  const efficient = efficientSet(effect);
  if (!set || !efficient) return { refused: { strategy: 'adjustment', path: unblockablePath(effect) ?? [] } };
  const { sets, complete } = minimalAdjustmentSets(effect, mostSets);
  const named = (mask: Mask): string[] => namesOf(effect.graph, mask);
  const parents = parentSet(effect);
  return {
    found: {
      strategy: 'adjustment',
      set: named(set),
      parents: parents && named(parents),
      minimal: sets.map(named),
      complete,
      efficient: named(efficient.set),
      optimal: efficient.optimal,
    },
  };
}

function byFrontDoor(effect: EffectInGraph): Answer {
  const one = frontDoor(effect);
  if (!one.identified) {
    return { refused: { strategy: 'front door', path: one.path, obstacles: one.obstacles } };
  }
  const { sets, complete } = frontDoorSets(effect, mostSets);
  const named = sets.map((mask) => namesOf(effect.graph, mask));
  return { found: { strategy: 'front door', sets: named, complete } };
}

function byInstrument(effect: EffectInGraph, search: InstrumentSearch): Answer {
  if (!search.identified) return { refused: { strategy: 'instrument', paths: search.paths } };
  const named = search.instruments.map(({ variable, given }) => ({
    instrument: effect.graph.names[variable],
    given: namesOf(effect.graph, given),
  }));
  return { found: { strategy: 'instrument', instruments: named } };
}

/** Variables of a graph in which a formula is looked for: the algorithm is cubic in them, and nobody reads it. */
const mostVariables = 1000;

function byFormula(effect: EffectInGraph): Answer {
  if (effect.graph.size > mostVariables) {
    return { refused: { strategy: 'formula', tooLarge: mostVariables } };
  }
  const search = identifyByFormula(effect);
  if (!search.identified) {
    const path = unblockablePath(effect) ?? [];
    return { refused: { strategy: 'formula', path, hedge: search.hedge } };
  }
  const { formula, anyValueOf } = search;
  return { found: { strategy: 'formula', formula, text: showFormula(formula), anyValueOf } };
}

function naturalEffects(effect: EffectInGraph): NaturalEffects {
  const found = mediation(effect);
  if (!found.identified) return found;
  const { mediators, set } = found;
  return {
    identified: true,
    mediators: namesOf(effect.graph, mediators),
    set: namesOf(effect.graph, set),
  };
}
