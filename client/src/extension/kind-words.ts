import * as vscode from 'vscode';
import type { Result } from '../../../kernel/src/result.js';
import type { DeclarationView } from '../../../server/src/protocol.js';

/** What declarations are called, in the person's language. */
export const kindWords: Readonly<Record<DeclarationView['kind'], string>> = {
  parameter: vscode.l10n.t('parameter'),
  data: vscode.l10n.t('data'),
  text: vscode.l10n.t('text'),
  graph: vscode.l10n.t('graph'),
  effect: vscode.l10n.t('effect'),
  model: vscode.l10n.t('model'),
  policy: vscode.l10n.t('policy'),
  rank: vscode.l10n.t('ranking'),
};

/** Title of a page that shows one result. */
export function resultTitle({ kind, name }: Pick<Result, 'kind' | 'name'>): string {
  switch (kind) {
    case 'effect':
      return vscode.l10n.t('Effect {0}', name);
    case 'model':
      return vscode.l10n.t('Model {0}', name);
    case 'policy':
    case 'price':
    case 'stock':
      return vscode.l10n.t('Policy {0}', name);
    case 'ranking':
      return vscode.l10n.t('Ranking {0}', name);
    case 'attribution':
      return vscode.l10n.t('Attribution {0}', name);
    case 'graph':
      return vscode.l10n.t('Graph {0}', name);
    case 'score':
      return vscode.l10n.t('Score {0}', name);
    case 'comparison':
      return vscode.l10n.t('Comparison {0}', name);
  }
}
