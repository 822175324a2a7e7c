import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { resolveOutput } from '../../../../kernel/src/data/paths.js';
import { type Form, formOf, inForm } from '../../exchange/forms.js';
import { writeText } from '../../exchange/write-text.js';
import { notebookType } from '../../notebook/output-keeper.js';
import { shownDocument } from '../../notebook/shown-document.js';
import { askOutput } from '../ask-output.js';
import { offerToOpen } from '../offer-to-open.js';
import type { Command } from '../services.js';
import { requireTrust } from '../trust.js';
import { homeOf } from '../workspace-folder.js';

const choices = [
  {
    label: vscode.l10n.t('Page'),
    description: '.html',
    detail: vscode.l10n.t('One file that needs no network, with charts and tables'),
  },
  {
    label: vscode.l10n.t('Markdown'),
    description: '.md',
    detail: vscode.l10n.t('Texts, code and tables, as any viewer shows them'),
  },
  {
    label: vscode.l10n.t('Jupyter notebook'),
    description: '.ipynb',
    detail: vscode.l10n.t('Cells and outputs; every number of the results in it'),
  },
];

/** Writes the notebook in front, with what its cells show, in a form that others read. */
export const exportNotebook: Command = (services) => async () => {
  if (!requireTrust()) return;
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  const home = notebook && homeOf(notebook.uri);
  if (notebook?.notebookType !== notebookType || !home) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a notebook (.causalnb) of this machine first.'),
    );
    return;
  }
  const choice = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('Export the notebook as what?'),
  });
  if (!choice) return;
  const title = basename(notebook.uri.path);
  const into = await askOutput(join(home.workspace, home.folder), {
    title: vscode.l10n.t('Export {0}: into which file?', title),
    proposed: `${basename(title, extname(title))}${choice.description}`,
    prompt: vscode.l10n.t('Relative to the folder of the notebook; {0}', choice.description),
  });
  if (into === undefined) return;
  const form: Form | undefined = formOf(into);
  if (!form || form === 'notebook')
    throw new Error(vscode.l10n.t('"{0}" must end in .html, .md or .ipynb.', into));
  const place = await resolveOutput(home.workspace, join(home.folder, into));
  const script = await readFile(join(services.extension.fsPath, 'dist', 'report.js'), 'utf8');
  const setting = { title, created: new Date().toISOString(), script };
  await writeText(place, inForm(shownDocument(notebook), form, setting));
  await offerToOpen(vscode.l10n.t('The notebook is written to {0}.', into), place);
};
