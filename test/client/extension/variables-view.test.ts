import { beforeEach, describe, expect, it, vi } from 'vitest';
import { VariablesView } from '../../../client/src/extension/variables-view.js';
import type { DeclarationView } from '../../../server/src/protocol.js';

const editor = vi.hoisted(() => ({ module: {} as Record<string, unknown> }));
vi.mock('vscode', async () => new Proxy((await import('../l10n.js')).inEnglish(editor.module), {}));

const place = {
  uri: 'file:///s.causal',
  range: { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } },
};
const tenure = { name: 'tenure', detail: 'numeric', place };
const visits: DeclarationView = {
  kind: 'data',
  name: 'visits',
  detail: 'visits.csv · 3 rows',
  place,
  parts: [tenure],
};

const event = () => {
  const listeners: (() => void)[] = [];
  const on = (listener: () => void) => {
    listeners.push(listener);
    return { dispose: () => undefined };
  };
  return { on, fire: () => listeners.forEach((listener) => void listener()) };
};

describe('the variables view', () => {
  const [textEditor, other] = [event(), event()];
  const window: Record<string, unknown> = {};
  const asked: string[] = [];
  const view = { visible: true, onDidChangeVisibility: other.on, dispose: () => undefined };
  let shown: VariablesView;

  beforeEach(() => {
    asked.length = 0;
    view.visible = true;
    Object.assign(window, {
      createTreeView: () => view,
      activeTextEditor: { document: { languageId: 'causal', uri: 'file:///s.causal' } },
      onDidChangeActiveTextEditor: textEditor.on,
      onDidChangeActiveNotebookEditor: other.on,
    });
    Object.assign(editor.module, {
      window,
      EventEmitter: class {
        event = () => ({ dispose: () => undefined });
        fire = () => undefined;
      },
      TreeItem: class {
        constructor(
          readonly label: string,
          readonly collapsibleState: number,
        ) {}
      },
      TreeItemCollapsibleState: { None: 0, Collapsed: 1 },
      ThemeIcon: class {
        constructor(readonly id: string) {}
      },
      NotebookCellKind: { Code: 2 },
      commands: { registerCommand: () => ({ dispose: () => undefined }) },
      workspace: {
        onDidChangeNotebookDocument: other.on,
        onDidChangeTextDocument: other.on,
        onDidGrantWorkspaceTrust: other.on,
      },
    });
    shown = new VariablesView(async (uri) => {
      asked.push(uri);
      return [visits, visits];
    });
  });

  it('lists each declaration once, with its parts below it, each leading to its place', async () => {
    const [entry, ...more] = await shown.getChildren();
    expect(more).toEqual([]);
    const item = shown.getTreeItem(entry);
    expect(item).toMatchObject({ label: 'visits', description: 'visits.csv · 3 rows', collapsibleState: 1 });
    expect(item.accessibilityInformation?.label).toBe('data, visits, visits.csv · 3 rows');
    const [part] = await shown.getChildren(entry);
    expect(shown.getTreeItem(part)).toMatchObject({ label: 'tenure', collapsibleState: 0 });
    for (const each of [entry, part]) expect(shown.getTreeItem(each).command?.arguments).toEqual([place]);
  });

  it('follows the editor: to another spec, to nothing, and stays while results are in front', async () => {
    const front = async (document: unknown) => {
      window.activeTextEditor = document && { document };
      textEditor.fire();
      return (await shown.getChildren()).length;
    };
    expect(await front({ languageId: 'causal', uri: 'file:///b.causal' })).toBe(1);
    expect(await front(undefined)).toBe(1);
    expect(await front({ languageId: 'python', uri: 'file:///c.py' })).toBe(0);
    expect(asked).toEqual(['file:///b.causal', 'file:///b.causal']);
  });

  it('asks nothing while nobody can see it', async () => {
    view.visible = false;
    expect(await shown.getChildren()).toEqual([]);
    expect(asked).toEqual([]);
  });
});
