import { join } from 'node:path';
import * as vscode from 'vscode';
import { askOutput, asWritten } from '../ask-output.js';
import { runAction } from '../run-action.js';
import type { Command } from '../services.js';
import { pickSubject, type Subject } from '../subject.js';
import { requireTrust } from '../trust.js';

const extensions = ['csv', 'tsv', 'parquet', 'json', 'jsonl', 'ndjson'];
const mostFiles = 1000;

const folderOf = ({ home }: Subject): string => join(home.workspace, home.folder);

async function pickData(subject: Subject): Promise<string | undefined> {
  const pattern = new vscode.RelativePattern(folderOf(subject), `**/*.{${extensions.join(',')}}`);
  const files = await vscode.workspace.findFiles(pattern, '**/{node_modules,.causal}/**', mostFiles);
  const paths = files
    .map((uri) => asWritten(folderOf(subject), uri.fsPath))
    .filter((path) => path !== undefined);
  if (paths.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no data file beside this spec or below its folder.'),
    );
    return undefined;
  }
  return vscode.window.showQuickPick(paths.sort(), {
    title: vscode.l10n.t('Score which file with {0}?', subject.step.name),
  });
}

/** Where the scored table goes. */
async function pickDestination(subject: Subject, on: string): Promise<string | undefined> {
  const dot = on.lastIndexOf('.');
  return askOutput(folderOf(subject), {
    title: vscode.l10n.t('Score {0}: into which file?', on),
    proposed: `${on.slice(0, dot)}-scored${on.slice(dot)}`,
    prompt: vscode.l10n.t('Relative to the folder of the spec; .csv, .parquet or .json'),
  });
}

/** Applies an effect, a model or a policy to every row of a file and writes the table with the scores. */
export const scoreFile: Command = (services) => async (argument) => {
  if (!requireTrust()) return;
  const subject = await pickSubject(services, ['effect', 'model', 'policy'], argument);
  const on = subject && (await pickData(subject));
  const into = on && (await pickDestination(subject, on));
  if (!into) return;
  const { name, place } = subject.step;
  await runAction(
    services,
    subject,
    { verb: 'score', name, on, into, place },
    vscode.l10n.t('Score {0} with {1}', on, name),
  );
};
