import * as vscode from 'vscode';
import { readResult } from '../renderer/shape.js';
import { resultTitle } from './kind-words.js';
import type { ResultsPanel } from './results-panel.js';

/** As the manifest names it. */
const renderer = 'causal-result-renderer';

/** Opens in the panel, with all its rows, a result of which a cell shows the first. */
export function openAll(panel: ResultsPanel): vscode.Disposable {
  const messaging = vscode.notebooks.createRendererMessaging(renderer);
  return messaging.onDidReceiveMessage(({ message }) => {
    const asked: unknown = message;
    if (typeof asked !== 'object' || asked === null || !('open' in asked)) return;
    const reading = readResult(asked.open);
    if (!reading.ok) return;
    panel.show(resultTitle(reading.result), [reading.result]);
  });
}
