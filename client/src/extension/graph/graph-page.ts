import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page of a graph: one script of ours and nothing else; its style is made by the script, its data come as messages. */
export function graphPage(webview: vscode.Webview, script: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${vscode.l10n.t('Causal graph')}</title>
</head>
<body>
<main></main>
<script nonce="${nonce}" src="${webview.asWebviewUri(script)}"></script>
</body>
</html>`;
}
