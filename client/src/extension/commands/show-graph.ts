import * as vscode from 'vscode';
import { runAction } from '../run-action.js';
import type { Command } from '../services.js';
import { pickSubject } from '../subject.js';
import { requireTrust } from '../trust.js';

/** Draws a causal graph with the role of every variable. */
export const showGraph: Command = (services) => async (argument) => {
  if (!requireTrust()) return;
  const subject = await pickSubject(services, ['graph'], argument);
  if (!subject) return;
  const { name, place } = subject.step;
  await runAction(services, subject, { verb: 'show', name, place }, vscode.l10n.t('Graph {0}', name));
};
