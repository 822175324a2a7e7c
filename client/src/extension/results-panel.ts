import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Result } from '../../../kernel/src/result.js';

interface Shown {
  readonly title: string;
  readonly results: readonly Result[];
}

/**
 * Page of the panel. Scripts run only with this page's nonce or from the extension's own folder; the charts set styles of
 * their own, hence inline styles. Data arrive as messages and are drawn by the notebook's renderer, never as markup.
 */
function page(webview: vscode.Webview, renderer: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${webview.cspSource}`,
    `style-src 'unsafe-inline' ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${vscode.l10n.t('Causal results')}</title>
</head>
<body>
<main id="results"></main>
<script type="module" nonce="${nonce}">
import { activate } from '${webview.asWebviewUri(renderer)}';
const renderer = activate({ language: document.documentElement.lang });
const main = document.getElementById('results');
let drawn = new AbortController();
addEventListener('message', ({ data }) => {
  drawn.abort();
  drawn = new AbortController();
  main.replaceChildren(...data.results.map((result, i) => {
    const element = document.createElement('section');
    renderer.renderOutputItem({ id: String(i), json: () => result }, element, drawn.signal);
    return element;
  }));
});
acquireVsCodeApi().postMessage('ready');
</script>
</body>
</html>`;
}

/** Shows the results of a command beside the editor, drawn as in a notebook. There is one panel; it shows the last run. */
export class ResultsPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private shown: Shown = { title: '', results: [] };

  constructor(private readonly extension: vscode.Uri) {}

  show(title: string, results: readonly Result[]): void {
    this.shown = { title, results };
    const panel = this.panel ?? this.open();
    panel.title = title;
    panel.reveal(undefined, true);
    this.post();
  }

  private open(): vscode.WebviewPanel {
    const folder = vscode.Uri.joinPath(this.extension, 'dist');
    const panel = vscode.window.createWebviewPanel(
      'causal.results',
      vscode.l10n.t('Causal results'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [folder] },
    );
    this.panel = panel;
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    // The page says when it is ready; also after it was hidden, when the editor loads it anew.
    panel.webview.onDidReceiveMessage(() => this.post());
    panel.webview.html = page(panel.webview, vscode.Uri.joinPath(folder, 'renderer.js'));
    return panel;
  }

  private post(): void {
    void this.panel?.webview.postMessage({ results: this.shown.results });
  }

  dispose(): void {
    this.panel?.dispose();
  }
}
