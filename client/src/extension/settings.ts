import * as vscode from 'vscode';
import type { Device } from '../../../kernel/src/process/protocol.js';

const devices: readonly Device[] = ['auto', 'cpu', 'webgpu', 'cuda'];
const smallestMemoryMb = 256;
const defaultMemoryMb = 1024;

export interface Settings {
  readonly device: Device;
  readonly memoryLimitMb: number;
}

/** The person's settings; a value that is none of those allowed counts as not set. */
export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration('causal');
  const device = devices.find((name) => name === configuration.get('device')) ?? 'auto';
  const memory = configuration.get('memoryLimitMb');
  const valid = typeof memory === 'number' && memory >= smallestMemoryMb;
  return { device, memoryLimitMb: valid ? Math.floor(memory) : defaultMemoryMb };
}

/** Asks for a device from now on, in this workspace where there is one. */
export async function saveDevice(device: Device): Promise<void> {
  const scope = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('causal').update('device', device, scope);
}
