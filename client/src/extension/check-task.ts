import * as vscode from 'vscode';

/** Type of our tasks, as the manifest defines it. */
const type = 'causal';

/** Specs and notebooks of a workspace folder looked for at most: a task's command line has an end. */
const mostFiles = 1000;

interface CheckDefinition extends vscode.TaskDefinition {
  readonly task: 'check';
  /** Relative to the workspace folder. */
  readonly files?: readonly string[];
}

/**
 * Offers `causal check` as a task, so that the problems of all specs and notebooks of a workspace, open or not, stand among its problems. Checking
 * reads data files: nothing is offered in a workspace that is not trusted.
 */
export class CheckTasks implements vscode.TaskProvider {
  /** @param program the terminal program's bundle */
  constructor(private readonly program: string) {}

  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const folders = vscode.workspace.workspaceFolders ?? [];
    return Promise.all(folders.map((folder) => this.task({ type, task: 'check' }, folder)));
  }

  async resolveTask({ definition, scope }: vscode.Task): Promise<vscode.Task | undefined> {
    if (!vscode.workspace.isTrusted || typeof scope !== 'object' || !isCheck(definition)) return undefined;
    return this.task(definition, scope);
  }

  private async task(definition: CheckDefinition, folder: vscode.WorkspaceFolder): Promise<vscode.Task> {
    const files = definition.files ?? (await filesIn(folder));
    const cwd = folder.uri.fsPath;
    // Behind the dashes a name is a name, whatever it begins with.
    const execution = new vscode.ProcessExecution(
      process.execPath,
      [this.program, 'check', '--workspace', cwd, '--', ...files],
      { cwd, env: { ELECTRON_RUN_AS_NODE: '1' } },
    );
    const task = new vscode.Task(definition, folder, 'check', 'Causal', execution, '$causal');
    task.group = vscode.TaskGroup.Build;
    return task;
  }
}

async function filesIn(folder: vscode.WorkspaceFolder): Promise<string[]> {
  const pattern = new vscode.RelativePattern(folder, '**/*.{causal,causalnb}');
  const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**', mostFiles);
  return found.map((uri) => vscode.workspace.asRelativePath(uri, false)).sort();
}

function isCheck(definition: vscode.TaskDefinition): definition is CheckDefinition {
  const { task, files } = definition;
  const named =
    files === undefined || (Array.isArray(files) && files.every((file) => typeof file === 'string'));
  return definition.type === type && task === 'check' && named;
}
