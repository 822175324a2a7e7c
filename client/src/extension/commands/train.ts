import * as vscode from 'vscode';
import { runAction } from '../run-action.js';
import type { Command } from '../services.js';
import { pickSubject } from '../subject.js';
import { requireTrust } from '../trust.js';

/** Estimates an effect, fits a model, makes a policy or a ranking, and shows what was found. */
export const train: Command = (services) => async (argument) => {
  if (!requireTrust()) return;
  const subject = await pickSubject(
    services,
    ['effect', 'model', 'policy', 'price', 'stock', 'rank'],
    argument,
  );
  if (!subject) return;
  const { name, place } = subject.step;
  await runAction(services, subject, { verb: 'train', name, place }, vscode.l10n.t('Train {0}', name));
};
