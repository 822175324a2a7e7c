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
    this.item.name = 'Causal Kernel';
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
    const { device, memoryLimitMb } = readSettings();
    const encoder = kernel?.encoder;
    const used = encoder && encoder.device !== device ? `${device}: ${encoder.device}` : device;
    const memory = kernel?.residentMb === undefined ? '' : ` · ${kernel.residentMb} MB`;
    this.item.text = `${icons[state]} Causal: ${state} · ${used}${memory}`;
    const cause = kernel?.lastDeath ? ` ${kernel.lastDeath}` : '';
    const reason = encoder
      ? `Texts are encoded on ${encoder.device} (device ${device}): ${encoder.why}.`
      : `Device ${device}.`;
    this.item.tooltip = `Kernel ${state}.${cause} ${reason} At most ${memoryLimitMb} MB. Click to choose a device.`;
    this.item.accessibilityInformation = { label: `Causal kernel ${state}, device ${used}${memory}` };
    this.item.backgroundColor =
      state === 'dead' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  }

  private showRestricted(): void {
    this.item.text = '$(shield) Causal: restricted';
    this.item.tooltip = 'Nothing is computed in a workspace that is not trusted.';
    this.item.backgroundColor = undefined;
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
