import { type AstNode, AstUtils, GrammarAST, type LangiumDocument, TextDocument } from 'langium';
import {
  type CompletionBacktrackingInformation,
  type CompletionContext,
  type CompletionValueItem,
  DefaultCompletionProvider,
  type NextFeature,
} from 'langium/lsp';
import type { CompletionItem, CompletionList, CompletionParams, TextEdit } from 'vscode-languageserver';
import { encoders } from '../../../kernel/src/text/encoder-list.js';
import { told } from '../../../kernel/src/words/say.js';
import type { Spec } from '../language/generated/ast.js';
import type { CausalServices } from '../language/module.js';
import { functionItems, keywordItem, quotedItem, snippetItem } from './completion-items.js';
import { namesFor } from './completion-names.js';
import { type EnclosingItem, enclosingItem, withoutOpenCalls } from './completion-scope.js';
import { LinkedSpecs } from './linked-specs.js';
import { RecentTokens } from './recent-tokens.js';

/** A file may have very many columns; beyond these the editor asks again as the name is typed. */
const mostItems = 1000;

/** Words that start an item, for a line whose beginning the parser cannot make sense of. */
const itemWords =
  'parameter data text graph effect model policy rank train score explain compare report check'.split(' ');

/**
 * Offers what the grammar allows at the cursor: words, and the names that mean something there. The declaration around
 * the cursor is read from its tokens, so that what is half written, or broken elsewhere, does not matter; and only that
 * declaration is parsed, so that the answer takes the same time in a long spec.
 */
export class SpecCompletion extends DefaultCompletionProvider {
  override readonly completionOptions = { triggerCharacters: ['.', '"', '`'] };
  private readonly linked: LinkedSpecs;
  private readonly tokens: RecentTokens;

  constructor(services: CausalServices) {
    super(services);
    this.linked = new LinkedSpecs(services.shared);
    this.tokens = new RecentTokens(services.parser.Lexer);
  }

  override async getCompletion(document: LangiumDocument, params: CompletionParams): Promise<CompletionList> {
    const spec = await this.linked.of(document);
    const { textDocument } = document;
    const text = textDocument.getText();
    const item = enclosingItem(this.tokens.of(text), textDocument.offsetAt(params.position));
    const items: CompletionItem[] = [];
    for (const context of this.buildContexts(document, params.position)) {
      const atLineStart = text.slice(0, context.tokenOffset).endsWith('\n');
      items.push(...this.filled(context, this.offersFor(context, item, spec)));
      if (items.length === 0 && atLineStart)
        items.push(...this.filled(context, itemWords.flatMap(wordOffers)));
      if (items.length > 0) break;
    }
    const distinct = this.deduplicateItems(items);
    return { isIncomplete: distinct.length > mostItems, items: distinct.slice(0, mostItems) };
  }

  private filled(context: CompletionContext, offers: readonly CompletionValueItem[]): CompletionItem[] {
    return offers.flatMap((offer) => this.fillCompletionItem(context, offer) ?? []);
  }

  private offersFor(context: CompletionContext, item: EnclosingItem, spec: Spec): CompletionValueItem[] {
    const offers: CompletionValueItem[] = [];
    const done = new Set<string>();
    for (const next of context.features) {
      const { key, offer } = this.offersOf(context, next, item, spec);
      if (!done.has(key)) offers.push(...offer());
      done.add(key);
    }
    return offers;
  }

  /** What one thing the grammar allows next stands for; the same key twice offers nothing new. */
  private offersOf(
    context: CompletionContext,
    next: NextFeature,
    item: EnclosingItem,
    spec: Spec,
  ): { key: string; offer: () => CompletionValueItem[] } {
    const { feature, property = '' } = next;
    const rule = AstUtils.getContainerOfType(feature, GrammarAST.isParserRule)?.name;
    if (GrammarAST.isCrossReference(feature)) {
      const type = next.type ?? rule ?? '';
      return {
        key: `reference ${type} ${property}`,
        offer: () => this.references(context, { feature, property, type }),
      };
    }
    if (rule === 'FunctionWord') return { key: 'function', offer: functionItems };
    if (GrammarAST.isRuleCall(feature) && feature.rule.$refText === 'ID') {
      return { key: `name ${property}`, offer: () => namesFor(property, spec, item) };
    }
    if (GrammarAST.isKeyword(feature)) {
      const words = wordsFrom(feature);
      return { key: `word ${words}`, offer: () => wordOffers(words) };
    }
    const offer = () =>
      property === 'encoder' ? encoders.map(({ name, about }) => quotedItem(name, told(about))) : [];
    return { key: `terminal ${property}`, offer };
  }

  /** Langium asks for the scope of a node of the given type; every node of a document sees the same declarations. */
  private references(
    context: CompletionContext,
    next: NextFeature<GrammarAST.CrossReference>,
  ): CompletionValueItem[] {
    const offers: CompletionValueItem[] = [];
    const node = context.document.parseResult.value;
    this.completionForCrossReference({ ...context, node }, next, (_, offer) => offers.push(offer));
    return offers;
  }

  /** Tokens say where a name starts; the tree is that of the keystroke before. */
  protected override findDataTypeRuleStart(): undefined {
    return undefined;
  }

  /** The next words of the grammar, read from the start of the declaration instead of the start of the spec. */
  protected override findFeaturesAt(document: TextDocument, offset: number): NextFeature[] {
    const tokens = this.tokens.of(document.getText()).filter((token) => token.startOffset < offset);
    const { start } = enclosingItem(tokens, offset);
    const text = withoutOpenCalls(document.getText().slice(0, offset), tokens).slice(start);
    return super.findFeaturesAt(TextDocument.create(document.uri, document.languageId, 0, text), text.length);
  }

  protected override backtrackToAnyToken(text: string, offset: number): CompletionBacktrackingInformation {
    const tokens = this.tokens.of(text);
    const next = tokens.findIndex((token) => token.startOffset + token.image.length > offset);
    const at = next < 0 ? undefined : tokens[next];
    const before = tokens[next < 0 ? tokens.length - 1 : next - 1];
    const inside = at !== undefined && at.startOffset < offset;
    return {
      nextTokenStart: inside ? at.startOffset : offset,
      nextTokenEnd: inside ? at.startOffset + at.image.length : offset,
      previousTokenStart: before?.startOffset,
      previousTokenEnd: before && before.startOffset + before.image.length,
    };
  }

  /** Replaces what is typed of a name together with the quote or backtick around it. */
  protected override buildCompletionTextEdit(
    context: CompletionContext,
    label: string,
    newText: string,
  ): TextEdit | undefined {
    const quote = /^["`]/.exec(newText)?.[0];
    const text = context.textDocument.getText();
    let { tokenOffset: start, offset: end } = context;
    if (quote && text[start - 1] === quote && text[start] !== quote) start--;
    const typed = text.slice(start, end);
    if (!this.fuzzyMatcher.match(quote ? typed.replace(quote, '') : typed, label)) return undefined;
    if (quote && typed.startsWith(quote) && text[end] === quote) end++;
    const { textDocument } = context;
    return { newText, range: { start: textDocument.positionAt(start), end: textDocument.positionAt(end) } };
  }
}

/** A keyword with the words that must follow it: `adjust for`, `boosted trees`. */
function wordsFrom(keyword: GrammarAST.Keyword): string {
  const group: AstNode | undefined = keyword.$container;
  const elements = GrammarAST.isGroup(group) ? group.elements : [keyword];
  const following = elements.slice(elements.indexOf(keyword) + 1);
  const end = following.findIndex((element) => !GrammarAST.isKeyword(element) || !isWord(element.value));
  const words = following.slice(0, end < 0 ? undefined : end).filter(GrammarAST.isKeyword);
  return [keyword, ...words].map((word) => word.value).join(' ');
}

/** Words made of letters, and the declaration they start, to be filled in. */
function wordOffers(words: string): CompletionValueItem[] {
  return isWord(words) ? [keywordItem(words), snippetItem(words) ?? []].flat() : [];
}

function isWord(text: string): boolean {
  return /^\p{L}[\p{L} ]*$/u.test(text);
}
