import * as vscode from 'vscode';
import { type DeclarationView, languageId, type PartView } from '../../../server/src/protocol.js';
import { kindWords } from './kind-words.js';
import { revealPlace } from './reveal-place.js';
import { specInFront } from './spec-in-front.js';

/** As the manifest names it. */
const viewId = 'causal.variables';

/** Behind a click on an entry; in no menu. */
const reveal = 'causal.revealPlace';

/** The view asks again once typing has paused for this long, in ms. */
const pauseMs = 400;

const icons: Readonly<Record<DeclarationView['kind'], string>> = {
  parameter: 'symbol-constant',
  data: 'table',
  text: 'whole-word',
  graph: 'type-hierarchy',
  effect: 'beaker',
  model: 'graph-line',
  policy: 'target',
  rank: 'list-ordered',
};

type Entry = DeclarationView | (PartView & { readonly of: DeclarationView });

const isDeclaration = (entry: Entry): entry is DeclarationView => 'kind' in entry;

/**
 * What the spec or notebook in front declares: data with their columns, texts, graphs with the role of each variable, effects with their last
 * estimate and checks, models, policies and rankings. Follows the editor; a click leads to the place.
 */
export class VariablesView implements vscode.TreeDataProvider<Entry>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Entry>;
  private readonly disposables: vscode.Disposable[];
  private shown: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param overview what an open spec or notebook declares, by its URI */
  constructor(private readonly overview: (uri: string) => Promise<readonly DeclarationView[]>) {
    this.view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    const follow = () => this.follow();
    this.disposables = [
      this.view,
      this.changed,
      this.view.onDidChangeVisibility(follow),
      vscode.window.onDidChangeActiveTextEditor(follow),
      vscode.window.onDidChangeActiveNotebookEditor(follow),
      vscode.workspace.onDidChangeNotebookDocument(() => this.soon()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === languageId) this.soon();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.soon()),
      vscode.commands.registerCommand(reveal, (place: PartView['place']) => revealPlace(place)),
    ];
    this.follow();
  }

  /** Asks again, since a run has found something. */
  soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed.fire(), pauseMs);
  }

  async getChildren(entry?: Entry): Promise<Entry[]> {
    if (!entry) return this.declarations();
    return isDeclaration(entry) ? entry.parts.map((part) => ({ ...part, of: entry })) : [];
  }

  getTreeItem(entry: Entry): vscode.TreeItem {
    const { name, detail, place } = entry;
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const declared = isDeclaration(entry);
    const item = new vscode.TreeItem(name, declared && entry.parts.length > 0 ? Collapsed : None);
    const kind = declared ? kindWords[entry.kind] : '';
    item.id = declared ? `${entry.kind} ${name}` : `${entry.of.kind} ${entry.of.name} ${name}`;
    item.description = detail;
    item.tooltip = [kind, name, detail].filter(Boolean).join(' · ');
    item.accessibilityInformation = { label: [kind, name, detail].filter(Boolean).join(vscode.l10n.t(', ')) };
    if (declared) item.iconPath = new vscode.ThemeIcon(icons[entry.kind]);
    item.command = { command: reveal, title: vscode.l10n.t('Go to Place'), arguments: [place] };
    return item;
  }

  private async declarations(): Promise<Entry[]> {
    if (this.shown === undefined || !this.view.visible) return [];
    try {
      const found = await this.overview(this.shown);
      // Of several of a name, which is an error told elsewhere, one is shown: an id stands for one entry.
      return [...new Map(found.map((one) => [`${one.kind} ${one.name}`, one])).values()];
    } catch {
      // Asked of a server that has ended: the next change asks again.
      return [];
    }
  }

  private follow(): void {
    const front = specInFront();
    if (front !== 'same') this.shown = front;
    this.changed.fire();
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
