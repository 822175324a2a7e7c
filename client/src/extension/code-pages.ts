import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { SpecLanguage } from './client.js';

/** Pages about the codes of diagnostics, as documents that nobody is asked to save: a code in a hover or the Problems view leads there. */
export class CodePages implements vscode.TextDocumentContentProvider {
  constructor(private readonly language: SpecLanguage) {}

  async provideTextDocumentContent({ path }: vscode.Uri): Promise<string> {
    const code = posix.basename(path, '.md');
    return (
      (await this.language.codePage(code)) ??
      vscode.l10n.t('There is no diagnostic with the code {0}.\n', code)
    );
  }
}
