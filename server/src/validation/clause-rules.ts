import type { AstNode } from 'langium';
import { meansModel, parseModelName } from '../../../kernel/src/text/models/name.js';
import { clauseOf, timesColumns } from '../language/declarations.js';
import {
  type Data,
  type Effect,
  isAdaptClause,
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
  type OptionValue,
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

/** Negative outcomes and negative treatments are two clauses to a person, as are the times of rows and of columns, and the ways to adapt. */
function kindOf(clause: AstNode): string {
  if (isTimeClause(clause) && timesColumns(clause)) return 'time of columns';
  if (isAdaptClause(clause)) return `${clause.$type} ${clause.adapting}`;
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
    const expected = unlessGiven(info, option.value);
    if (expected === undefined) continue;
    const message = `${option.name} has to be ${expected}, not ${option.value.$cstNode?.text}.`;
    report({ node: option.value, message });
  }
};

/** What an option has to be, unless this value is it. */
function unlessGiven(info: OptionInfo, value: OptionValue): string | undefined {
  const text = isTextValue(value) ? value.value : undefined;
  switch (info.kind) {
    case 'file':
      return text?.trim() ? undefined : 'the path of a file in quotes';
    case 'model':
      return text !== undefined && meansModel(text) && parseModelName(text)
        ? undefined
        : 'a model, as "hf:organisation/model"';
    case 'switch':
      return isBooleanValue(value) ? undefined : 'true or false';
    case 'word':
      return text !== undefined && info.words.includes(text)
        ? undefined
        : info.words.map((word) => `"${word}"`).join(' or ');
    case 'columns':
      return text?.trim() ? undefined : 'names of columns in quotes, parted by commas';
    case 'number': {
      const { low, high, whole, word } = info;
      if (word !== undefined && text === word) return undefined;
      const number = isNumberValue(value) ? value.value : Number.NaN;
      if (number >= low && number <= high && (!whole || Number.isInteger(number))) return undefined;
      const kind = whole ? 'a whole number' : 'a number';
      return `${kind} from ${low} to ${high}${word === undefined ? '' : `, or "${word}"`}`;
    }
  }
}

/** CS1011 */
export const optionAlone: Rule<Options> = (options, report) => {
  const known = table(options)?.known ?? [];
  for (const option of options.options) {
    const info = known.find(({ name }) => name === option.name);
    if (info?.kind !== 'model' || options.options.some(({ name }) => name === info.with)) continue;
    const message = `${option.name} makes no sense alone: add \`${info.with} "hf:organisation/model"\`.`;
    report({ node: option, property: 'name', message });
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
