import * as vscode from 'vscode';

/** Says that a file has been written, and opens it where the person wants that. @param path absolute */
export async function offerToOpen(message: string, path: string): Promise<void> {
  const open = vscode.l10n.t('Open');
  const choice = await vscode.window.showInformationMessage(message, open);
  if (choice === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
}
