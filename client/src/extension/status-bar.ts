import * as vscode from 'vscode';
import { languageId } from '../../../server/src/protocol.js';
import { notebookType } from '../notebook/output-keeper.js';
import type { KernelHandle } from './kernel-handle.js';
import type { KernelPool } from './kernel-pool.js';
import { readSettings } from './settings.js';

const icons: Record<KernelHandle['state'], string> = {
  stopped: '$(circle-outline)',
  starting: '$(loading~spin)',
  idle: '$(circle-filled)',
  busy: '$(sync~spin)',
  interrupting: '$(debug-stop)',
  dead: '$(error)',
};

/** What a kernel does, as its person reads it. */
const words: Record<KernelHandle['state'], string> = {
  stopped: vscode.l10n.t('stopped'),
  starting: vscode.l10n.t('starting'),
  idle: vscode.l10n.t('idle'),
  busy: vscode.l10n.t('busy'),
  interrupting: vscode.l10n.t('interrupting'),
  dead: vscode.l10n.t('dead'),
};

const inFront = (): boolean =>
  vscode.window.activeNotebookEditor?.notebook.notebookType === notebookType ||
  vscode.window.activeTextEditor?.document.languageId === languageId;

/** State of the kernel in front of the person, the device it computes on and the memory it holds. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'causal.kernel',
    vscode.StatusBarAlignment.Right,
    50,
  );
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly kernels: KernelPool) {
    this.item.name = vscode.l10n.t('Causal Kernel');
    this.item.command = 'causal.selectDevice';
    const update = () => this.update();
    this.disposables = [
      this.item,
      kernels.onDidChange(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.window.onDidChangeActiveNotebookEditor(update),
      vscode.workspace.onDidChangeConfiguration(update),
      vscode.workspace.onDidGrantWorkspaceTrust(update),
    ];
    this.update();
  }

  private update(): void {
    if (!inFront()) {
      this.item.hide();
      return;
    }
    if (vscode.workspace.isTrusted) this.showKernel();
    else this.showRestricted();
    this.item.show();
  }

  private showKernel(): void {
    const [kernel] = this.kernels.inFront();
    const state = kernel?.state ?? 'stopped';
    const word = words[state];
    const { device, memoryLimitMb } = readSettings();
    const encoder = kernel?.encoder;
    const used = encoder && encoder.device !== device ? `${device}: ${encoder.device}` : device;
    const memory = kernel?.residentMb === undefined ? '' : ` · ${kernel.residentMb} MB`;
    this.item.text = vscode.l10n.t('{0} Causal: {1} · {2}{3}', icons[state], word, used, memory);
    const cause = kernel?.lastDeath ? ` ${kernel.lastDeath}` : '';
    const reason = encoder
      ? vscode.l10n.t('Texts are encoded on {0} (device {1}): {2}.', encoder.device, device, encoder.why)
      : vscode.l10n.t('Device {0}.', device);
    this.item.tooltip = vscode.l10n.t(
      'Kernel {0}.{1} {2} At most {3} MB. Click to choose a device.',
      word,
      cause,
      reason,
      memoryLimitMb,
    );
    this.item.accessibilityInformation = {
      label: vscode.l10n.t('Causal kernel {0}, device {1}{2}', word, used, memory),
    };
    this.item.backgroundColor =
      state === 'dead' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  }

  private showRestricted(): void {
    this.item.text = vscode.l10n.t('$(shield) Causal: restricted');
    this.item.tooltip = vscode.l10n.t('Nothing is computed in a workspace that is not trusted.');
    this.item.backgroundColor = undefined;
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
