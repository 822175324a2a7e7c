import * as vscode from 'vscode';
import { Cancelled, createTask } from '../../../../kernel/src/task.js';
import { cacheFolder } from '../../../../kernel/src/text/cache-folder.js';
import {
  type FetchPlan,
  fetchModel as fetchFiles,
  planFetch,
} from '../../../../kernel/src/text/models/fetch-model.js';
import { parseModelName } from '../../../../kernel/src/text/models/name.js';
import type { Command } from '../services.js';
import { requireTrust } from '../trust.js';

/** Puts a model on this machine: asks which, says what would be fetched from where, and fetches it once that is agreed to. */
export const fetchModel: Command = (services) => async (argument) => {
  if (!requireTrust()) return;
  const asked = typeof argument === 'string' ? argument : await askName();
  const name = asked === undefined ? undefined : parseModelName(asked);
  if (!name) return;
  const shown = `${name.organisation}/${name.model}`;
  const plan = await planFetch(name);
  if (!(await agreed(plan, shown))) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Fetching ${shown}`,
    cancellable: true,
  };
  try {
    await vscode.window.withProgress(options, (progress, token) => {
      const stop = new Int32Array(new SharedArrayBuffer(4));
      token.onCancellationRequested(() => Atomics.store(stop, 0, 1));
      let done = 0;
      const task = createTask(stop, (fraction, message) => {
        progress.report({ increment: Math.max(0, 100 * fraction - done), message });
        done = Math.max(done, 100 * fraction);
      });
      return fetchFiles(plan, cacheFolder(), task);
    });
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    void vscode.window.showInformationMessage('Stopped; what has arrived is kept for the next time.');
    return;
  }
  services.log.info(`${shown} was fetched at revision ${plan.revision}`);
  void vscode.window.showInformationMessage(`${shown} is here. To pin it: "hf:${shown}@${plan.revision}".`);
};

async function askName(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Fetch which model?',
    placeHolder: 'organisation/model, or organisation/model@commit',
    validateInput: (text) => (parseModelName(text) ? undefined : 'Write organisation/model.'),
  });
}

async function agreed({ bytes, revision, hub }: FetchPlan, shown: string): Promise<boolean> {
  const fetch = 'Fetch';
  const detail = `${(bytes / 1e6).toFixed(1)} MB from ${new URL(hub).host}, revision ${revision}. It is kept in ${cacheFolder()} and read on this machine alone.`;
  return (
    (await vscode.window.showWarningMessage(`Fetch the model ${shown}?`, { modal: true, detail }, fetch)) ===
    fetch
  );
}
