import type { AstNode } from 'langium';
import { formatOf } from '../../../kernel/src/data/paths.js';
import { encoders } from '../../../kernel/src/text/encoder-list.js';
import { meansModel, parseModelName } from '../../../kernel/src/text/models/name.js';
import { say } from '../../../kernel/src/words/say.js';
import { defaultEncoder } from '../compiler/steps.js';
import { pathOf, pathPlace } from '../language/data-path.js';
import { clauseOf, clausesOf, rowTimeOf } from '../language/declarations.js';
import { inferType } from '../language/expression-types.js';
import {
  type ColumnClause,
  type Data,
  type DeriveClause,
  type EncoderClause,
  isColumnClause,
  isDeriveClause,
  isEncoderClause,
  isTimeClause,
  isUnitClause,
  type LayerClause,
  type PoolClause,
  type ScoreAction,
  type SplitClause,
  type Text,
  type TimeClause,
} from '../language/generated/ast.js';
import {
  columnsKnown,
  columnTypesAt,
  resolveVariable,
  schemaOf,
  variablesInScope,
} from '../language/variables.js';
import { type Report, type Rule, suggestion } from './rule.js';

function checkExtension<N extends AstNode>(
  node: N,
  property: Extract<keyof N, string>,
  path: string | undefined,
  report: Report,
): void {
  if (path === undefined || formatOf(path)) return;
  report({
    node,
    property,
    message: say`"${path}" is no data file this program reads or writes; use .csv, .tsv, .parquet, .json or .jsonl.`,
  });
}

/** CS1201 */
export const dataFileKind: Rule<Data> = (data, report) => {
  const path = pathOf(data);
  const named = data.source?.ref;
  if (named?.value && path === undefined) {
    const message = say`Data ${data.name} is read from a path, and parameter ${named.name} is ${named.value.$cstNode?.text}; give it a path in quotes.`;
    report({ node: data, property: 'source', message });
  } else checkExtension(data, pathPlace(data), path, report);
};

/** CS1201 */
export const scoredFileKind: Rule<ScoreAction> = (action, report) => {
  checkExtension(action, 'on', action.on, report);
  checkExtension(action, 'into', action.into, report);
};

/** What the kernel found wrong with the file, under its own codes (CS11..). */
export const dataFileProblems: Rule<Data> = (data, report) => {
  if (!formatOf(pathOf(data) ?? '')) return;
  for (const { code, severity, message } of schemaOf(data)?.problems ?? []) {
    report({
      node: data,
      property: pathPlace(data),
      message,
      as: { code, severity: severity === 'info' ? 'hint' : severity },
    });
  }
};

/** CS1202 */
export const columnTwice: Rule<Data> = (data, report) => {
  const first = new Map<string, AstNode>();
  const declare = (name: string, node: AstNode, message: string): void => {
    const earlier = first.get(name);
    if (earlier) {
      report({
        node,
        message,
        related: [{ node: earlier, message: say`The first time.` }],
      });
    } else if (name) first.set(name, node);
  };
  const inFile = new Set(schemaOf(data)?.columns.map((column) => column.name));
  for (const clause of data.clauses) {
    if (isColumnClause(clause))
      for (const column of clause.columns)
        declare(column.name, column, say`Column "${column.name}" is declared twice; delete one of the two.`);
    if (!isDeriveClause(clause)) continue;
    if (inFile.has(clause.name)) {
      const message = say`"${clause.name}" is already a column of "${pathOf(data)}"; give the derived column another name.`;
      report({ node: clause, property: 'name', message });
    } else
      declare(clause.name, clause, say`Column "${clause.name}" is derived twice; delete one of the two.`);
  }
};

/** CS1203 */
export const splitShares: Rule<SplitClause> = (split, report) => {
  const { train, test } = split;
  if (train === undefined || test === undefined) return;
  if (train > 0 && test > 0 && Math.abs(train + test - 100) < 1e-9) return;
  const message = say`The shares ${train} and ${test} have to be above 0 and 100 together; write, for example, \`split 80/20\`.`;
  report({ node: split, message });
};

/** CS1204 */
export const splitColumn: Rule<SplitClause> = (split, report) => {
  const data = split.$container;
  const has = split.by === 'unit' ? clauseOf(data, isUnitClause) : rowTimeOf(data);
  if (has || (split.by !== 'unit' && split.by !== 'time')) return;
  const message = say`Data ${data.name} is split by ${split.by} and names no ${split.by} column; add \`${split.by} COLUMN\`.`;
  report({ node: split, property: 'by', message });
};

/** CS1205 */
export const timeColumn: Rule<TimeClause> = ({ column }, report) => {
  const type = column && resolveVariable(column)?.type;
  if (!type || type === 'date' || type === 'numeric') return;
  report({
    node: column,
    message: say`"${column.name}" is ${type} and gives rows no order in time; name a column of dates or numbers.`,
  });
};

/** CS1202 */
export const timedTwice: Rule<Data> = (data, report) => {
  const first = new Map<string, AstNode>();
  for (const column of clausesOf(data, isTimeClause).flatMap(({ columns }) => columns ?? [])) {
    const earlier = first.get(column.name);
    if (!earlier) first.set(column.name, column);
    else if (column.name) {
      report({
        node: column,
        message: say`"${column.name}" is given a time twice; delete one of the two.`,
        related: [{ node: earlier, message: say`The first time.` }],
      });
    }
  }
};

/** CS1003 */
export const declaredColumn: Rule<ColumnClause> = (clause, report) => {
  const data = clause.$container;
  if (!columnsKnown(data)) return;
  const columns = schemaOf(data)?.columns.map((column) => column.name) ?? [];
  for (const variable of clause.columns) {
    if (columns.includes(variable.name) || !variable.name) continue;
    const { hint, fix } = suggestion(variable.name, columns, say`it has`);
    report({ node: variable, message: say`There is no "${variable.name}" in "${pathOf(data)}"${hint}`, fix });
  }
};

/** CS1207 */
export const textOfWords: Rule<Text> = (text, report) => {
  const info = variablesInScope(text).get(text.column);
  if (info?.kind === 'derived') {
    const message = say`"${text.column}" is derived, and an encoder reads columns of the file; name one of them.`;
    report({ node: text, property: 'column', message });
    return;
  }
  if (!info?.type || info.type === 'text' || info.type === 'categorical') return;
  report({
    node: text,
    property: 'column',
    message: say`"${text.column}" is ${info.type} and no text; use the column as it is.`,
  });
};

/** CS1208 */
export const unknownEncoder: Rule<EncoderClause> = (clause, report) => {
  const names = encoders.map((encoder) => encoder.name);
  if (clause.encoder === undefined || names.includes(clause.encoder)) return;
  if (meansModel(clause.encoder)) {
    if (parseModelName(clause.encoder)) return;
    const message = say`"${clause.encoder}" is no name of a model; write "hf:organisation/model", with "@" and a commit to pin one.`;
    report({ node: clause, property: 'encoder', message });
    return;
  }
  const { hint, fix } = suggestion(clause.encoder, names, say`there is`);
  report({
    node: clause,
    property: 'encoder',
    message: say`There is no encoder "${clause.encoder}"${hint}`,
    fix: fix && { ...fix, with: `"${fix.with.replaceAll('`', '')}"` },
  });
};

/** CS1210 */
export const settingOfModel: Rule<PoolClause | LayerClause> = (clause, report) => {
  const encoder = clauseOf(clause.$container, isEncoderClause)?.encoder;
  if (encoder === undefined || !meansModel(encoder)) {
    const word = clause.$type === 'PoolClause' ? 'pool' : 'layer';
    const message = say`"${encoder ?? defaultEncoder}" has its own way from tokens to a vector; delete \`${word}\`, or name a model as \`encoder "hf:organisation/model"\`.`;
    report<AstNode>({ node: clause, message });
    return;
  }
  if (clause.$type !== 'LayerClause' || clause.layer === undefined) return;
  if (Number.isInteger(clause.layer) && clause.layer >= 0) return;
  const message = say`A layer is a whole number from 0 (the embeddings) on, not ${clause.layer}.`;
  report({ node: clause as LayerClause, property: 'layer', message });
};

/** CS1209 */
export const derivedSpan: Rule<DeriveClause> = (clause, report) => {
  if (inferType(clause.value, columnTypesAt(clause)) !== 'duration') return;
  report({
    node: clause.value,
    message: say`"${clause.name}" is a time span, which is no number yet; write \`days(...)\` or \`hours(...)\` around it.`,
  });
};
