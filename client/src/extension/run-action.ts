import * as vscode from 'vscode';
import type { Action } from '../../../kernel/src/plan.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import type { Result } from '../../../kernel/src/result.js';
import type { PlanRun } from '../report/runs.js';
import type { Services } from './services.js';
import { showProblems } from './show-problems.js';
import type { RunnableSpec, Subject } from './subject.js';

/** Runs one action of a command on the kernel of its document, in front of the person: progress, cancel, then the result. */
export async function runAction(
  services: Services,
  subject: Subject,
  action: Action,
  title: string,
): Promise<void> {
  const { results, tell } = await runInFront(
    services,
    subject,
    [{ plan: subject.plan, actions: [action] }],
    title,
  );
  if (results.length > 0) services.panel.show(title, results);
  await tell();
}

/** What a run in front of the person gave. */
export interface RunInFront {
  readonly results: readonly Result[];
  readonly done: boolean;
  /** Says how it ended, where it did not end well. */
  readonly tell: () => Promise<void>;
}

/** Runs plans one after another on the kernel of their document, with progress and cancel; the first that does not end well is the last. */
export async function runInFront(
  services: Services,
  spec: RunnableSpec,
  runs: readonly PlanRun[],
  title: string,
): Promise<RunInFront> {
  const { home, document } = spec;
  const kernel = services.kernels.of(document, home.workspace);
  const results: Result[] = [];
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => stop.abort());
    let reached = 0;
    const listenerOf = (index: number) => ({
      progress: (fraction: number, message: string) => {
        const increment = Math.max(0, (100 * (index + fraction)) / runs.length - reached);
        reached += increment;
        progress.report({ increment, message });
      },
      result: (result: Result) => void results.push(result),
    });
    try {
      for (const [index, { plan, actions }] of runs.entries()) {
        const listener = services.lastRuns.keeping(document, listenerOf(index));
        const request = { plan, folder: home.folder, actions };
        const outcome = await kernel.run(request, listener, stop.signal);
        if (outcome.status !== 'done') {
          return { results, done: false, tell: () => tell(services, spec, plan.spec, outcome, title) };
        }
      }
      return { results, done: true, tell: async () => undefined };
    } finally {
      listening.dispose();
    }
  });
}

async function tell(
  services: Services,
  { home }: RunnableSpec,
  file: string,
  outcome: Exclude<Outcome, { status: 'done' }>,
  title: string,
): Promise<void> {
  switch (outcome.status) {
    case 'cancelled':
      void vscode.window.showInformationMessage(vscode.l10n.t('{0}: stopped before it was finished.', title));
      return;
    case 'refused':
      return showProblems(outcome.problems, home.workspace, services.log);
    case 'failed': {
      const { step, message } = outcome;
      throw new Error(
        step
          ? vscode.l10n.t('{0} failed in {1} ({2}): {3}', title, step, file, message)
          : vscode.l10n.t('{0} failed ({1}): {2}', title, file, message),
      );
    }
  }
}
