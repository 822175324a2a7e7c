import { spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { notebookType } from '../../notebook/output-keeper.js';
import type { Command } from '../services.js';
import { requireTrust } from '../trust.js';

const files = ['coupon.causal', 'coupon.causalnb'];
const rows = 20_000;
const seed = 7;

/** Runs the seeded generator as a process of its own; resolves when the data are written. */
function generate(program: string, folder: string, token: vscode.CancellationToken): Promise<void> {
  const args = [program, '--rows', String(rows), '--seed', String(seed), '--out', folder];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  token.onCancellationRequested(() => child.kill());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 || token.isCancellationRequested
        ? resolve()
        : reject(new Error(vscode.l10n.t('The sample data could not be written: {0}', said.trim()))),
    );
  });
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.workspaceFolders?.[0];
  if (open) return vscode.Uri.joinPath(open.uri, 'causal-sample');
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: vscode.l10n.t('Put the Sample Here'),
  });
  return picked && vscode.Uri.joinPath(picked[0], 'causal-sample');
}

/** Copies a file of the extension, never over one that the person may have changed. */
async function copy(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const there = await vscode.workspace.fs.stat(to).then(
    () => true,
    () => false,
  );
  if (!there) await vscode.workspace.fs.copy(from, to);
}

/** Puts the sample shop into the workspace, with freshly generated data, and opens its notebook. */
export const openSample: Command = (services) => async () => {
  if (!requireTrust()) return;
  const folder = await pickFolder();
  if (!folder) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Writing {0} visits of the sample shop', rows),
    cancellable: true,
  };
  const finished = await vscode.window.withProgress(options, async (_, token) => {
    const data = vscode.Uri.joinPath(folder, 'data');
    await vscode.workspace.fs.createDirectory(data);
    for (const name of files) {
      await copy(vscode.Uri.joinPath(services.extension, 'samples', name), vscode.Uri.joinPath(folder, name));
    }
    await generate(
      vscode.Uri.joinPath(services.extension, 'dist', 'generate.mjs').fsPath,
      data.fsPath,
      token,
    );
    return !token.isCancellationRequested;
  });
  if (!finished) return;
  await vscode.commands.executeCommand(
    'vscode.openWith',
    vscode.Uri.joinPath(folder, 'coupon.causalnb'),
    notebookType,
  );
};
