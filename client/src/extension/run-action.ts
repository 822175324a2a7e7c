import * as vscode from 'vscode';
import type { Action } from '../../../kernel/src/plan.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import type { Result } from '../../../kernel/src/result.js';
import type { Services } from './services.js';
import { showProblems } from './show-problems.js';
import type { Subject } from './subject.js';

/** Runs one action of a command on the kernel of its document, in front of the person: progress, cancel, then the result. */
export async function runAction(
  services: Services,
  subject: Subject,
  action: Action,
  title: string,
): Promise<void> {
  const { plan, home, document } = subject;
  const kernel = services.kernels.of(document, home.workspace);
  const results: Result[] = [];
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const outcome = await vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => stop.abort());
    let done = 0;
    const listener = {
      progress: (fraction: number, message: string) => {
        const increment = Math.max(0, 100 * fraction - done);
        done += increment;
        progress.report({ increment, message });
      },
      result: (result: Result) => {
        results.push(result);
      },
    };
    try {
      const keeping = services.lastRuns.keeping(document, listener);
      return await kernel.run({ plan, folder: home.folder, actions: [action] }, keeping, stop.signal);
    } finally {
      listening.dispose();
    }
  });
  if (results.length > 0) services.panel.show(title, results);
  await report(services, subject, outcome, title);
}

async function report(services: Services, subject: Subject, outcome: Outcome, title: string): Promise<void> {
  switch (outcome.status) {
    case 'done':
      return;
    case 'cancelled':
      void vscode.window.showInformationMessage(vscode.l10n.t('{0}: stopped before it was finished.', title));
      return;
    case 'refused':
      return showProblems(outcome.problems, subject.home.workspace, services.log);
    case 'failed': {
      const { step, message } = outcome;
      const { spec } = subject.plan;
      throw new Error(
        step
          ? vscode.l10n.t('{0} failed in {1} ({2}): {3}', title, step, spec, message)
          : vscode.l10n.t('{0} failed ({1}): {2}', title, spec, message),
      );
    }
  }
}
