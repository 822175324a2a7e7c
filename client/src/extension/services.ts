import type * as vscode from 'vscode';
import type { CellController } from '../notebook/controller.js';
import type { StaleCells } from '../notebook/stale-cells.js';
import type { SpecLanguage } from './client.js';
import type { GraphPanel } from './graph/graph-panel.js';
import type { KernelPool } from './kernel-pool.js';
import type { LastRuns } from './last-runs.js';
import type { ResultsPanel } from './results-panel.js';

/** What a command may use. */
export interface Services {
  readonly language: SpecLanguage;
  readonly kernels: KernelPool;
  readonly panel: ResultsPanel;
  readonly graph: GraphPanel;
  readonly lastRuns: LastRuns;
  readonly staleCells: StaleCells;
  readonly log: vscode.LogOutputChannel;
  /** Folder of the installed extension. */
  readonly extension: vscode.Uri;
  /** Folder of ours on this machine, for what belongs to no workspace. */
  readonly storage: vscode.Uri;
  readonly controllers: readonly CellController[];
}

/** A command of the extension: its file makes it, the palette, a code lens or a key calls it. */
export type Command = (services: Services) => (argument?: unknown) => Promise<void>;
