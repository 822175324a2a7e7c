import {
  type AstNode,
  DefaultDocumentValidator,
  type DiagnosticInfo,
  type LangiumDocument,
  type ParseResult,
  type ReferenceInfo,
} from 'langium';
import type { CancellationToken, Diagnostic, Range } from 'vscode-languageserver';
import { say } from '../../../kernel/src/words/say.js';
import { lexerErrorCode } from '../language/lexer.js';
import type { CausalServices } from '../language/services.js';
import { type Code, codes } from './codes.js';
import { diagnose } from './diagnose.js';
import { type Fix, suggestion } from './rule.js';
import { strayWord, wordsIn } from './syntax-messages.js';
import { validateSpec } from './validate-spec.js';

/** Syntax errors told of one by one; after that many the reader needs no more. */
const mostSyntaxErrors = 50;

/** Gives every diagnostic its code, and runs all rules in one pass over the tree. */
export class CausalDocumentValidator extends DefaultDocumentValidator {
  private readonly scopes: CausalServices['references']['ScopeProvider'];
  private readonly previews: CausalServices['language']['Previews'];

  constructor(services: CausalServices) {
    super(services);
    this.scopes = services.references.ScopeProvider;
    this.previews = services.language.Previews;
  }

  protected override processLexingErrors(parsed: ParseResult, diagnostics: Diagnostic[]): void {
    for (const error of parsed.lexerErrors) {
      const start = { line: (error.line ?? 1) - 1, character: (error.column ?? 1) - 1 };
      const end = { line: start.line, character: start.character + error.length };
      const code = lexerErrorCode(error);
      const message =
        code === 'CS1001'
          ? say`This character has no meaning here; names with signs go in backticks.`
          : error.message;
      diagnostics.push(diagnose(code, { start, end }, message));
    }
  }

  protected override processParsingErrors(parsed: ParseResult, diagnostics: Diagnostic[]): void {
    for (const error of parsed.parserErrors.slice(0, mostSyntaxErrors)) {
      const rule = error.context.ruleStack[error.context.ruleStack.length - 1] ?? 'Spec';
      const stray = error.message === strayWord(rule, error.token) ? wordsIn(rule) : undefined;
      const fix = stray && suggestion(error.token.image, stray.words).fix;
      diagnostics.push(diagnose('CS1001', rangeOfError(error), error.message, fix));
    }
  }

  protected override processLinkingErrors(document: LangiumDocument, diagnostics: Diagnostic[]): void {
    for (const reference of document.references) {
      const error = reference.error;
      if (!error || reference.$refText === '') continue;
      const { message, fix } = this.unknownDeclaration(error.info, reference.$refText);
      const range = reference.$refNode?.range ?? error.info.container.$cstNode?.range;
      if (range) diagnostics.push(diagnose('CS1002', range, message, fix));
    }
  }

  /** Says what kind of declaration was looked for, and which ones there are. */
  private unknownDeclaration(
    info: ReferenceInfo & { container: AstNode },
    name: string,
  ): { message: string; fix?: Fix } {
    const kind = this.reflectionName(info);
    const names = this.scopes
      .getScope(info)
      .getAllElements()
      .map((element) => element.name);
    const { hint, fix } = suggestion(name, names, say`declared here:`);
    return { message: say`There is no ${kind} "${name}"${hint}`, fix };
  }

  private reflectionName(info: ReferenceInfo): string {
    const property = info.property;
    if (property === 'data') return say`data`;
    if (property === 'parameter' || property === 'source') return say`parameter`;
    if (property === 'graph' || info.container.$type === 'ShowAction') return say`graph`;
    return info.container.$type === 'CheckAction' ? say`effect` : say`effect or model`;
  }

  protected override async validateAst(
    root: AstNode,
    _options: unknown,
    token?: CancellationToken,
  ): Promise<Diagnostic[]> {
    return validateSpec(root, this.previews, token);
  }

  protected override toDiagnostic<N extends AstNode>(
    _severity: string,
    message: string,
    info: DiagnosticInfo<N, string>,
  ): Diagnostic {
    const code: Code = typeof info.code === 'string' && info.code in codes ? (info.code as Code) : 'CS1001';
    return diagnose(code, info.node.$cstNode?.range ?? emptyRange, message);
  }
}

const emptyRange: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

type ParserError = ParseResult['parserErrors'][number];

/** A token that is missing at the end of the file has no place: the token before it has. */
function rangeOfError(error: ParserError): Range {
  const { token } = error;
  if (!Number.isNaN(token.startOffset) && token.startLine !== undefined) {
    return {
      start: { line: token.startLine - 1, character: (token.startColumn ?? 1) - 1 },
      end: { line: (token.endLine ?? token.startLine) - 1, character: token.endColumn ?? 1 },
    };
  }
  const previous = 'previousToken' in error ? (error.previousToken as ParserError['token']) : undefined;
  if (!previous || Number.isNaN(previous.startOffset)) return emptyRange;
  const end = { line: (previous.endLine ?? 1) - 1, character: previous.endColumn ?? 1 };
  return { start: { line: end.line, character: Math.max(0, end.character - 1) }, end };
}
