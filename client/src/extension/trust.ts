import * as vscode from 'vscode';

const manage = vscode.l10n.t('Manage Workspace Trust');

/**
 * Whether a kernel may run and data be read here. Commands ask again in code, since one that the palette hides can still be
 * called by a keybinding or another extension. Says why not, with the way to change it.
 */
export function requireTrust(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void vscode.window
    .showWarningMessage(
      vscode.l10n.t('This workspace is not trusted, so Causal Spec reads no data and computes nothing here.'),
      manage,
    )
    .then((choice) => {
      if (choice === manage) void vscode.commands.executeCommand('workbench.trust.manage');
    });
  return false;
}
