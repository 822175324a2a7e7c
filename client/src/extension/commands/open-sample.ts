import * as vscode from 'vscode';
import { placeSample } from '../samples.js';
import type { Command } from '../services.js';
import { requireTrust } from '../trust.js';

const rows = 20_000;
const seed = 7;

/** Puts the sample shop into the workspace, with freshly generated data, and opens its notebook. */
export const openSample: Command = (services) => async () => {
  if (!requireTrust()) return;
  await placeSample(services, {
    folder: 'causal-sample',
    name: 'coupon',
    from: 'samples',
    arguments: ['--rows', String(rows), '--seed', String(seed)],
    writing: vscode.l10n.t('Writing {0} visits of the sample shop', rows),
  });
};
