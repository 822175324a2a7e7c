import * as vscode from 'vscode';
import type { Plan, Step } from '../../../kernel/src/plan.js';
import { type CommandSubject, languageId } from '../../../server/src/protocol.js';
import { causalCells } from '../notebook/causal-cells.js';
import { kindWords } from './kind-words.js';
import type { Services } from './services.js';
import { showProblems } from './show-problems.js';
import { type Home, homeOf, notebookOfCell } from './workspace-folder.js';

/** A spec or notebook that a kernel can run. */
export interface RunnableSpec {
  readonly home: Home;
  /** Of the file or notebook, by which its kernel is found. */
  readonly document: vscode.Uri;
}

/** What a command is about: a declaration, the plan it is part of, and where that lies. */
export interface Subject extends RunnableSpec {
  readonly step: Step;
  readonly plan: Plan;
}

type Kind = Extract<Step['kind'], 'effect' | 'model' | 'policy' | 'price' | 'stock' | 'rank' | 'graph'>;

/** What a step is called: prices and orders are policies to a person. */
const wordOf = (kind: Kind): string => kindWords[kind === 'price' || kind === 'stock' ? 'policy' : kind];

/** What a code lens hands to its command. */
export const isSubject = (value: unknown): value is CommandSubject =>
  typeof value === 'object' &&
  value !== null &&
  'uri' in value &&
  typeof value.uri === 'string' &&
  'name' in value &&
  typeof value.name === 'string';

/** The last `causal` cell: every declaration of the notebook is above it or in it. */
const lastCell = (notebook: vscode.NotebookDocument): string | undefined =>
  causalCells(notebook).at(-1)?.document.uri.toString();

async function pickSpecFile(): Promise<string | undefined> {
  const files = await vscode.workspace.findFiles('**/*.causal', '**/node_modules/**', 500);
  if (files.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no .causal file in this workspace. Run "Causal: Open Sample" to get one.'),
    );
    return undefined;
  }
  if (files.length === 1) return files[0].toString();
  const items = files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which spec?') });
  return picked?.uri.toString();
}

/** The spec in front of the person, or one they choose. */
export async function activeSpec(): Promise<string | undefined> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  const cell = notebook && lastCell(notebook);
  if (cell) return cell;
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === languageId ? document.uri.toString() : pickSpecFile();
}

async function pickStep(
  plan: Plan,
  kinds: readonly Kind[],
  name: string | undefined,
): Promise<Step | undefined> {
  const steps = plan.steps.filter((step) => kinds.some((kind) => kind === step.kind));
  const what = [...new Set(kinds.map(wordOf))].join(vscode.l10n.t(' or '));
  if (name !== undefined || steps.length === 0) {
    const named = steps.find((step) => step.name === name);
    if (!named)
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} declares no {1} {2}', plan.spec, what, name ?? '').trim(),
      );
    return named;
  }
  if (steps.length === 1) return steps[0];
  const items = steps.map((step) => ({ label: step.name, description: wordOf(step.kind as Kind), step }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which {0}?', what) }))?.step;
}

/**
 * What a command is about: what the code lens says, or what the person picks from the spec in front of them. Undefined
 * where they pick nothing, or where the spec has errors, which are then shown.
 */
export async function pickSubject(
  services: Services,
  kinds: readonly Kind[],
  argument: unknown,
): Promise<Subject | undefined> {
  const given = isSubject(argument) ? argument : undefined;
  const uri = given?.uri ?? (await activeSpec());
  if (uri === undefined) return undefined;
  const spec = runnable(uri);
  const plan = spec && (await checkedPlan(services, uri, spec.home));
  const step = plan && (await pickStep(plan, kinds, given?.name));
  return step && { step, plan, ...spec };
}

/** The spec of a file, or the notebook of a cell; undefined, after saying so, where it lies on no disk. */
export function runnable(uri: string): RunnableSpec | undefined {
  const document = notebookOfCell(uri)?.uri ?? vscode.Uri.parse(uri);
  const home = homeOf(document);
  if (home) return { document, home };
  void vscode.window.showErrorMessage(
    vscode.l10n.t('Save the spec on this machine first: its data are read from its folder.'),
  );
  return undefined;
}

/** The plan of a spec or a cell; undefined where it has errors, which are then shown. */
export async function checkedPlan(services: Services, uri: string, home: Home): Promise<Plan | undefined> {
  // The server answers for open documents alone.
  await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const { problems, plan } = await services.language.check(uri);
  if (plan && !problems.some((problem) => problem.severity === 'error')) return plan;
  await showProblems(problems, home.workspace, services.log);
  return undefined;
}
