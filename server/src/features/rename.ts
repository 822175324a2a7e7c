import type { LangiumDocument } from 'langium';
import type { RenameProvider } from 'langium/lsp';
import {
  ErrorCodes,
  type PrepareRenameParams,
  type Range,
  type RenameParams,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { say } from '../../../kernel/src/words/say.js';
import { contextOf } from '../language/context.js';
import { pathOf } from '../language/data-path.js';
import { declarationsInScope } from '../language/declarations.js';
import { isData, isParameter, isText } from '../language/generated/ast.js';
import { quoteName } from '../language/names.js';
import { variablesInScope } from '../language/variables.js';
import { type Mention, mentionAt, type Occurrences } from './occurrences.js';

/** Renames declarations, derived columns and unobserved variables wherever they are named; says why it cannot. */
export class SpecRename implements RenameProvider {
  constructor(private readonly occurrences: Occurrences) {}

  prepareRename(document: LangiumDocument, params: PrepareRenameParams): Range | undefined {
    return this.renamable(document, params)?.cst.range;
  }

  rename(document: LangiumDocument, params: RenameParams): WorkspaceEdit | undefined {
    const mention = this.renamable(document, params);
    if (!mention) return undefined;
    const plain = params.newName.replace(/^`(.*)`$/, '$1');
    if (!/^[^`\r\n]+$/.test(plain)) throw refusal(say`"${params.newName}" cannot be a name.`);
    if (plain !== mention.subject.name && isTaken(plain, mention)) {
      throw refusal(say`"${plain}" already means something here; choose another name.`);
    }
    const newText = quoteName(plain);
    const changes: NonNullable<WorkspaceEdit['changes']> = {};
    for (const { document: other, mention: found } of this.occurrences.of(mention.subject, document)) {
      const uri = other.uri.toString();
      changes[uri] ??= [];
      changes[uri].push({ range: found.cst.range, newText });
    }
    return { changes };
  }

  private renamable(document: LangiumDocument, params: PrepareRenameParams): Mention | undefined {
    const mention = mentionAt(document, document.textDocument.offsetAt(params.position));
    if (!mention) return undefined;
    const { kind, name, home } = mention.subject;
    if (kind === 'column') {
      const file = isData(home) ? `"${pathOf(home)}"` : say`the file`;
      throw refusal(
        say`"${name}" is a column of ${file}; rename it there, or derive a column of another name.`,
      );
    }
    if (kind === 'unknown') throw refusal(say`Nothing here declares "${name}".`);
    return mention;
  }
}

/** Whether a name would be mistaken for another one after the renaming. */
function isTaken(name: string, { subject, cst }: Mention): boolean {
  const node = subject.home ?? cst.astNode;
  if (declarationsInScope(node).some((declaration) => declaration.name === name)) return true;
  // A parameter is named where columns are.
  if (isParameter(node)) return contextOf(node).data.some((data) => variablesInScope(data).has(name));
  // A text is a variable too, and may be called like its own column only.
  if (subject.kind === 'declaration' && !(isText(node) && node.column !== name)) return false;
  return variablesInScope(node).has(name);
}

function refusal(message: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidRequest, message);
}
