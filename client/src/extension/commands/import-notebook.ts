import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { resolveOutput } from '../../../../kernel/src/data/paths.js';
import { keepShown } from '../../exchange/kept-cells.js';
import { type Imported, readIpynb } from '../../exchange/read-ipynb.js';
import { readText } from '../../exchange/read-text.js';
import { writeText } from '../../exchange/write-text.js';
import { writeNotebook } from '../../notebook/format.js';
import { OutputStore } from '../../notebook/kept-outputs.js';
import { notebookType } from '../../notebook/output-keeper.js';
import { askOutput } from '../ask-output.js';
import type { Command, Services } from '../services.js';
import { requireTrust } from '../trust.js';
import { type Home, homeOf } from '../workspace-folder.js';

const mostFiles = 500;

/** The notebook that is meant: the one a menu hands over, the one in front, or one that the person picks. */
async function pickJupyter(argument: unknown): Promise<vscode.Uri | undefined> {
  const inFront = vscode.window.activeNotebookEditor?.notebook.uri;
  const given = argument instanceof vscode.Uri ? argument : inFront;
  if (given?.path.endsWith('.ipynb')) return given;
  const files = await vscode.workspace.findFiles('**/*.ipynb', '**/node_modules/**', mostFiles);
  if (files.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no .ipynb file in this workspace.'));
    return undefined;
  }
  const items = files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Import which notebook?') }))?.uri;
}

/** Writes a notebook of Jupyter as one of ours beside it, with its texts, its code and the results it holds, and opens it. */
export const importNotebook: Command = (services) => async (argument) => {
  if (!requireTrust()) return;
  const from = await pickJupyter(argument);
  const home = from && homeOf(from);
  if (!home) return;
  const shown = basename(from.path);
  const notebook = readIpynb(await readText(from.fsPath), shown);
  const into = await askOutput(join(home.workspace, home.folder), {
    title: vscode.l10n.t('Import {0}: into which file?', shown),
    proposed: `${basename(shown, extname(shown))}.causalnb`,
    prompt: vscode.l10n.t('Relative to the folder of the notebook; .causalnb'),
  });
  if (into === undefined) return;
  if (extname(into) !== '.causalnb') throw new Error(vscode.l10n.t('"{0}" must end in .causalnb.', into));
  const place = await resolveOutput(home.workspace, join(home.folder, into));
  await writeText(place, writeNotebook(notebook));
  await keep(notebook, home, into, services);
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(place), notebookType);
  tellLeftOut(notebook);
};

async function keep(notebook: Imported, home: Home, into: string, { log }: Services): Promise<void> {
  const store = new OutputStore(join(home.workspace, '.causal', 'outputs'), (message) => log.warn(message));
  const folder = dirname(join(home.folder, into)).replaceAll('\\', '/');
  await keepShown(notebook.cells, store, folder === '.' ? '' : folder);
}

function tellLeftOut({ leftOut: { outputs, attachments } }: Imported): void {
  if (outputs + attachments === 0) return;
  const message = vscode.l10n.t(
    '{0} outputs and {1} attached pictures of other languages have no place here and were left out.',
    outputs,
    attachments,
  );
  void vscode.window.showInformationMessage(message);
}
