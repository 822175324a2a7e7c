import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../../../kernel/src/problem.js';
import { causalCells } from '../notebook/causal-cells.js';
import { problemLine } from '../notebook/cell-output.js';

const open = vscode.l10n.t('Go to Problem');
const all = vscode.l10n.t('Show All');
const fetch = vscode.l10n.t('Fetch the Model');

/** Selects a `causal` cell of a notebook; `cell` counts them from 1. */
async function revealCell(uri: vscode.Uri, cell: number): Promise<void> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const index = causalCells(notebook)[cell - 1]?.index ?? 0;
  const selections = [new vscode.NotebookRange(index, index + 1)];
  await vscode.window.showNotebookDocument(notebook, { selections });
}

async function reveal(problem: Problem, workspace: string): Promise<void> {
  const { file, line = 1, character = 1 } = problem.place ?? {};
  if (file === undefined) return;
  const inCell = /^(.*) \(cell (\d+)\)$/.exec(file);
  const uri = vscode.Uri.file(resolve(workspace, inCell?.[1] ?? file));
  if (inCell) return revealCell(uri, Number(inCell[2]));
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, character - 1));
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
}

/** Tells of a spec's errors: the first in full with its file and line, the way to it, and how many more there are. */
export async function showProblems(
  problems: readonly Problem[],
  workspace: string,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return;
  const [first] = errors;
  for (const error of errors) log.error(problemLine(error));
  const line = problemLine(first);
  const model = missingModel(first);
  const choices = [
    ...(model === undefined ? [] : [fetch]),
    ...(first.place?.file ? [open] : []),
    ...(errors.length > 1 ? [all] : []),
  ];
  const choice = await vscode.window.showErrorMessage(
    errors.length > 1 ? vscode.l10n.t('{0} (and {1} more)', line, errors.length - 1) : line,
    ...choices,
  );
  if (choice === open) await reveal(first, workspace);
  if (choice === all) log.show();
  if (choice === fetch) await vscode.commands.executeCommand('causal.fetchModel', model);
}

/** The model that a run lacks, as the command that fetches it is given it. */
function missingModel({ code, message }: Problem): string | undefined {
  return code === 'CS4002' ? /`causal fetch-model (\S+)`/.exec(message)?.[1] : undefined;
}
