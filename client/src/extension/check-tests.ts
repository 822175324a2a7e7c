import * as vscode from 'vscode';
import type { Check, Result } from '../../../kernel/src/result.js';
import type { CheckedSpec } from '../../../server/src/compile.js';
import { type DeclarationView, languageId, type PartView } from '../../../server/src/protocol.js';
import { causalCells } from '../notebook/causal-cells.js';
import { problemLine } from '../notebook/cell-output.js';
import type { Kernel } from '../notebook/run-cell.js';
import { isNotebookOfOurs } from './spec-in-front.js';
import { requireTrust } from './trust.js';
import { homeOf } from './workspace-folder.js';

/** Items are made anew once typing has paused for this long, in ms. */
const pauseMs = 600;
/** Spec files of a workspace that are listed. */
const mostFiles = 500;

/** What the tests need of the rest of the extension. */
export interface CheckTestsHost {
  overview(uri: string): Promise<readonly DeclarationView[]>;
  check(uri: string, signal: AbortSignal): Promise<CheckedSpec>;
  kernelOf(document: vscode.Uri): Kernel;
}

/** An effect among the items, and where it stands. */
interface Subject {
  /** File or notebook. */
  readonly document: vscode.Uri;
  readonly effect: DeclarationView;
}

/**
 * The `check` clauses of effects as tests: running one estimates its effect and says which checks passed, with what was found on the clause
 * itself. Lists every spec file of the workspace and every open notebook; a file is read when it is unfolded or run.
 */
export class CheckTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController(
    'causal.checks',
    vscode.l10n.t('Causal checks'),
  );
  private readonly subjects = new WeakMap<vscode.TestItem, Subject>();
  private readonly disposables: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly host: CheckTestsHost) {
    const { controller } = this;
    controller.resolveHandler = (item) => (item ? this.fill(item) : this.discover());
    controller.refreshHandler = () => this.discover();
    const { Run } = vscode.TestRunProfileKind;
    controller.createRunProfile(
      vscode.l10n.t('Estimate and check'),
      Run,
      (request, token) => this.run(request, token),
      true,
    );
    this.disposables = [
      controller,
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === languageId) this.soon();
      }),
      vscode.workspace.onDidOpenNotebookDocument(() => this.soon()),
      vscode.workspace.onDidCloseNotebookDocument(({ uri }) => controller.items.delete(String(uri))),
    ];
  }

  /** Files of the workspace, and open notebooks, each an item of its own. */
  private async discover(): Promise<void> {
    const files = await vscode.workspace.findFiles('**/*.causal', '**/node_modules/**', mostFiles);
    const notebooks = vscode.workspace.notebookDocuments.filter(isNotebookOfOurs).map(({ uri }) => uri);
    this.controller.items.replace([...files, ...notebooks].map((uri) => this.itemOf(uri)));
  }

  private itemOf(uri: vscode.Uri): vscode.TestItem {
    const known = this.controller.items.get(String(uri));
    const item =
      known ?? this.controller.createTestItem(String(uri), vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    return item;
  }

  /** The effects of a file or notebook, with their checks. */
  private async fill(item: vscode.TestItem): Promise<void> {
    const document = item.uri;
    if (!document || this.subjects.has(item)) return;
    // The server answers for open documents alone.
    if (!openNotebook(document)) await vscode.workspace.openTextDocument(document);
    const effects = (await this.host.overview(String(document))).filter(({ kind }) => kind === 'effect');
    item.children.replace(effects.map((effect) => this.effectItem(document, effect)));
  }

  private effectItem(document: vscode.Uri, effect: DeclarationView): vscode.TestItem {
    const item = this.placed(`${document} ${effect.name}`, effect);
    this.subjects.set(item, { document, effect });
    item.children.replace(
      effect.parts.map((check) => this.placed(`${document} ${effect.name} ${check.name}`, check)),
    );
    return item;
  }

  private placed(id: string, { name, place }: PartView): vscode.TestItem {
    const item = this.controller.createTestItem(id, name, vscode.Uri.parse(place.uri));
    item.range = rangeOf(place);
    return item;
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.renew().catch(() => undefined), pauseMs);
  }

  /** What is open may say something else now; what was never unfolded is left alone. */
  private async renew(): Promise<void> {
    for (const notebook of vscode.workspace.notebookDocuments.filter(isNotebookOfOurs)) {
      if (!this.controller.items.get(String(notebook.uri)))
        this.controller.items.add(this.itemOf(notebook.uri));
    }
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => String(uri)));
    for (const [id, item] of this.controller.items) {
      const isOpen = open.has(id) || (item.uri && openNotebook(item.uri));
      if (isOpen && item.children.size > 0) await this.fill(item);
    }
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!requireTrust()) return;
    const run = this.controller.createTestRun(request);
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => stop.abort());
    try {
      const wanted = request.include ?? [...this.controller.items].map(([, item]) => item);
      const excluded = new Set(request.exclude ?? []);
      for (const [effect, checks] of await this.grouped(wanted)) {
        const left = checks.filter((check) => !excluded.has(check) && !excluded.has(effect));
        if (stop.signal.aborted) for (const check of left) run.skipped(check);
        else if (left.length > 0) await this.runEffect(effect, left, run, stop.signal);
      }
    } finally {
      listening.dispose();
      run.end();
    }
  }

  /** The checks asked for by their effect, which is estimated once. */
  private async grouped(
    wanted: readonly vscode.TestItem[],
  ): Promise<Map<vscode.TestItem, vscode.TestItem[]>> {
    const groups = new Map<vscode.TestItem, vscode.TestItem[]>();
    const add = (effect: vscode.TestItem, checks: readonly vscode.TestItem[]) =>
      groups.set(effect, [...new Set([...(groups.get(effect) ?? []), ...checks])]);
    for (const item of wanted) {
      if (this.subjects.has(item)) add(item, childrenOf(item));
      else if (item.parent && this.subjects.has(item.parent)) add(item.parent, [item]);
      else {
        await this.fill(item);
        for (const effect of childrenOf(item)) add(effect, childrenOf(effect));
      }
    }
    return groups;
  }

  private async runEffect(
    item: vscode.TestItem,
    checks: readonly vscode.TestItem[],
    run: vscode.TestRun,
    signal: AbortSignal,
  ): Promise<void> {
    for (const check of checks) run.started(check);
    const began = Date.now();
    try {
      const found = await this.estimate(this.subjects.get(item), signal);
      for (const check of checks) conclude(check, found, run, Date.now() - began);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      for (const check of checks) {
        if (signal.aborted) run.skipped(check);
        else run.errored(check, messageAt(check, message));
      }
    }
  }

  /** Checks of an effect as its estimation found them. @throws Error saying why there are none */
  private async estimate(subject: Subject | undefined, signal: AbortSignal): Promise<readonly Check[]> {
    const home = subject && homeOf(subject.document);
    if (!home)
      throw new Error(
        vscode.l10n.t('Save the spec on this machine first: its data are read from its folder.'),
      );
    const { document, effect } = subject;
    const notebook = openNotebook(document);
    // The last cell sees all others.
    const uri = notebook ? causalCells(notebook).at(-1)?.document.uri : document;
    const { problems, plan } = await this.host.check(String(uri ?? document), signal);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (!plan || errors.length > 0) throw new Error(errors.map(problemLine).join('\n'));
    const step = plan.steps.find(({ kind, name }) => kind === 'effect' && name === effect.name);
    if (!step) throw new Error(vscode.l10n.t('{0} declares no effect {1} any more.', plan.spec, effect.name));
    const results: Result[] = [];
    const listener = { progress: () => undefined, result: (result: Result) => void results.push(result) };
    const actions = [{ verb: 'train', name: step.name, place: step.place } as const];
    const outcome = await this.host
      .kernelOf(document)
      .run({ plan, folder: home.folder, actions }, listener, signal);
    if (outcome.status === 'refused') throw new Error(outcome.problems.map(problemLine).join('\n'));
    if (outcome.status === 'failed') throw new Error(outcome.message);
    if (outcome.status === 'cancelled') throw new Error(vscode.l10n.t('Interrupted before it was finished.'));
    return results.flatMap((result) => (result.kind === 'effect' ? result.checks : []));
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

function conclude(item: vscode.TestItem, found: readonly Check[], run: vscode.TestRun, ms: number): void {
  const own = found.filter(({ name }) => name === item.label);
  const failed = own.filter(({ passed }) => !passed);
  if (own.length === 0) run.skipped(item);
  else if (failed.length === 0) run.passed(item, ms);
  else run.failed(item, messageAt(item, failed.map(({ sentence }) => sentence).join('\n')), ms);
}

function messageAt(item: vscode.TestItem, text: string): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
  return message;
}

const childrenOf = (item: vscode.TestItem): vscode.TestItem[] => [...item.children].map(([, child]) => child);

function openNotebook(uri: vscode.Uri): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) => String(notebook.uri) === String(uri));
}

function rangeOf({ range: { start, end } }: PartView['place']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
