import { type AstNode, AstUtils, type CstNode, CstUtils, GrammarAST, type LangiumDocument } from 'langium';
import type { HoverProvider } from 'langium/lsp';
import type { Hover, HoverParams } from 'vscode-languageserver';
import { functions } from '../../../kernel/src/data/expression.js';
import type { ColumnSummary } from '../../../kernel/src/process/protocol.js';
import { say, told } from '../../../kernel/src/words/say.js';
import { parametersOf, stepOf } from '../compiler/compiled.js';
import { reasonedWay } from '../compiler/way-reason.js';
import { pathOf } from '../language/data-path.js';
import {
  type Declaration,
  type Effect,
  isAdaptClause,
  isCall,
  isData,
  isDeclaration,
  isEffect,
  isEstimatorClause,
  isHeadClause,
  isOption,
  isParameter,
  type Options,
  type Parameter,
} from '../language/generated/ast.js';
import type { OptionInfo } from '../language/options.js';
import { schemaOf, variablesInScope } from '../language/variables.js';
import { lastRunOf } from '../validation/last-run-rules.js';
import { signatureOf } from './completion-items.js';
import { optionsOf } from './completion-names.js';
import type { SummarySource } from './data-files.js';
import { keywordHelp, keywordMarkdown } from './keyword-help.js';
import { runWords } from './last-run-words.js';
import { type Mention, mentionAt } from './occurrences.js';
import { code, effectWords, escaped, wordsOf } from './plan-words.js';
import { waysWords } from './ways-words.js';

/**
 * Says what a column holds, what a declaration compiles to, how a function is called, and what a word of the language
 * does, with an example.
 */
export class SpecHover implements HoverProvider {
  constructor(private readonly summaries: SummarySource) {}

  async getHoverContent(document: LangiumDocument, params: HoverParams): Promise<Hover | undefined> {
    const offset = document.textDocument.offsetAt(params.position);
    const mention = mentionAt(document, offset);
    if (mention) return shown(await this.aboutName(mention, document), mention.cst);
    const root = document.parseResult.value.$cstNode;
    const leaf = root && CstUtils.findLeafNodeAtOffset(root, offset);
    if (!leaf || leaf.hidden) return undefined;
    return shown(aboutCall(leaf.astNode, leaf) ?? aboutOption(leaf.astNode, leaf) ?? aboutWord(leaf), leaf);
  }

  private async aboutName({ subject }: Mention, document: LangiumDocument): Promise<string | undefined> {
    const { kind, name, home } = subject;
    if (isDeclaration(home) && kind === 'declaration') return aboutDeclaration(home);
    if (kind === 'column' && isData(home)) {
      const path = pathOf(home) ?? '';
      const summaries = await this.summaries.summaries(path, documentOf(home, document).uri);
      return aboutColumn(
        name,
        [variablesInScope(home).get(name)?.type, storageOf(home, name)],
        path,
        summaries?.find((summary) => summary.name === name),
      );
    }
    if (kind === 'derived' && home) {
      const type = variablesInScope(home).get(name)?.type;
      const clause = home.$cstNode?.text ?? '';
      return `${code(name)}${type ? ` · ${type}` : ''} · ${say`derived`}\n\n\`\`\`causal\n${clause}\n\`\`\``;
    }
    return kind === 'unobserved'
      ? say`${code(name)} · observed by nobody; it is never adjusted for.`
      : undefined;
  }
}

function documentOf(node: AstNode, fallback: LangiumDocument): LangiumDocument {
  return AstUtils.findRootNode(node).$document ?? fallback;
}

function storageOf(data: Parameters<typeof schemaOf>[0], name: string): string | undefined {
  return schemaOf(data)?.columns.find((column) => column.name === name)?.storage;
}

function aboutColumn(
  name: string,
  types: readonly (string | undefined)[],
  path: string,
  summary: ColumnSummary | undefined,
): string {
  const head = [code(name), ...types.filter((type) => type !== undefined), say`column of ${code(path)}`].join(
    ' · ',
  );
  if (!summary) return head;
  const { low, high, shareMissing, distinct, rows } = summary;
  const range = low === null || high === null ? say`No values` : say`From ${code(low)} to ${code(high)}`;
  const missing = shareMissing === 0 ? say`none missing` : say`${percent(shareMissing)} missing`;
  return `${head}\n\n${say`${range}, ${missing}, about ${distinct.toLocaleString('en')} distinct, ${rows.toLocaleString('en')} rows looked at.`}`;
}

/** A share that is there at all never reads as 0. */
function percent(share: number): string {
  return share < 0.001 ? say`less than 0.1 %` : `${(share * 100).toFixed(1)} %`;
}

function aboutDeclaration(declaration: Declaration): string {
  const head = `**${declaration.$type.toLowerCase()}** ${code(declaration.name)}`;
  const step = stepOf(declaration);
  const reason = isEffect(declaration) ? reasonedWay(declaration)?.reason : undefined;
  const effect = !step && isEffect(declaration) ? parametersOf(declaration) : undefined;
  return [
    step ? `${head} · ${say`step ${code(step.hash.slice(0, 8))}`}` : head,
    ...commentAbove(declaration),
    ...(isParameter(declaration) ? [parameterWords(declaration)] : []),
    ...(step ? wordsOf(step, reason) : []),
    ...(effect ? effectWords(effect, reason) : []),
    ...(isEffect(declaration) ? waysWords(declaration) : []),
    ...(isEffect(declaration) ? lastWords(declaration) : []),
  ].join('\n\n');
}

function parameterWords({ name, value }: Parameter): string {
  const text = value?.$cstNode?.text ?? '';
  return say`${code(text)}, in every expression and option that names it. In the terminal: ${code(`--set ${name}=VALUE`)}.`;
}

function lastWords(effect: Effect): string[] {
  const seen = lastRunOf(effect);
  return seen ? runWords(seen).map(escaped) : [];
}

/** The `///` lines right above a declaration, as the person wrote them. */
function commentAbove(declaration: Declaration): string[] {
  const { $cstNode } = declaration;
  if (!$cstNode) return [];
  const above = $cstNode.root.fullText.slice(0, $cstNode.offset).split('\n').slice(0, -1);
  const first = above.findLastIndex((line) => !line.trimStart().startsWith('///')) + 1;
  const lines = above.slice(first).map((line) => line.trim().replace(/^\/+\s?/, ''));
  return lines.length > 0 ? [escaped(lines.join(' '))] : [];
}

function aboutCall(node: AstNode, leaf: CstNode): string | undefined {
  if (!isCall(node) || node.function !== leaf.text || !Object.hasOwn(functions, leaf.text)) return undefined;
  const signature = functions[leaf.text as keyof typeof functions];
  return `${code(signatureOf(leaf.text, signature))}\n\n${told(signature.about)}`;
}

function aboutOption(node: AstNode, leaf: CstNode): string | undefined {
  if (!isOption(node) || node.name !== leaf.text) return undefined;
  const clause = node.$container.$container;
  const info = optionsOf(choiceBehind(clause)).find((option) => option.name === node.name);
  return info && `${code(info.name)} · ${rangeOf(info)}\n\n${told(info.about)}`;
}

function choiceBehind(clause: Options['$container']): string | undefined {
  if (isHeadClause(clause)) return clause.head;
  if (isAdaptClause(clause)) return clause.adapting;
  return isEstimatorClause(clause) ? clause.estimator : clause.learner;
}

function rangeOf(info: OptionInfo): string {
  if (info.kind === 'file') return say`path in quotes`;
  if (info.kind === 'model') return say`model in quotes`;
  if (info.kind === 'switch') return say`true or false`;
  if (info.kind === 'word') return info.words.map((word) => `"${word}"`).join(say` or `);
  if (info.kind === 'columns') return say`columns in quotes`;
  const word = info.word === undefined ? '' : say`, or "${info.word}"`;
  return info.whole
    ? say`whole number from ${info.low} to ${info.high}${word}`
    : say`number from ${info.low} to ${info.high}${word}`;
}

/** Help for a word, or for the name of several words it is part of. */
function aboutWord(leaf: CstNode): string | undefined {
  if (!GrammarAST.isKeyword(leaf.grammarSource)) return undefined;
  const whole = leaf.container?.text.replace(/\s+/g, ' ') ?? '';
  const help = keywordHelp(whole) ?? keywordHelp(keywordsAround(leaf)) ?? keywordHelp(leaf.text);
  return help && keywordMarkdown(help);
}

/** The words of the language in the clause around a word: `unit cost` of `unit cost 6.5`. */
function keywordsAround({ container }: CstNode): string {
  const leaves = container ? CstUtils.flattenCst(container).toArray() : [];
  const words = leaves.filter(({ grammarSource }) => GrammarAST.isKeyword(grammarSource));
  return words.map(({ text }) => text).join(' ');
}

function shown(value: string | undefined, at: CstNode): Hover | undefined {
  return value === undefined ? undefined : { contents: { kind: 'markdown', value }, range: at.range };
}
