import type { AstNode } from 'langium';
import { clauseOf, timesColumns } from '../language/declarations.js';
import {
  type Data,
  type Effect,
  isAdjustClause,
  isBooleanValue,
  isFromClause,
  isInClause,
  isNegativeClause,
  isNumberValue,
  isOfClause,
  isPredictClause,
  isTextValue,
  isTimeClause,
  isUsingClause,
  type Model,
  type Options,
  type Policy,
  type Text,
} from '../language/generated/ast.js';
import {
  adaptingOptions,
  estimatorOptions,
  headOptions,
  learnerOptions,
  type OptionInfo,
} from '../language/options.js';
import { type Rule, suggestion } from './rule.js';

/** The word a clause begins with, as the person wrote it. */
const firstWord = (clause: AstNode): string => clause.$cstNode?.text.match(/^\S+/)?.[0] ?? '';

/** Clauses that may stand in a block more than once. */
const repeatable = new Set(['ColumnClause', 'KeepClause', 'DeriveClause', 'GroupClause', 'time of columns']);

/** CS1008 */
export const effectClauseMissing: Rule<Effect> = (effect, report) => {
  const missing = [
    ...(clauseOf(effect, isOfClause) ? [] : ['of TREATMENT on OUTCOME']),
    ...(clauseOf(effect, isFromClause) ? [] : ['from DATA']),
  ];
  for (const clause of missing) {
    report({ node: effect, property: 'name', message: `Effect ${effect.name} needs \`${clause}\`; add it.` });
  }
};

/** CS1008 */
export const modelClauseMissing: Rule<Model> = (model, report) => {
  const missing = [
    ...(clauseOf(model, isPredictClause) ? [] : ['predict OUTCOME from DATA']),
    ...(clauseOf(model, isUsingClause) ? [] : ['using VARIABLES']),
  ];
  for (const clause of missing) {
    report({ node: model, property: 'name', message: `Model ${model.name} needs \`${clause}\`; add it.` });
  }
};

/** Negative outcomes and negative treatments are two clauses to a person, as are the times of rows and of columns. */
function kindOf(clause: AstNode): string {
  if (isTimeClause(clause) && timesColumns(clause)) return 'time of columns';
  return isNegativeClause(clause) ? `${clause.$type} ${clause.role}` : clause.$type;
}

/** CS1009 */
export const clauseTwice: Rule<Data | Text | Effect | Model | Policy> = (block, report) => {
  const first = new Map<string, AstNode>();
  for (const clause of block.clauses) {
    const kind = kindOf(clause);
    const earlier = first.get(kind);
    if (!earlier || repeatable.has(kind)) {
      first.set(kind, clause);
      continue;
    }
    report({
      node: clause,
      message: `\`${firstWord(clause)}\` is said twice in ${block.name}; delete one of them.`,
      related: [{ node: earlier, message: 'The first time.' }],
    });
  }
};

/** CS1303 */
export const twoWaysToAdjust: Rule<Effect> = (effect, report) => {
  const adjust = clauseOf(effect, isAdjustClause);
  const graph = clauseOf(effect, isInClause);
  if (adjust && graph) {
    const message = `Effect ${effect.name} derives its adjustment set from graph ${graph.graph?.$refText} and lists one too; keep \`in\` or \`adjust for\`.`;
    report({ node: adjust, message, related: [{ node: graph, message: 'The graph.' }] });
  } else if (!adjust && !graph) {
    const message = `Effect ${effect.name} does not say what to adjust for; add \`in GRAPH\`, \`adjust for ...\`, or, in an experiment, \`adjust for nothing\`.`;
    report({ node: effect, property: 'name', message });
  }
};

/** What options stand behind, and the options of all that could stand there. */
function choiceOf(
  clause: Options['$container'],
): [of: string | undefined, all: Readonly<Record<string, readonly OptionInfo[]>>] {
  switch (clause.$type) {
    case 'EstimatorClause':
      return [clause.estimator, estimatorOptions];
    case 'LearnerClause':
      return [clause.learner, learnerOptions];
    case 'HeadClause':
      return [clause.head, headOptions];
    case 'AdaptClause':
      return [clause.adapting, adaptingOptions];
  }
}

function table(options: Options): { readonly of: string; readonly known: readonly OptionInfo[] } | undefined {
  const [of, all] = choiceOf(options.$container);
  return of !== undefined && Object.hasOwn(all, of) ? { of, known: all[of]! } : undefined;
}

/** CS1010 */
export const unknownOption: Rule<Options> = (options, report) => {
  const found = table(options);
  if (!found) return;
  const names = found.known.map((option) => option.name);
  for (const option of options.options) {
    if (!option.name || names.includes(option.name)) continue;
    const { hint, fix } = suggestion(option.name, names, 'there are');
    const message =
      names.length === 0
        ? `${found.of} takes no options; delete "${option.name}".`
        : `${found.of} has no option "${option.name}"${hint}`;
    report({ node: option, property: 'name', message, fix });
  }
};

/** CS1011 */
export const optionRange: Rule<Options> = (options, report) => {
  const known = table(options)?.known ?? [];
  for (const option of options.options) {
    const info = known.find((candidate) => candidate.name === option.name);
    if (!info || !option.value) continue;
    if (info.kind === 'file') {
      if (isTextValue(option.value) && option.value.value.trim() !== '') continue;
      const message = `${option.name} has to be the path of a file in quotes, not ${option.value.$cstNode?.text}.`;
      report({ node: option.value, message });
      continue;
    }
    if (info.kind === 'switch') {
      if (isBooleanValue(option.value)) continue;
      const message = `${option.name} has to be true or false, not ${option.value.$cstNode?.text}.`;
      report({ node: option.value, message });
      continue;
    }
    if (info.kind === 'word') {
      if (isTextValue(option.value) && info.words.includes(option.value.value)) continue;
      const words = info.words.map((word) => `"${word}"`).join(' or ');
      const message = `${option.name} has to be ${words}, not ${option.value.$cstNode?.text}.`;
      report({ node: option.value, message });
      continue;
    }
    if (info.kind === 'columns') {
      if (isTextValue(option.value) && option.value.value.trim() !== '') continue;
      const message = `${option.name} has to be names of columns in quotes, parted by commas, not ${option.value.$cstNode?.text}.`;
      report({ node: option.value, message });
      continue;
    }
    if (info.word !== undefined && isTextValue(option.value) && option.value.value === info.word) continue;
    const value = isNumberValue(option.value) ? option.value.value : Number.NaN;
    if (value >= info.low && value <= info.high && (!info.whole || Number.isInteger(value))) continue;
    const kind = info.whole ? 'a whole number' : 'a number';
    report({
      node: option.value,
      message: `${option.name} has to be ${kind} from ${info.low} to ${info.high}${info.word === undefined ? '' : `, or "${info.word}"`}, not ${option.value.$cstNode?.text}.`,
    });
  }
};

/** CS1012 */
export const optionTwice: Rule<Options> = (options, report) => {
  const seen = new Set<string>();
  for (const option of options.options) {
    if (option.name && seen.has(option.name)) {
      report({ node: option, message: `${option.name} is set twice; delete one of them.` });
    }
    seen.add(option.name);
  }
};
