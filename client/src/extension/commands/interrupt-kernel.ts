import * as vscode from 'vscode';
import type { Command } from '../services.js';

/** Stops what is running for the notebook or file in front of the person; everything, where that is neither. */
export const interruptKernel: Command = (services) => async () => {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook) await Promise.all(services.controllers.map((controller) => controller.interrupt(notebook)));
  const kernels = services.kernels.inFront();
  for (const kernel of kernels) kernel.interrupt();
  if (kernels.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('No kernel is running.'));
};
