import type { LangiumDocument } from 'langium';
import type { Formatter } from 'langium/lsp';
import type {
  DocumentFormattingParams,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  FormattingOptions,
  TextEdit,
} from 'vscode-languageserver';
import type { Spec } from '../language/generated/ast.js';
import { gapsOf } from './formatting-layout.js';

/**
 * Lays a spec out: clauses under each other with their values in one column, arrows and trailing comments aligned.
 * Only the white space between tokens ever changes, so no word and no comment can be lost; where lines break is the
 * person's choice, kept. A spec with a syntax error stays as it is.
 */
export class SpecFormatter implements Formatter {
  formatDocument(document: LangiumDocument, params: DocumentFormattingParams): TextEdit[] {
    return edits(document, params.options);
  }

  formatDocumentRange(document: LangiumDocument, params: DocumentRangeFormattingParams): TextEdit[] {
    const { start, end } = params.range;
    return edits(document, params.options).filter(
      (edit) => edit.range.end.line >= start.line && edit.range.end.line <= end.line,
    );
  }

  formatDocumentOnType(document: LangiumDocument, params: DocumentOnTypeFormattingParams): TextEdit[] {
    return edits(document, params.options).filter((edit) => edit.range.end.line === params.position.line);
  }

  get formatOnTypeOptions(): undefined {
    return undefined;
  }
}

function edits(document: LangiumDocument, options: FormattingOptions): TextEdit[] {
  const { lexerErrors, parserErrors, value } = document.parseResult;
  if (lexerErrors.length > 0 || parserErrors.length > 0 || !value.$cstNode) return [];
  const text = document.textDocument.getText();
  const indent = options.insertSpaces ? ' '.repeat(options.tabSize) : '\t';
  const endOfLine = text.includes('\r\n') ? '\r\n' : '\n';
  return gapsOf(value as Spec, text, indent)
    .map((gap) => ({ ...gap, space: gap.space.replaceAll('\n', endOfLine) }))
    .filter((gap) => text.slice(gap.start, gap.end) !== gap.space)
    .map((gap) => ({
      range: {
        start: document.textDocument.positionAt(gap.start),
        end: document.textDocument.positionAt(gap.end),
      },
      newText: gap.space,
    }));
}
