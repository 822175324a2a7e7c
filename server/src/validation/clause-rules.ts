import type { AstNode } from 'langium';
import { meansModel, parseModelName } from '../../../kernel/src/text/models/name.js';
import { say } from '../../../kernel/src/words/say.js';
import { clauseOf, timesColumns } from '../language/declarations.js';
import {
  type Data,
  type Effect,
  type Expression,
  isAdaptClause,
  isAdjustClause,
  isBooleanValue,
  isDateValue,
  isFromClause,
  isInClause,
  isNegativeClause,
  isOfClause,
  isPredictClause,
  isTextValue,
  isTimeClause,
  isUsingClause,
  type Model,
  type Options,
  type Policy,
  type Rank,
  type Text,
} from '../language/generated/ast.js';
import {
  adaptingOptions,
  estimatorOptions,
  headOptions,
  learnerOptions,
  type OptionInfo,
} from '../language/options.js';
import { literalBehind, plainValue } from '../language/parameters.js';
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
    report({
      node: effect,
      property: 'name',
      message: say`Effect ${effect.name} needs \`${clause}\`; add it.`,
    });
  }
};

/** CS1008 */
export const modelClauseMissing: Rule<Model> = (model, report) => {
  const missing = [
    ...(clauseOf(model, isPredictClause) ? [] : ['predict OUTCOME from DATA']),
    ...(clauseOf(model, isUsingClause) ? [] : ['using VARIABLES']),
  ];
  for (const clause of missing) {
    report({ node: model, property: 'name', message: say`Model ${model.name} needs \`${clause}\`; add it.` });
  }
};

/** Negative outcomes and negative treatments are two clauses to a person, as are the times of rows and of columns, and the ways to adapt. */
function kindOf(clause: AstNode): string {
  if (isTimeClause(clause) && timesColumns(clause)) return 'time of columns';
  if (isAdaptClause(clause)) return `${clause.$type} ${clause.adapting}`;
  return isNegativeClause(clause) ? `${clause.$type} ${clause.role}` : clause.$type;
}

/** CS1009 */
export const clauseTwice: Rule<Data | Text | Effect | Model | Policy | Rank> = (block, report) => {
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
      message: say`\`${firstWord(clause)}\` is said twice in ${block.name}; delete one of them.`,
      related: [{ node: earlier, message: say`The first time.` }],
    });
  }
};

/** CS1303 */
export const twoWaysToAdjust: Rule<Effect> = (effect, report) => {
  const adjust = clauseOf(effect, isAdjustClause);
  const graph = clauseOf(effect, isInClause);
  if (adjust && graph) {
    const message = say`Effect ${effect.name} derives its adjustment set from graph ${graph.graph?.$refText} and lists one too; keep \`in\` or \`adjust for\`.`;
    report({ node: adjust, message, related: [{ node: graph, message: say`The graph.` }] });
  } else if (!adjust && !graph) {
    const message = say`Effect ${effect.name} does not say what to adjust for; add \`in GRAPH\`, \`adjust for ...\`, or, in an experiment, \`adjust for nothing\`.`;
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
    const { hint, fix } = suggestion(option.name, names, say`there are`);
    const message =
      names.length === 0
        ? say`${found.of} takes no options; delete "${option.name}".`
        : say`${found.of} has no option "${option.name}"${hint}`;
    report({ node: option, property: 'name', message, fix });
  }
};

/** CS1011 */
export const optionRange: Rule<Options> = (options, report) => {
  const known = table(options)?.known ?? [];
  for (const { name, value } of options.options) {
    const info = known.find((candidate) => candidate.name === name);
    const literal = value && literalBehind(value);
    if (!info || !value || !literal || isOf(info, literal)) continue;
    const written = literal.$cstNode?.text;
    const given = literal === value ? written : say`${value.$cstNode?.text}, which is ${written}`;
    report({ node: value, message: say`${name} has to be ${wantedBy(info)}, not ${given}.` });
  }
};

function isOf(info: OptionInfo, literal: Expression): boolean {
  switch (info.kind) {
    case 'file':
    case 'columns':
      return isTextValue(literal) && literal.value.trim() !== '';
    case 'model':
      return isTextValue(literal) && meansModel(literal.value) && parseModelName(literal.value) !== undefined;
    case 'switch':
      return isBooleanValue(literal);
    case 'word':
      return isTextValue(literal) && info.words.includes(literal.value);
    case 'number': {
      if (info.word !== undefined && isTextValue(literal) && literal.value === info.word) return true;
      const value = isDateValue(literal) ? undefined : plainValue(literal);
      const whole = !info.whole || Number.isInteger(value);
      return typeof value === 'number' && value >= info.low && value <= info.high && whole;
    }
  }
}

function wantedBy(info: OptionInfo): string {
  switch (info.kind) {
    case 'file':
      return say`the path of a file in quotes`;
    case 'columns':
      return say`names of columns in quotes, parted by commas`;
    case 'model':
      return say`a model, as "hf:organisation/model"`;
    case 'switch':
      return say`true or false`;
    case 'word':
      return info.words.map((word) => `"${word}"`).join(say` or `);
    case 'number': {
      const or = info.word === undefined ? '' : say`, or "${info.word}"`;
      return info.whole
        ? say`a whole number from ${info.low} to ${info.high}${or}`
        : say`a number from ${info.low} to ${info.high}${or}`;
    }
  }
}

/** CS1011 */
export const optionAlone: Rule<Options> = (options, report) => {
  const known = table(options)?.known ?? [];
  for (const option of options.options) {
    const info = known.find(({ name }) => name === option.name);
    if (info?.kind !== 'model' || options.options.some(({ name }) => name === info.with)) continue;
    const message = say`${option.name} makes no sense alone: add \`${info.with} "hf:organisation/model"\`.`;
    report({ node: option, property: 'name', message });
  }
};

/** CS1012 */
export const optionTwice: Rule<Options> = (options, report) => {
  const seen = new Set<string>();
  for (const option of options.options) {
    if (option.name && seen.has(option.name)) {
      report({ node: option, message: say`${option.name} is set twice; delete one of them.` });
    }
    seen.add(option.name);
  }
};
