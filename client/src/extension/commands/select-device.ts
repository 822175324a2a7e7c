import * as vscode from 'vscode';
import type { Device } from '../../../../kernel/src/process/protocol.js';
import type { Command } from '../services.js';
import { readSettings, saveDevice } from '../settings.js';
import { requireTrust } from '../trust.js';
import { askDoctor } from './doctor.js';

const automatic = {
  name: 'auto' as Device,
  available: true,
  why: vscode.l10n.t('CUDA where it is installed, the CPU elsewhere'),
};

/** Chooses what computes embeddings, from what this machine has. */
export const selectDevice: Command = (services) => async () => {
  if (!requireTrust()) return;
  const answer = await askDoctor(services);
  if (!answer) return;
  const { device } = readSettings();
  const devices = [automatic, ...answer.devices.filter(({ name }) => name !== 'auto')];
  const items = devices.map(({ name, available, why }) => ({
    label: `${available ? '' : '$(circle-slash) '}${name}`,
    description: name === device ? vscode.l10n.t('in use') : available ? '' : vscode.l10n.t('not available'),
    detail: why,
    name,
    available,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compute on which device?'),
  });
  if (!picked) return;
  if (!picked.available) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('{0} is not available: {1}', picked.name, picked.detail),
    );
    return;
  }
  await saveDevice(picked.name);
  void vscode.window.showInformationMessage(vscode.l10n.t('From the next run on, {0} is used.', picked.name));
};
