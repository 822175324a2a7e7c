import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { resolveOutput } from '../../../../kernel/src/data/paths.js';
import type { Plan } from '../../../../kernel/src/plan.js';
import { formOf } from '../../exchange/forms.js';
import { causalCells } from '../../notebook/causal-cells.js';
import { reportedRunsOf } from '../../report/runs.js';
import { writeReport as write } from '../../report/write-report.js';
import { askOutput } from '../ask-output.js';
import { offerToOpen } from '../offer-to-open.js';
import { runInFront } from '../run-action.js';
import type { Command, Services } from '../services.js';
import { activeSpec, checkedPlan, type RunnableSpec, runnable } from '../subject.js';
import { requireTrust } from '../trust.js';
import { notebookOfCell } from '../workspace-folder.js';

/** Runs the spec or notebook in front and writes a report of it, as `causal run --report` does. */
export const writeReport: Command = (services) => async () => {
  if (!requireTrust()) return;
  const uri = await activeSpec();
  const spec = uri === undefined ? undefined : runnable(uri);
  if (uri === undefined || !spec) return;
  const plans = await plansOf(services, uri, spec);
  const into = plans && (await askPlace(spec));
  if (!plans || into === undefined) return;
  const { home, document } = spec;
  const path = await resolveOutput(home.workspace, join(home.folder, into));
  const title = vscode.l10n.t('Report on {0}', basename(document.path));
  const { results, done, tell } = await runInFront(services, spec, reportedRunsOf(plans), title);
  if (!done) return tell();
  const file = basename(document.path);
  const script = () => readFile(join(services.extension.fsPath, 'dist', 'report.js'), 'utf8');
  await write(results, { file, command: `causal run ${file} --report ${into}` }, path, script);
  await offerToOpen(vscode.l10n.t('The report is written to {0}.', into), path);
};

/** One plan of a spec, one per cell of a notebook; undefined where one has errors, which are then shown. */
async function plansOf(services: Services, uri: string, { home }: RunnableSpec): Promise<Plan[] | undefined> {
  const notebook = notebookOfCell(uri);
  const texts = notebook ? causalCells(notebook).map(({ document }) => document.uri.toString()) : [uri];
  const plans: Plan[] = [];
  for (const text of texts) {
    const plan = await checkedPlan(services, text, home);
    if (!plan) return undefined;
    plans.push(plan);
  }
  return plans;
}

/** Where the report goes. */
async function askPlace({ home, document }: RunnableSpec): Promise<string | undefined> {
  const name = basename(document.path);
  const into = await askOutput(join(home.workspace, home.folder), {
    title: vscode.l10n.t('Report on {0}: into which file?', name),
    proposed: `${basename(name, extname(name))}-report.html`,
    prompt: vscode.l10n.t('Relative to the folder of the spec; .html or .md'),
  });
  const form = into === undefined ? undefined : formOf(into);
  if (into !== undefined && form !== 'page' && form !== 'markdown')
    throw new Error(vscode.l10n.t('"{0}" must end in .html or .md.', into));
  return into;
}
