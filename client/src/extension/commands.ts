import * as vscode from 'vscode';
import { commandIds } from '../../../server/src/protocol.js';
import { type DoctorPages, doctor } from './commands/doctor.js';
import { explainRow } from './commands/explain-row.js';
import { exportGraph } from './commands/export-graph.js';
import { exportNotebook } from './commands/export-notebook.js';
import { fetchModel } from './commands/fetch-model.js';
import { importNotebook } from './commands/import-notebook.js';
import { interruptKernel } from './commands/interrupt-kernel.js';
import { newNotebook } from './commands/new-notebook.js';
import { openGraph } from './commands/open-graph.js';
import { openSample } from './commands/open-sample.js';
import { openSolution } from './commands/open-solution.js';
import { restartKernel } from './commands/restart-kernel.js';
import { runAll } from './commands/run-all.js';
import { runStale } from './commands/run-stale.js';
import { scoreFile } from './commands/score-file.js';
import { selectDevice } from './commands/select-device.js';
import { showGraph } from './commands/show-graph.js';
import { showResult } from './commands/show-result.js';
import { train } from './commands/train.js';
import { writeReport } from './commands/write-report.js';
import type { Command, Services } from './services.js';

/** What a command throws is shown, never swallowed. */
function guarded(services: Services, run: (argument?: unknown) => Promise<void>) {
  return async (argument?: unknown): Promise<void> => {
    try {
      await run(argument);
    } catch (error) {
      services.log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Registers every command of the extension. */
export function registerCommands(services: Services, pages: DoctorPages): vscode.Disposable {
  const commands: Record<string, Command> = {
    [commandIds.train]: train,
    [commandIds.score]: scoreFile,
    [commandIds.explain]: explainRow,
    [commandIds.showGraph]: showGraph,
    [commandIds.openGraph]: openGraph,
    [commandIds.showResult]: showResult,
    'causal.exportGraph': exportGraph,
    'causal.newNotebook': newNotebook,
    'causal.openSample': openSample,
    'causal.openSolution': openSolution,
    'causal.selectDevice': selectDevice,
    'causal.fetchModel': fetchModel,
    'causal.interruptKernel': interruptKernel,
    'causal.restartKernel': restartKernel,
    'causal.runAll': runAll,
    'causal.runStale': runStale,
    'causal.exportNotebook': exportNotebook,
    'causal.writeReport': writeReport,
    'causal.importNotebook': importNotebook,
    'causal.doctor': doctor(pages),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, command]) =>
      vscode.commands.registerCommand(id, guarded(services, command(services))),
    ),
  );
}
