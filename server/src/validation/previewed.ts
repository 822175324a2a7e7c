import type { AstNode } from 'langium';
import { formatOf } from '../../../kernel/src/data/paths.js';
import type { LoadStep } from '../../../kernel/src/plan.js';
import { compileData } from '../compiler/steps.js';
import { listedVariables } from '../language/adjustment.js';
import { contextOf, type SpecContext } from '../language/context.js';
import { clauseOf, textsOn } from '../language/declarations.js';
import { type Data, type Effect, isByClause, isInClause } from '../language/generated/ast.js';
import { columnsKnown, schemaOf } from '../language/variables.js';

/** By context, since the types of columns depend on the schemas it holds. */
const loads = new WeakMap<SpecContext, Map<Data, LoadStep | undefined>>();

/** The rows of a data declaration as seen from a node, to ask about; undefined where its file cannot be read. */
export function rowsOf(data: Data, node: AstNode): LoadStep | undefined {
  const context = contextOf(node);
  const known = loads.get(context) ?? new Map<Data, LoadStep | undefined>();
  loads.set(context, known);
  if (!known.has(data)) {
    const broken = schemaOf(data)?.problems.some(({ severity }) => severity === 'error') ?? true;
    const readable = !broken && columnsKnown(data) && formatOf(data.path) !== undefined;
    known.set(data, readable ? compileData(data, textsOn(data, node), 0, new Map()) : undefined);
  }
  return known.get(data);
}

/** Where an effect names a variable that it is adjusted for or split by: in a list, or with its graph. */
export function mentionOf(effect: Effect, name: string): AstNode {
  const listed = [...listedVariables(effect), ...(clauseOf(effect, isByClause)?.variables ?? [])];
  return listed.find((variable) => variable.name === name) ?? clauseOf(effect, isInClause) ?? effect;
}
