import * as vscode from 'vscode';
import type { ChangeGraphParameters } from '../../../../server/src/protocol.js';
import type { SpecLanguage } from '../client.js';

const changed = vscode.l10n.t('The text has changed since; look at the graph as it is now, and repeat.');

/**
 * Does to the text what a change of its graph takes, as one step that one undo takes back. Nothing is done to a text that is no longer
 * the one that was seen.
 *
 * @returns what was done, or why nothing was, in one sentence
 */
export async function applyChange(
  language: Pick<SpecLanguage, 'changeGraph'>,
  parameters: ChangeGraphParameters,
): Promise<string> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === parameters.uri);
  if (!document || document.version !== parameters.version) return changed;
  const answer = await language.changeGraph(parameters);
  if ('refusal' in answer) return answer.refusal;
  if (document.isClosed || document.version !== parameters.version) return changed;
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    answer.edits.map(({ range: { start, end }, newText }) =>
      vscode.TextEdit.replace(
        new vscode.Range(start.line, start.character, end.line, end.character),
        newText,
      ),
    ),
  );
  const isDone = await vscode.workspace.applyEdit(edit);
  return isDone ? answer.said : vscode.l10n.t('The editor refused the change; the text may be read-only.');
}
