import { spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { notebookType } from '../notebook/output-keeper.js';
import type { Services } from './services.js';

/** A spec and a notebook of the extension, whose data are generated where they are put. */
export interface Sample {
  /** Folder that they get, and what they are called. */
  readonly folder: string;
  readonly name: string;
  /** Where they lie in the extension. */
  readonly from: string;
  /** What the generator is told, beside the place. */
  readonly arguments: readonly string[];
  /** What the person is told meanwhile. */
  readonly writing: string;
}

/** Runs the seeded generator as a process of its own; resolves when the data are written. */
function generate(program: string, args: readonly string[], token: vscode.CancellationToken): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], {
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

async function pickFolder(name: string): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.workspaceFolders?.[0];
  if (open) return vscode.Uri.joinPath(open.uri, name);
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: vscode.l10n.t('Put the Sample Here'),
  });
  return picked && vscode.Uri.joinPath(picked[0], name);
}

/** Copies a file of the extension, never over one that the person may have changed. */
async function copy(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const there = await vscode.workspace.fs.stat(to).then(
    () => true,
    () => false,
  );
  if (!there) await vscode.workspace.fs.copy(from, to);
}

/** Puts a sample into the workspace, with freshly generated data, and opens its notebook. */
export async function placeSample({ extension }: Services, sample: Sample): Promise<void> {
  const folder = await pickFolder(sample.folder);
  if (!folder) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: sample.writing,
    cancellable: true,
  };
  const program = vscode.Uri.joinPath(extension, 'dist', 'generate.mjs').fsPath;
  const finished = await vscode.window.withProgress(options, async (_, token) => {
    const data = vscode.Uri.joinPath(folder, 'data');
    await vscode.workspace.fs.createDirectory(data);
    for (const file of [`${sample.name}.causal`, `${sample.name}.causalnb`]) {
      await copy(vscode.Uri.joinPath(extension, sample.from, file), vscode.Uri.joinPath(folder, file));
    }
    await generate(program, [...sample.arguments, '--out', data.fsPath], token);
    return !token.isCancellationRequested;
  });
  if (!finished) return;
  const notebook = vscode.Uri.joinPath(folder, `${sample.name}.causalnb`);
  await vscode.commands.executeCommand('vscode.openWith', notebook, notebookType);
}
