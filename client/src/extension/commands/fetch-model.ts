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
    title: vscode.l10n.t('Fetching {0}', shown),
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
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Stopped; what has arrived is kept for the next time.'),
    );
    return;
  }
  services.log.info(`${shown} was fetched at revision ${plan.revision}`);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0} is here. To pin it: "hf:{1}@{2}".', shown, shown, plan.revision),
  );
};

async function askName(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Fetch which model?'),
    placeHolder: vscode.l10n.t('organisation/model, or organisation/model@commit'),
    validateInput: (text) => (parseModelName(text) ? undefined : vscode.l10n.t('Write organisation/model.')),
  });
}

async function agreed({ bytes, revision, hub }: FetchPlan, shown: string): Promise<boolean> {
  const fetch = vscode.l10n.t('Fetch');
  const detail = vscode.l10n.t(
    '{0} MB from {1}, revision {2}. It is kept in {3} and read on this machine alone.',
    (bytes / 1e6).toFixed(1),
    new URL(hub).host,
    revision,
    cacheFolder(),
  );
  return (
    (await vscode.window.showWarningMessage(
      vscode.l10n.t('Fetch the model {0}?', shown),
      { modal: true, detail },
      fetch,
    )) === fetch
  );
}
