import * as vscode from 'vscode';
import type { Command } from '../services.js';
import { requireTrust } from '../trust.js';

/** Ends the kernel of the notebook or file in front of the person and starts a new one. */
export const restartKernel: Command = (services) => async () => {
  if (!requireTrust()) return;
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook) await Promise.all(services.controllers.map((controller) => controller.interrupt(notebook)));
  const kernels = services.kernels.inFront();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Restarting the kernel'),
  };
  await vscode.window.withProgress(options, () => Promise.all(kernels.map((kernel) => kernel.restart())));
  const said =
    kernels.length === 0
      ? vscode.l10n.t('No kernel is running; the next run starts one.')
      : vscode.l10n.t('The kernel is ready.');
  void vscode.window.showInformationMessage(said);
};
