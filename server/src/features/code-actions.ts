import { type AstNode, AstUtils, type LangiumDocument } from 'langium';
import type { CodeActionProvider } from 'langium/lsp';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Position,
  Range,
  type TextEdit,
} from 'vscode-languageserver';
import { say } from '../../../kernel/src/words/say.js';
import { clauseOf } from '../language/declarations.js';
import {
  type Action,
  type Declaration,
  isDeclaration,
  isEffect,
  isOfClause,
  isShowAction,
  isSpec,
} from '../language/generated/ast.js';
import { quoteName } from '../language/names.js';
import { kindWord } from '../validation/kind-words.js';
import type { Edit, Replacement } from '../validation/rule.js';

/** Quick fixes: what a diagnostic itself suggests, and a declaration that is missing. */
export class SpecCodeActions implements CodeActionProvider {
  getCodeActions(document: LangiumDocument, params: CodeActionParams): CodeAction[] {
    const { diagnostics, only } = params.context;
    const wanted = only?.some((kind) => CodeActionKind.QuickFix.startsWith(kind)) ?? true;
    if (!wanted) return [];
    return diagnostics.flatMap((diagnostic) => [
      ...suggested(document, diagnostic),
      ...missingDeclaration(document, diagnostic),
    ]);
  }
}

function suggested(document: LangiumDocument, diagnostic: Diagnostic): CodeAction[] {
  const data: unknown = diagnostic.data;
  const fixes: readonly unknown[] = Array.isArray(data) ? data : [data];
  return fixes.flatMap((fix, i) => {
    const preferred = i === 0;
    if (isEdit(fix)) {
      const edit = { range: fix.range, newText: fix.text };
      return [quickFix(document, diagnostic, fix.title, edit, preferred)];
    }
    if (!isReplacement(fix)) return [];
    const edit = { range: diagnostic.range, newText: fix.with };
    const what = document.textDocument.getText(diagnostic.range);
    return [quickFix(document, diagnostic, say`Change ${what} to ${fix.with}`, edit, preferred)];
  });
}

/** `data` comes back from the client as it likes. */
function isReplacement(data: unknown): data is Replacement {
  if (typeof data !== 'object' || data === null || !('fix' in data) || !('with' in data)) return false;
  return data.fix === 'replace' && typeof data.with === 'string';
}

function isEdit(data: unknown): data is Edit {
  if (typeof data !== 'object' || data === null || !('fix' in data) || data.fix !== 'edit') return false;
  if (!('range' in data && 'text' in data && 'title' in data)) return false;
  return Range.is(data.range) && typeof data.text === 'string' && typeof data.title === 'string';
}

/** A data set, a graph or a parameter that is named and nowhere declared, put in front of what names it. */
function missingDeclaration(document: LangiumDocument, diagnostic: Diagnostic): CodeAction[] {
  const { start } = diagnostic.range;
  const broken = document.references.find(
    ({ error, $refNode }) =>
      error !== undefined && $refNode !== undefined && isAt($refNode.range.start, start),
  );
  if (!broken?.error) return [];
  const { container, property } = broken.error.info;
  const block = AstUtils.getContainerOfType(container, isItem);
  const before = block?.$cstNode?.range.start;
  if (!before) return [];
  const name = quoteName(broken.$refText);
  const effect = AstUtils.getContainerOfType(container, isEffect);
  const of = effect && clauseOf(effect, isOfClause);
  const [treatment, outcome] = [of?.treatment?.name ?? 'treatment', of?.outcome?.name ?? 'outcome'];
  const texts: Record<string, string> = {
    data: `data ${name} from "${broken.$refText}.csv"`,
    parameter: `parameter ${name} = ${property === 'source' ? `"${broken.$refText}.csv"` : '1'}`,
    graph: `graph ${name} {\n  ${quoteName(treatment)} -> ${quoteName(outcome)}\n}`,
  };
  const kind = isShowAction(container) ? 'graph' : property === 'source' ? 'parameter' : property;
  if (!Object.hasOwn(texts, kind) || (isDeclaration(block) && block.name === broken.$refText)) return [];
  const edit = { range: { start: before, end: before }, newText: `${texts[kind]}\n\n` };
  return [quickFix(document, diagnostic, say`Declare ${kindWord(kind)} ${name}`, edit, false)];
}

function isItem(node: AstNode): node is Declaration | Action {
  return isSpec(node.$container);
}

function quickFix(
  document: LangiumDocument,
  diagnostic: Diagnostic,
  title: string,
  edit: TextEdit,
  isPreferred: boolean,
): CodeAction {
  const changes = { [document.uri.toString()]: [edit] };
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], isPreferred, edit: { changes } };
}

function isAt(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character;
}
