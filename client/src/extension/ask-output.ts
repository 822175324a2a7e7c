import { join, relative, sep } from 'node:path';
import * as vscode from 'vscode';

/** A path as a spec would write it: relative to the spec's folder; undefined outside of it. */
export function asWritten(folder: string, path: string): string | undefined {
  const way = relative(folder, path).split(sep).join('/');
  return way.startsWith('../') || way.includes(':') ? undefined : way;
}

export interface Question {
  readonly title: string;
  /** Path below the folder. */
  readonly proposed: string;
  readonly prompt: string;
}

/** Asks for a file in a folder or below it to write; one that is there is only replaced when the person says so. */
export async function askOutput(
  folder: string,
  { title, proposed, prompt }: Question,
): Promise<string | undefined> {
  const into = await vscode.window.showInputBox({
    title,
    value: proposed,
    prompt,
    validateInput: (value) =>
      value.trim() === '' || asWritten(folder, join(folder, value)) === undefined
        ? vscode.l10n.t('Name a file in the folder of the spec or below it.')
        : undefined,
  });
  if (into === undefined || !(await isThere(join(folder, into)))) return into;
  const replace = vscode.l10n.t('Replace');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} is already there.', into),
    { modal: true },
    replace,
  );
  return choice === replace ? into : undefined;
}

async function isThere(path: string): Promise<boolean> {
  return vscode.workspace.fs.stat(vscode.Uri.file(path)).then(
    () => true,
    () => false,
  );
}
