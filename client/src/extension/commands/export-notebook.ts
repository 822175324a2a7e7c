import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { resolveOutput } from '../../../../kernel/src/data/paths.js';
import { type Form, formOf, inForm } from '../../exchange/forms.js';
import { writeText } from '../../exchange/write-text.js';
import { notebookType } from '../../notebook/output-keeper.js';
import { shownDocument } from '../../notebook/shown-document.js';
import { askOutput } from '../ask-output.js';
import type { Command } from '../services.js';
import { requireTrust } from '../trust.js';
import { homeOf } from '../workspace-folder.js';

const choices = [
  { label: 'Page', description: '.html', detail: 'One file that needs no network, with charts and tables' },
  { label: 'Markdown', description: '.md', detail: 'Texts, code and tables, as any viewer shows them' },
  {
    label: 'Jupyter notebook',
    description: '.ipynb',
    detail: 'Cells and outputs; every number of the results in it',
  },
];

/** Writes the notebook in front, with what its cells show, in a form that others read. */
export const exportNotebook: Command = (services) => async () => {
  if (!requireTrust()) return;
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  const home = notebook && homeOf(notebook.uri);
  if (notebook?.notebookType !== notebookType || !home) {
    void vscode.window.showInformationMessage('Open a notebook (.causalnb) of this machine first.');
    return;
  }
  const choice = await vscode.window.showQuickPick(choices, { title: 'Export the notebook as what?' });
  if (!choice) return;
  const title = basename(notebook.uri.path);
  const into = await askOutput(join(home.workspace, home.folder), {
    title: `Export ${title}: into which file?`,
    proposed: `${basename(title, extname(title))}${choice.description}`,
    prompt: `Relative to the folder of the notebook; ${choice.description}`,
  });
  if (into === undefined) return;
  const form: Form | undefined = formOf(into);
  if (!form || form === 'notebook') throw new Error(`"${into}" must end in .html, .md or .ipynb.`);
  const place = await resolveOutput(home.workspace, join(home.folder, into));
  const script = await readFile(join(services.extension.fsPath, 'dist', 'report.js'), 'utf8');
  const setting = { title, created: new Date().toISOString(), script };
  await writeText(place, inForm(shownDocument(notebook), form, setting));
  await offer(into, place);
};

async function offer(into: string, place: string): Promise<void> {
  const open = 'Open';
  const choice = await vscode.window.showInformationMessage(`The notebook is written to ${into}.`, open);
  if (choice === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(place));
}
