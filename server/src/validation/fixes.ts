import type { AstNode } from 'langium';
import { say } from '../../../kernel/src/words/say.js';
import { effectInGraph } from '../identification/effect.js';
import { minimalAdjustmentSets } from '../identification/minimal-sets.js';
import { namesOf } from '../identification/numbered.js';
import { type GraphView, listedVariables } from '../language/adjustment.js';
import { clauseOf } from '../language/declarations.js';
import {
  type Data,
  type Effect,
  isAdjustClause,
  isByClause,
  isEstimatorClause,
  isInClause,
  isOfClause,
  type Variable,
} from '../language/generated/ast.js';
import { quoteName } from '../language/names.js';
import type { Edit } from './rule.js';

/** Sets offered where several would do: a menu is read, not searched. */
const mostSets = 3;

/** Takes a variable out of the list of an effect that names it; the last one of a list to adjust for leaves `nothing`. */
export function takeOut(effect: Effect, name: string): Edit | undefined {
  const adjust = clauseOf(effect, isAdjustClause);
  const listed = listedVariables(effect);
  const title = say`Take ${name} out`;
  if (adjust && listed.length === 1 && listed[0].name === name) {
    return replaced(adjust, 'adjust for nothing', title);
  }
  return takeOutOf([listed, clauseOf(effect, isByClause)?.variables ?? []], name);
}

/** Takes a variable out of the first of some lists that has it, where others stay. */
export function takeOutOf(lists: readonly (readonly Variable[])[], name: string): Edit | undefined {
  const list = lists.find((variables) => variables.some((variable) => variable.name === name)) ?? [];
  const place = list.findIndex((variable) => variable.name === name);
  const [before, own, after] = [list[place - 1], list[place], list[place + 1]].map(
    (variable) => variable?.$cstNode?.range,
  );
  const title = say`Take ${name} out`;
  if (own && after) return { fix: 'edit', range: { start: own.start, end: after.start }, text: '', title };
  return own && before && { fix: 'edit', range: { start: before.end, end: own.end }, text: '', title };
}

/** Has an effect adjusted for each of the minimal sets of a graph that does not bind it, nearest the treatment first, or for what the graph says. */
export function adjustBy(effect: Effect, { graph, dag, treatment, outcome, observed }: GraphView): Edit[] {
  const adjust = clauseOf(effect, isAdjustClause);
  if (!adjust) return [];
  const inGraph = effectInGraph(dag, [treatment], outcome, observed);
  const sets = minimalAdjustmentSets(inGraph, mostSets).sets.map((set) => namesOf(inGraph.graph, set));
  return [
    ...sets.flatMap((set) => {
      const words = set.map(quoteName).join(', ') || 'nothing';
      return replaced(adjust, `adjust for ${words}`, say`Adjust for ${words}`) ?? [];
    }),
    ...(sets.length > 0
      ? [
          replaced(adjust, `in ${quoteName(graph.name)}`, say`Read the set off graph ${graph.name}`) ?? [],
        ].flat()
      : []),
  ];
}

/** Has an effect estimated in another way. */
export function estimateBy(effect: Effect, estimator: string): Edit | undefined {
  const title = say`Estimate by ${estimator}`;
  const clause = clauseOf(effect, isEstimatorClause);
  if (clause) return replaced(clause, `with ${estimator}`, title);
  const at = (clauseOf(effect, isInClause) ?? clauseOf(effect, isOfClause))?.$cstNode?.range;
  const range = at && { start: at.end, end: at.end };
  return range && { fix: 'edit', range, text: `\n${' '.repeat(at.start.character)}with ${estimator}`, title };
}

/** Says the time of a column, behind the last clause of its data. */
export function sayTime(data: Data, time: string, column: string): Edit | undefined {
  const title = say`Say that ${time} is the time of ${column}`;
  const words = `time ${quoteName(time)} of ${quoteName(column)}`;
  const last = data.clauses?.at(-1)?.$cstNode?.range;
  if (last) {
    const range = { start: last.end, end: last.end };
    const apart =
      last.start.line === data.$cstNode?.range.start.line ? '  ' : `\n${' '.repeat(last.start.character)}`;
    return { fix: 'edit', range, text: `${apart}${words}`, title };
  }
  const end = data.$cstNode?.range.end;
  // Braces without a clause between them are for the person to fill.
  if (!end || data.$cstNode?.text.endsWith('}')) return undefined;
  return { fix: 'edit', range: { start: end, end }, text: ` { ${words} }`, title };
}

/** Deletes a clause, with the blanks before it up to what stands before. */
export function deleted(clause: AstNode, title: string): Edit | undefined {
  const cst = clause.$cstNode;
  if (!cst) return undefined;
  const blanks = /\s*$/.exec(cst.root.fullText.slice(0, cst.offset))?.[0] ?? '';
  const lines = blanks.split('\n').length - 1;
  const { start, end } = cst.range;
  const from =
    lines === 0
      ? { line: start.line, character: start.character - blanks.length }
      : { line: start.line - lines, character: lengthOfLine(cst.root.fullText, start.line - lines) };
  return { fix: 'edit', range: { start: from, end }, text: '', title };
}

function lengthOfLine(text: string, line: number): number {
  return text.split('\n')[line].replace(/\s+$/, '').length;
}

function replaced(node: AstNode, text: string, title: string): Edit | undefined {
  const range = node.$cstNode?.range;
  return range && { fix: 'edit', range, text, title };
}
