import { contextOf } from '../language/context.js';
import { clauseOf } from '../language/declarations.js';
import { isAdjustClause, isData, isEffect, isGraph, type Spec } from '../language/generated/ast.js';
import type { OpenQuestions } from '../language/previews.js';
import { remembered } from '../language/remembered.js';
import { type Variables, variablesInScope } from '../language/variables.js';
import { contentsOfItem, type Item, itemsOf } from '../language/walk.js';

/** All that the rules of an item look at, compared one by one with what it was at a former look. */
export type Grounds = readonly unknown[];

/** What nothing was found on: grounds, with the questions about rows that nobody had answered by then. */
interface Clean {
  readonly grounds: Grounds;
  readonly open: OpenQuestions;
}

const cleanOn = new WeakMap<Item, Clean>();
const none: OpenQuestions = new Map();

/**
 * The items of a spec with the grounds of each.
 *
 * @param whole whether the spec is without syntax errors, in which fewer rules are asked
 */
export function groundsOf(spec: Spec, whole: boolean): Map<Item, Grounds> {
  const everywhere = [whole, ...surroundings(spec)];
  return new Map(itemsOf(spec).map((item) => [item, [...reachOf(item, spec), ...everywhere]]));
}

/**
 * Whether an item without any finding the last time can be passed over, as long as none of its open questions has an answer: it and its grounds
 * are the same. A declaration stays the same object until its text is read again.
 */
export function isClean(item: Item, grounds: Grounds): boolean {
  const before = cleanOn.get(item)?.grounds;
  return before?.length === grounds.length && before.every((one, i) => one === grounds[i]);
}

/** The questions that were open when nothing was found in an item. */
export function openIn(item: Item): OpenQuestions {
  return cleanOn.get(item)?.open ?? none;
}

/** Keeps that nothing was found in an item. */
export function keepClean(item: Item, grounds: Grounds, open: OpenQuestions): void {
  cleanOn.set(item, { grounds, open });
}

/** What every rule may look at: files, last runs, parameters, and the cells above. */
function surroundings(spec: Spec): Grounds {
  const { schemas, lastRuns, parameters, visible } = contextOf(spec);
  const files = [...schemas].flatMap(([path, { columns, problems }]) =>
    // A file's columns are read once as long as it does not change; one without any is looked at anew every time.
    columns.length > 0 ? [path, columns, problems] : [path, JSON.stringify(problems)],
  );
  const cellsAbove = visible.filter((one) => one !== spec).flatMap((cell) => cell.declarations);
  const runs = [...lastRuns.runs].flat();
  return [...files, ...runs, ...[...lastRuns.dataHashes].flat(), ...parameters.values(), ...cellsAbove];
}

/**
 * An item with all that it names, directly or through others, and the texts of data among it. Beyond that a graph looks at the variables of all
 * data, and an effect with a listed set at all graphs.
 */
function reachOf(item: Item, spec: Spec): Set<unknown> {
  const { textsOf, textsFrom, graphs } = contextOf(spec);
  const reached = new Set<unknown>([item]);
  for (const one of reached as Set<Item>) {
    for (const { reference } of contentsOfItem(one).references) {
      if ('ref' in reference && reference.ref) reached.add(reference.ref);
    }
    if (!isData(one)) continue;
    for (const text of [...(textsOf.get(one) ?? []), ...(textsFrom.get(one) ?? [])]) reached.add(text);
  }
  if (isEffect(item) && clauseOf(item, isAdjustClause)) for (const graph of graphs) reached.add(graph);
  if (isGraph(item)) reached.add(namesIn(variablesInScope(item)));
  return reached;
}

/** Remembered, since all graphs of a spec see the same. */
const namesIn = remembered((variables: Variables): string =>
  JSON.stringify([...variables.values()].map(({ name, kind, type }) => [name, kind, type])),
);
