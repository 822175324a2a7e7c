import * as vscode from 'vscode';
import { placeSample } from '../samples.js';
import type { Command } from '../services.js';
import { requireTrust } from '../trust.js';

interface Solution extends vscode.QuickPickItem {
  /** Folder in `samples/solutions`, and name of its files. */
  readonly name: string;
}

/** The questions of a shop that the extension brings an answer to. */
const solutions = (): Solution[] => [
  {
    name: 'recommendation',
    label: vscode.l10n.t('What to recommend to whom'),
    detail: vscode.l10n.t('Items by what showing them adds, not by what is bought anyway.'),
  },
  {
    name: 'price',
    label: vscode.l10n.t('Which price'),
    detail: vscode.l10n.t('Demand by price, elasticity by segment, and the price that earns most.'),
  },
  {
    name: 'stock',
    label: vscode.l10n.t('How much to stock'),
    detail: vscode.l10n.t('Demand with and without a promotion, and the order that costs least.'),
  },
  {
    name: 'ads',
    label: vscode.l10n.t('Which ad, and how to split the budget'),
    detail: vscode.l10n.t('What each ad adds, for whom, and what a unit of money brings back.'),
  },
  {
    name: 'churn',
    label: vscode.l10n.t('Whom to call before they leave'),
    detail: vscode.l10n.t('Who can be kept by a call, not who will leave.'),
  },
  {
    name: 'behaviour',
    label: vscode.l10n.t('Why baskets are abandoned'),
    detail: vscode.l10n.t('What drives it, by which way, and in which words.'),
  },
];

/** Puts the answer to a question of a shop into the workspace, with generated data whose truth is known, and opens its notebook. */
export const openSolution: Command = (services) => async () => {
  if (!requireTrust()) return;
  const placeHolder = vscode.l10n.t('Which question of a shop?');
  const chosen = await vscode.window.showQuickPick(solutions(), { placeHolder, matchOnDetail: true });
  if (!chosen) return;
  await placeSample(services, {
    folder: `causal-${chosen.name}`,
    name: chosen.name,
    from: `samples/solutions/${chosen.name}`,
    arguments: ['--solution', chosen.name],
    writing: vscode.l10n.t('Writing the data of {0}', chosen.label),
  });
};
