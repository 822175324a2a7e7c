import type { AstNode } from 'langium';
import { formatOf } from '../../../kernel/src/data/paths.js';
import type { LoadStep } from '../../../kernel/src/plan.js';
import type { ColumnSchema } from '../../../kernel/src/process/protocol.js';
import { compileData } from '../compiler/steps.js';
import { listedVariables } from '../language/adjustment.js';
import { contextOf } from '../language/context.js';
import { pathOf } from '../language/data-path.js';
import { clauseOf, textsFrom } from '../language/declarations.js';
import { type Data, type Effect, isByClause, isInClause } from '../language/generated/ast.js';
import { plainValue } from '../language/parameters.js';
import { schemaOf } from '../language/variables.js';

/** Rows with what they were compiled from beside the declaration itself, which an edit elsewhere leaves as it is. */
interface Compiled {
  readonly columns: readonly ColumnSchema[];
  readonly texts: string;
  readonly load: LoadStep;
}

const compiled = new WeakMap<Data, Compiled>();

/** The rows of a data declaration as seen from a node, to ask about; undefined where its file cannot be read. */
export function rowsOf(data: Data, node: AstNode): LoadStep | undefined {
  const { columns = [], problems = [] } = schemaOf(data) ?? {};
  const broken = columns.length === 0 || problems.some(({ severity }) => severity === 'error');
  if (broken || !formatOf(pathOf(data) ?? '')) return undefined;
  const declared = textsFrom(data, node);
  const values = [...contextOf(node).parameters].map(([name, { value }]) => [name, plainValue(value)]);
  const texts = JSON.stringify([declared.map(({ column }) => column), values]);
  const known = compiled.get(data);
  if (known?.columns === columns && known.texts === texts) return known.load;
  const load = compileData(data, declared, 0, new Map());
  compiled.set(data, { columns, texts, load });
  return load;
}

/** Where an effect names a variable that it is adjusted for or split by: in a list, or with its graph. */
export function mentionOf(effect: Effect, name: string): AstNode {
  const listed = [...listedVariables(effect), ...(clauseOf(effect, isByClause)?.variables ?? [])];
  return listed.find((variable) => variable.name === name) ?? clauseOf(effect, isInClause) ?? effect;
}
