import * as vscode from 'vscode';
import type { DoctorAnswer } from '../../../../kernel/src/process/protocol.js';
import type { Command, Services } from '../services.js';
import { requireTrust } from '../trust.js';
import { firstWorkspace } from '../workspace-folder.js';

export const doctorScheme = 'causal-doctor';

/** Asks a kernel what this machine has; undefined where the person stopped waiting. */
export async function askDoctor(services: Services): Promise<DoctorAnswer | undefined> {
  const workspace = firstWorkspace() ?? services.storage.fsPath;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Looking at this machine'),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (_, token) => {
    const stopped = new Promise<undefined>((resolve) =>
      token.onCancellationRequested(() => resolve(undefined)),
    );
    const kernel = services.kernels.of(vscode.Uri.file(workspace), workspace);
    return Promise.race([kernel.doctor(), stopped]);
  });
}

const line = (name: string, available: boolean, why: string): string =>
  `- ${available ? '✓' : '✗'} **${name}** ${why}`;

/** What this machine has, as Markdown. */
export function doctorPage(answer: DoctorAnswer): string {
  const { versions, inUse, devices, encoders, memory } = answer;
  return [
    vscode.l10n.t('# Causal Spec on this machine'),
    vscode.l10n.t('## Versions'),
    ...Object.entries(versions).map(([name, version]) => `- ${name} ${version}`),
    vscode.l10n.t('## Devices'),
    vscode.l10n.t('Texts are encoded on **{0}**: {1}', inUse.device, inUse.why),
    '',
    ...devices.map(({ name, available, why }) => line(name, available, why)),
    vscode.l10n.t('## Encoders'),
    ...encoders.map(({ name, available, why }) => line(name, available, why)),
    vscode.l10n.t('## Memory'),
    vscode.l10n.t(
      '- The kernel may take {0} MB of {1} MB (setting `causal.memoryLimitMb`).',
      memory.limitMb,
      memory.totalMb,
    ),
    '',
  ].join('\n');
}

/** Pages of the doctor as documents that nobody is asked to save. */
export class DoctorPages implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private text = '';
  private readonly uri = vscode.Uri.from({ scheme: doctorScheme, path: 'Causal Doctor.md' });

  provideTextDocumentContent(): string {
    return this.text;
  }

  async show(text: string): Promise<void> {
    this.text = text;
    this.changed.fire(this.uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.uri));
  }
}

/** Shows versions, devices and encoders, what is missing and how to get it. */
export const doctor =
  (pages: DoctorPages): Command =>
  (services) =>
  async () => {
    if (!requireTrust()) return;
    const answer = await askDoctor(services);
    if (answer) await pages.show(doctorPage(answer));
  };
