import * as vscode from 'vscode';
import { type DrawnGraph, languageId } from '../../../../server/src/protocol.js';
import {
  type FromPage,
  readFromPage,
  readSaved,
  type SavedGraph,
  type ToPage,
} from '../../renderer/graph-view/messages.js';
import type { SpecLanguage } from '../client.js';
import { applyChange } from './apply-change.js';
import { cursorInFront } from './cursor.js';
import { graphPage } from './graph-page.js';
import { revealText } from './reveal-text.js';
import { saveSvg } from './save-svg.js';
import { shownGraph } from './shown-graph.js';

export const graphViewType = 'causal.graph';

/** Until the graph is asked for anew: after a step of the cursor, and once typing pauses, in ms. */
const [afterStep, afterTyping] = [60, 150];

/** Texts that a page of another window may name, and those of them that can be opened again. */
const [isText, isSpecFile] = [/^(file|untitled|vscode-notebook-cell):/, /^file:.*\.causal$/];

const unreadable = vscode.l10n.t(
  'The text has a syntax error; until it is mended the last graph that could be read stays here.',
);
const missing = vscode.l10n.t(
  'No text that is open here has a graph; write one: graph NAME { cause -> effect }.',
);

/**
 * The picture of the graph at the cursor, beside the editor. There is one; it follows the cursor from graph to graph and the text as it
 * changes, and what is done in it is done to the text. It reads the text alone: no data file, no kernel.
 */
export class GraphPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  /** The text that the cursor was last in, and the graph and the effect that stay where it is in none. */
  private saved: SavedGraph | undefined;
  private drawn: DrawnGraph | undefined;
  /** Variable under the cursor that the page knows of. */
  private variable: string | undefined;
  private isReady = false;
  /** The picture is wanted as a file: once it is drawn, and from then on as soon as it comes. */
  private wanted: 'no' | 'when drawn' | 'asked for' = 'no';
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly language: Pick<SpecLanguage, 'graphAt' | 'changeGraph'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const step = () => this.soon(afterStep);
    this.disposables = [
      vscode.window.onDidChangeTextEditorSelection(step),
      vscode.window.onDidChangeActiveTextEditor(step),
      vscode.window.onDidChangeActiveNotebookEditor(step),
      vscode.window.onDidChangeNotebookEditorSelection(step),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === languageId) this.soon(afterTyping);
      }),
      // The server starts anew, and then knows which variables the data have.
      vscode.workspace.onDidGrantWorkspaceTrust(step),
    ];
  }

  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  /** Opens the picture. @param name the graph; that at the cursor where it is left out */
  async open(uri: string, name?: string): Promise<void> {
    this.saved = { uri, ...(name !== undefined && { shown: name }) };
    const panel = this.panel ?? this.create();
    panel.reveal(undefined, true);
    await this.update(name === undefined);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const saved = readSaved(state);
    if (this.panel || !saved || !isText.test(saved.uri)) {
      panel.dispose();
      return;
    }
    this.saved = saved;
    this.adopt(panel);
    await openAgain(saved.uri);
    await this.update();
  }

  /** Has the page make a file of its picture. */
  export(): void {
    if (!this.panel) return;
    this.panel.reveal(undefined, true);
    this.wanted = 'when drawn';
    this.askForPicture();
  }

  private create(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      graphViewType,
      vscode.l10n.t('Graph'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      {},
    );
    this.adopt(panel);
    return panel;
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const folder = vscode.Uri.joinPath(this.extension, 'dist');
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media/causal.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.onDidDispose(() => this.forget());
    panel.onDidChangeViewState(() => {
      // A page that is hidden is thrown away, and says that it is ready when it is made again.
      if (!panel.visible) this.isReady = false;
    });
    panel.webview.onDidReceiveMessage((message) => {
      this.receive(message).catch((error) => {
        this.log.error(error instanceof Error ? error : String(error));
        this.post({ type: 'said', text: error instanceof Error ? error.message : String(error) });
      });
    });
    panel.webview.html = graphPage(panel.webview, vscode.Uri.joinPath(folder, 'graph-view.js'));
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.panel = undefined;
    this.drawn = undefined;
    this.variable = undefined;
    this.isReady = false;
    this.wanted = 'no';
    this.turn++;
  }

  private soon(delay: number): void {
    if (!this.panel) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.update().catch((error) => this.log.debug(`The graph: ${error}`));
    }, delay);
  }

  /** Asks what graph is at the cursor, and tells the page. Of answers that overtake each other the last question's counts. */
  private async update(follows = true): Promise<void> {
    if (!this.saved || !this.panel) return;
    const { uri, shown, effect } = this.saved;
    const at = (follows ? cursorInFront() : undefined) ?? { uri };
    const turn = ++this.turn;
    const answer = await this.language.graphAt({ ...at, shown, effect });
    if (turn !== this.turn || !this.panel) return;
    if (answer.is !== 'graph') {
      this.post({ type: 'note', text: answer.is === 'none' ? missing : unreadable });
      return;
    }
    const { graph, variable } = answer;
    const isOther = graph.uri !== this.drawn?.uri || graph.name !== this.drawn.name;
    const isStep = isOther || variable !== this.variable;
    this.drawn = graph;
    this.variable = variable;
    this.saved = { uri: at.uri, shown: graph.name, ...(graph.effect && { effect: graph.effect }) };
    this.panel.title = vscode.l10n.t('Graph {0}', graph.name);
    this.tell(isStep ? variable : undefined);
  }

  /** @param variable where the cursor has come to */
  private tell(variable: string | undefined): void {
    if (!this.drawn || !this.saved) return;
    const graph = shownGraph(this.drawn);
    this.post({ type: 'graph', graph, ...(variable !== undefined && { variable }), saved: this.saved });
    this.askForPicture();
  }

  private askForPicture(): void {
    if (this.wanted !== 'when drawn' || !this.isReady || !this.drawn) return;
    this.wanted = 'asked for';
    this.post({ type: 'export' });
  }

  private post(message: ToPage): void {
    if (this.isReady) void this.panel?.webview.postMessage(message);
  }

  private async receive(value: unknown): Promise<void> {
    const message = readFromPage(value);
    if (message) await this.answer(message);
    else this.log.warn('The page of a graph said what it may not say.');
  }

  private async answer(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.tell(this.variable);
        return this.update(false);
      case 'effect':
        if (this.saved) this.saved = { ...this.saved, effect: message.name };
        return this.update(false);
      case 'export':
        return this.export();
      case 'svg':
        if (!this.drawn || this.wanted !== 'asked for') return;
        this.wanted = 'no';
        return this.say(await saveSvg(message.text, this.drawn.name, this.drawn.uri));
      case 'change': {
        const { uri, version, graph, change } = message;
        if (this.drawn?.uri !== uri || this.drawn.name !== graph) return;
        return this.say(await applyChange(this.language, { uri, version, graph, change }));
      }
      default:
        return this.reveal(message);
    }
  }

  private async reveal(message: Extract<FromPage, { type: `reveal ${string}` }>): Promise<void> {
    const drawn =
      message.type === 'reveal variable'
        ? this.drawn?.variables.find(({ name }) => name === message.name)
        : this.drawn?.arrows.find(({ from, to }) => from === message.from && to === message.to);
    if (!drawn || !this.drawn) return;
    const { start, end } = drawn.range;
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    await revealText(this.drawn.uri, range);
  }

  private say(text: string): void {
    this.post({ type: 'said', text });
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
    this.panel?.dispose();
  }
}

/** The server answers for open texts alone. One that is gone leaves the page with its remark. */
async function openAgain(uri: string): Promise<void> {
  if (!isSpecFile.test(uri)) return;
  try {
    await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  } catch {
    // Deleted, or renamed: there is no graph to show.
  }
}
