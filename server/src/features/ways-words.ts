import { inflected, say, told, toTell } from '../../../kernel/src/words/say.js';
import { effectInGraph } from '../identification/effect.js';
import {
  type Identification,
  identify,
  type NaturalEffects,
  type Refusal,
  type Strategy,
} from '../identification/identify.js';
import { minimalAdjustmentSets } from '../identification/minimal-sets.js';
import { namesOf } from '../identification/numbered.js';
import type { Role, RoleOf } from '../identification/roles.js';
import { type GraphView, viewThrough } from '../language/adjustment.js';
import { frontDoorFaultWords, mediationFaultWords, shownPath } from '../language/fault-words.js';
import type { Effect } from '../language/generated/ast.js';
import { code, escaped } from './plan-words.js';

/** Names of a list that are shown. */
const mostNames = 12;
/** Obstacles and paths that are shown. */
const mostReasons = 3;

/**
 * All that its graph says about an effect: every way to it, the efficient adjustment set marked, why the others are none, and what each
 * variable is. Empty without a graph. As Markdown, one paragraph or list each.
 */
export function waysWords(effect: Effect): string[] {
  const view = viewThrough(effect);
  if (!view) return [];
  const found = identify(view.dag, [view.treatment], view.outcome, view.observed);
  if (found.kind === 'invalid') return [];
  const roles = listOf(say`By graph ${code(view.graph.name)}:`, roleWords(found.roles));
  if (found.kind === 'no effect') {
    const words = say`No directed path leads from ${code(view.treatment)} to ${code(view.outcome)}: by the graph there is no effect.`;
    return [words, ...roles];
  }
  return [
    ...listOf(say`**Ways to this effect**`, wayWords(view, found)),
    ...listOf(
      say`**No way**`,
      found.refusals.map((refusal) => refusalWords(view, refusal)),
    ),
    ...naturalWords(view, found.naturalEffects),
    ...roles,
  ];
}

type Ways = Extract<Identification, { kind: 'effect' }>;

function listOf(head: string, items: readonly string[]): string[] {
  return items.length > 0 ? [`${head}\n\n${items.map((item) => `- ${item}`).join('\n')}`] : [];
}

/** A formula is told only where nothing simpler does. */
function wayWords(view: GraphView, { strategies }: Ways): string[] {
  const isSimpler = ({ strategy }: Strategy): boolean =>
    strategy === 'adjustment' || strategy === 'front door';
  const told = strategies.some(isSimpler)
    ? strategies.filter(({ strategy }) => strategy !== 'formula')
    : strategies;
  return told.map((strategy) => strategyWords(view, strategy));
}

function strategyWords({ treatment, outcome }: GraphView, found: Strategy): string {
  switch (found.strategy) {
    case 'adjustment':
      return adjustmentWords(found);
    case 'front door':
      return say`Front door: through ${found.sets.map(names).join(say`, or `)}${found.complete ? '' : say` and others`}.`;
    case 'instrument': {
      const all = found.instruments.map(({ instrument, given }) => {
        const needs =
          given.length > 0
            ? ` once ${names(given)} ${inflected(given.length, 'is', 'are')} adjusted for`
            : '';
        return `${code(instrument)}${needs}`;
      });
      return say`Instrument: ${shortened(all, say`; `)}. It needs a linear effect or that no one is moved the wrong way.`;
    }
    case 'formula': {
      const { text, anyValueOf } = found;
      const free = anyValueOf.length > 0 ? say`, the same for any value of ${names(anyValueOf)}` : '';
      const formula = text === undefined ? undefined : `P(${outcome} | do(${treatment})) = ${text}`;
      return say`Formula of the ID algorithm: ${formula ? code(formula) : say`too long to be written out`}${free}.`;
    }
  }
}

function adjustmentWords(found: Extract<Strategy, { strategy: 'adjustment' }>): string {
  const { minimal, complete, efficient, optimal } = found;
  const isEfficient = (set: readonly string[]): boolean => String(set) === String(efficient);
  const sets = minimal.map((set) => (isEfficient(set) ? say`${names(set)} (efficient)` : names(set)));
  const more = complete ? '' : say` and others`;
  const which = optimal ? say`no set has a lower variance` : say`of low variance`;
  const best = minimal.some(isEfficient) ? '' : say`; efficient: ${names(efficient)} (${which})`;
  return say`Adjustment for ${sets.join(say`, or `)}${more}${best}.`;
}

function refusalWords(view: GraphView, refusal: Refusal): string {
  switch (refusal.strategy) {
    case 'adjustment':
      return say`No adjustment: ${code(shownPath(view, refusal.path))} stays open whatever is adjusted for.`;
    case 'front door': {
      const bars = refusal.obstacles
        .slice(0, mostReasons)
        .map(({ variable, reason }) => escaped(frontDoorFaultWords(view, reason, `"${variable}"`)));
      const why = bars.length > 0 ? `: ${bars.join(say`; `)}` : '';
      return say`No front door: nothing intercepts ${code(shownPath(view, refusal.path))}${why}.`;
    }
    case 'instrument': {
      const paths = refusal.paths.slice(0, mostReasons).map((path) => code(shownPath(view, path)));
      return paths.length > 0
        ? say`No instrument: what moves ${code(view.treatment)} reaches ${code(view.outcome)} past it, too, by ${paths.join(say` or `)}.`
        : say`No instrument: nothing observed moves ${code(view.treatment)} alone.`;
    }
    case 'formula':
      if ('tooLarge' in refusal) {
        return say`No formula was looked for: the graph has more than ${refusal.tooLarge} variables.`;
      }
      return say`No formula: ${code(shownPath(view, refusal.path))}; unobserved causes tie ${names(refusal.hedge.larger)} together (a hedge), so that two models with the same data have different effects.`;
  }
}

function naturalWords(view: GraphView, effects: NaturalEffects | undefined): string[] {
  if (!effects) return [];
  if (!effects.identified) {
    // Without a mediator nobody asked.
    if (effects.fault.fault === 'no mediator') return [];
    return [
      say`Direct and indirect effects cannot be told apart: ${escaped(mediationFaultWords(view, effects.fault))}.`,
    ];
  }
  const { mediators, set } = effects;
  return [say`Direct and indirect effects: through ${names(mediators)}, adjusted for ${names(set)}.`];
}

const roleNames: readonly (readonly [Role, string])[] = [
  ['confounder', toTell`confounders`],
  ['mediator', toTell`mediators`],
  ['instrument', toTell`instruments`],
  ['effect modifier', toTell`effect modifiers`],
  ['collider', toTell`colliders`],
  ['post-treatment', toTell`after the treatment`],
];

function roleWords(roles: readonly RoleOf[]): string[] {
  return roleNames.flatMap(([role, words]) => {
    const those = roles.filter((each) => each.role === role);
    const shown = those.map(({ variable, observed }) => code(observed ? variable : `${variable}?`));
    return those.length > 0 ? [say`${told(words)}: ${shortened(shown, say`, `)}`] : [];
  });
}

/** Names as code: `a`, `b` and `c`; `nothing` where there are none. */
function names(list: readonly string[]): string {
  if (list.length === 0) return say`nothing`;
  if (list.length === 1 || list.length > mostNames) return shortened(list.map(code), say`, `);
  return say`${list.slice(0, -1).map(code).join(say`, `)} and ${code(list[list.length - 1]!)}`;
}

function shortened(items: readonly string[], between: string): string {
  const more = items.length - mostNames;
  return items.slice(0, mostNames).join(between) + (more > 0 ? say` and ${more} more` : '');
}

/** Minimal sets that are counted. */
const mostCounted = 11;

/** How many other minimal adjustment sets there are than the one that is used; empty where there is none or no graph. */
export function otherSetsWords(effect: Effect, used: readonly string[]): string {
  const view = viewThrough(effect);
  if (!view) return '';
  const { dag, treatment, outcome, observed } = view;
  const inGraph = effectInGraph(dag, [treatment], outcome, observed);
  const { sets, complete } = minimalAdjustmentSets(inGraph, mostCounted);
  const key = String([...used].sort());
  const others = sets.filter((set) => String(namesOf(inGraph.graph, set).sort()) !== key).length;
  if (others === 0) return '';
  const count = complete ? String(others) : say`At least ${others}`;
  const effectName = code(effect.name);
  return others === 1
    ? say`${count} other minimal set would do, too: hover over ${effectName} for them.`
    : say`${count} other minimal sets would do, too: hover over ${effectName} for them.`;
}
