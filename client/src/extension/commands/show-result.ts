import * as vscode from 'vscode';
import { resultTitle } from '../kind-words.js';
import type { Command } from '../services.js';
import { isSubject } from '../subject.js';
import { requireTrust } from '../trust.js';
import { notebookOfCell } from '../workspace-folder.js';
import { train } from './train.js';

/** Shows the last result of an effect; one of an earlier window is made again, which its kept parts make quick. */
export const showResult: Command = (services) => async (argument) => {
  if (!requireTrust()) return;
  if (isSubject(argument)) {
    const document = notebookOfCell(argument.uri)?.uri ?? vscode.Uri.parse(argument.uri);
    const result = services.lastRuns.resultOf(document, argument.name);
    if (result) return services.panel.show(resultTitle(result), [result]);
  }
  await train(services)(argument);
};
