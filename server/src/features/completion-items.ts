import type { CompletionValueItem } from 'langium/lsp';
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { type FunctionSignature, functions } from '../../../kernel/src/data/expression.js';
import { say, told } from '../../../kernel/src/words/say.js';
import { pathOf } from '../language/data-path.js';
import { quoteName } from '../language/names.js';
import { estimatorOptions, learnerOptions } from '../language/options.js';
import type { VariableInfo } from '../language/variables.js';
import { keywordHelp, keywordMarkdown } from './keyword-help.js';

/** What is offered first: names of this spec and its data, then functions, then words of the language. */
const order = { names: '0', functions: '1', words: '2', snippets: '3' } as const;

/** A place of a snippet to be filled in, in the order of their numbers. */
const slot = (place: number, example: string): string => `\${${place}:${example}}`;
const oneOf = (place: number, choices: readonly string[]): string => `\${${place}|${choices.join(',')}|}`;

/** Declarations as they are usually filled in. */
const snippets: Readonly<Record<string, readonly string[]>> = {
  parameter: [`parameter ${slot(1, 'since')} = ${slot(2, 'date "2026-01-01"')}`],
  data: [`data ${slot(1, 'visits')} from "${slot(2, 'visits.csv')}"`],
  text: [
    `text ${slot(1, 'browsing')} from ${slot(2, 'visits')}.${slot(3, 'history')} {`,
    '  encoder "use-lite"',
    '}',
  ],
  graph: [
    `graph ${slot(1, 'shop')} {`,
    `  ${slot(2, 'confounder')} -> ${slot(3, 'treatment')}, ${slot(4, 'outcome')}`,
    `  ${slot(3, 'treatment')} -> ${slot(4, 'outcome')}`,
    '}',
  ],
  effect: [
    `effect ${slot(1, 'lift')} {`,
    `  of    ${slot(2, 'treatment')} on ${slot(3, 'outcome')}`,
    `  from  ${slot(4, 'visits')}  in ${slot(5, 'shop')}`,
    `  with  ${oneOf(6, Object.keys(estimatorOptions))}`,
    '  check overlap, balance',
    '}',
  ],
  model: [
    `model ${slot(1, 'will_buy')} {`,
    `  predict ${slot(2, 'outcome')} from ${slot(3, 'visits')}`,
    `  using   ${slot(4, 'tenure')}`,
    `  with    ${oneOf(5, Object.keys(learnerOptions))}`,
    '}',
  ],
  policy: [
    `policy ${slot(1, 'coupons')} {`,
    `  treat by ${slot(2, 'lift')}`,
    `  cost ${slot(3, '2.5')}  value ${slot(4, '30')}  budget ${slot(5, '10000')}`,
    '}',
  ],
  rank: [
    `rank ${slot(1, 'offers')} {`,
    `  show       ${slot(2, 'item')} to ${slot(3, 'user')}`,
    `  from       ${slot(4, 'impressions')}`,
    `  exposure   ${slot(5, 'shown')}`,
    `  outcome    ${slot(6, 'purchased')}`,
    `  propensity ${slot(7, 'chance')}`,
    `  top ${slot(8, '10')}`,
    '}',
  ],
};

/** A word of the language, or the words that always go together. */
export function keywordItem(words: string): CompletionValueItem {
  const help = keywordHelp(words) ?? keywordHelp(words.split(' ')[0]);
  return {
    label: words,
    kind: CompletionItemKind.Keyword,
    documentation: help && { kind: 'markdown', value: keywordMarkdown(help) },
    sortText: order.words,
  };
}

/** A whole declaration to fill in; undefined for a word that starts none. */
export function snippetItem(word: string): CompletionValueItem | undefined {
  if (!Object.hasOwn(snippets, word)) return undefined;
  return {
    label: `${word} …`,
    filterText: word,
    kind: CompletionItemKind.Snippet,
    detail: keywordHelp(word)?.about,
    insertText: snippets[word].join('\n'),
    insertTextFormat: InsertTextFormat.Snippet,
    sortText: order.snippets,
  };
}

const variableKinds = {
  column: CompletionItemKind.Field,
  derived: CompletionItemKind.Variable,
  text: CompletionItemKind.Class,
  unobserved: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Constant,
} as const;

/** A column, a derived column, a text or a variable of a graph, with its type and where it comes from. */
export function variableItem(info: VariableInfo): CompletionValueItem {
  const from = info.kind === 'column' ? info.data && pathOf(info.data) : info.data?.name;
  const kind = info.kind === 'column' ? info.type : info.kind;
  const detail = kind && from ? say`${kind} of ${from}` : (kind ?? (from ? say`of ${from}` : ''));
  return {
    label: info.name,
    kind: variableKinds[info.kind],
    detail,
    insertText: quoteName(info.name),
    sortText: order.names,
  };
}

/** A name that stands in a graph and nowhere else. */
export function graphNameItem(name: string): CompletionValueItem {
  return {
    label: name,
    kind: CompletionItemKind.Variable,
    detail: say`variable of this graph`,
    insertText: quoteName(name),
    sortText: order.names,
  };
}

/** `days(span)`: how a function is called and what it yields. */
export function signatureOf(name: string, signature: FunctionSignature): string {
  const { returns } = signature;
  return `${name}(${parameterNames(signature).join(', ')}) → ${returns === 'same' ? say`type of the first` : returns}`;
}

/** What stands between the parentheses of a call; the last of a function that takes any number of arguments says so. */
export function parameterNames({ parameters, variadic }: FunctionSignature): string[] {
  return parameters.map((type, i) => {
    const name = type === 'any' ? 'value' : type;
    return variadic && i === parameters.length - 1 ? `${name}, …` : name;
  });
}

export function functionItems(): CompletionValueItem[] {
  return Object.entries<FunctionSignature>(functions).map(([name, signature]) => ({
    label: name,
    kind: CompletionItemKind.Function,
    detail: signatureOf(name, signature),
    documentation: told(signature.about),
    insertText: `${name}($1)`,
    insertTextFormat: InsertTextFormat.Snippet,
    sortText: order.functions,
  }));
}

/** A name from a fixed list between quotes: an encoder. */
export function quotedItem(name: string, detail: string): CompletionValueItem {
  return {
    label: name,
    kind: CompletionItemKind.Value,
    detail,
    insertText: `"${name}"`,
    sortText: order.names,
  };
}

/** An option of an estimator or a learner. */
export function optionItem(name: string, detail: string): CompletionValueItem {
  return { label: name, kind: CompletionItemKind.Property, detail, sortText: order.names };
}
