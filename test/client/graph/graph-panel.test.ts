import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ToPage } from '../../../client/src/renderer/graph-view/messages.js';
import type {
  ChangeGraphAnswer,
  ChangeGraphParameters,
  DrawnGraph,
  GraphAtAnswer,
  GraphAtParameters,
} from '../../../server/src/protocol.js';

/** As much of the editor's API as the panel touches, with what it did to it written down. */
const editor = vi.hoisted(() => {
  class Place {
    constructor(
      readonly line: number,
      readonly character: number,
    ) {}
  }
  class Range {
    readonly start: Place;
    readonly end: Place;
    constructor(a: number, b: number, c: number, d: number) {
      this.start = new Place(a, b);
      this.end = new Place(c, d);
    }
  }
  const listeners: Record<string, (event: unknown) => void> = {};
  const on = (name: string) => (listener: (event: never) => void) => {
    listeners[name] = listener as (event: unknown) => void;
    return { dispose: () => undefined };
  };
  const uriOf = (text: string) => ({
    scheme: text.split(':')[0],
    fsPath: text.replace('file://', ''),
    toString: () => text,
  });
  const panels: FakePanel[] = [];
  class FakePanel {
    readonly posted: ToPage[] = [];
    title = '';
    visible = true;
    disposed = false;
    tell: (message: unknown) => void = () => undefined;
    private closed: () => void = () => undefined;
    readonly webview = {
      cspSource: 'vscode-webview:',
      html: '',
      options: {},
      asWebviewUri: (uri: unknown) => uri,
      onDidReceiveMessage: (listener: (message: unknown) => void) => {
        this.tell = listener;
      },
      postMessage: async (message: ToPage) => this.posted.push(message),
    };
    readonly onDidDispose = (listener: () => void) => {
      this.closed = listener;
    };
    readonly onDidChangeViewState = () => undefined;
    readonly reveal = () => undefined;
    dispose() {
      this.disposed = true;
      this.closed();
    }
  }
  const state = {
    active: undefined as { document: object; selection: { active: Place } } | undefined,
    texts: [] as { uri: ReturnType<typeof uriOf>; version: number; languageId: string; isClosed?: boolean }[],
    applied: [] as { uri: string; edits: { newText: string }[] }[],
    shown: [] as { uri: string; line: number }[],
    takes: true,
  };
  const module = {
    Range,
    Position: Place,
    ViewColumn: { One: 1, Beside: -2 },
    Uri: { joinPath: (uri: { toString(): string }, name: string) => uriOf(`${uri}/${name}`), parse: uriOf },
    TextEdit: { replace: (range: Range, newText: string) => ({ range, newText }) },
    TabInputText: class {},
    WorkspaceEdit: class {
      set(uri: { toString(): string }, edits: { newText: string }[]) {
        state.applied.push({ uri: uri.toString(), edits });
      }
    },
    Disposable: { from: () => ({ dispose: () => undefined }) },
    window: {
      get activeTextEditor() {
        return state.active;
      },
      activeNotebookEditor: undefined,
      tabGroups: { all: [] },
      createWebviewPanel: () => {
        panels.push(new FakePanel());
        return panels[panels.length - 1];
      },
      showTextDocument: async (document: { uri: object }, options: { selection: Range }) => {
        state.shown.push({ uri: String(document.uri), line: options.selection.start.line });
      },
      onDidChangeTextEditorSelection: on('selection'),
      onDidChangeActiveTextEditor: on('active'),
      onDidChangeActiveNotebookEditor: on('notebook'),
      onDidChangeNotebookEditorSelection: on('cells'),
    },
    workspace: {
      notebookDocuments: [],
      get textDocuments() {
        return state.texts;
      },
      openTextDocument: async (uri: object) => ({ uri }),
      applyEdit: async () => state.takes,
      onDidChangeTextDocument: on('text'),
      onDidGrantWorkspaceTrust: on('trust'),
    },
  };
  return { module, panels, listeners, state, FakePanel, uriOf, Place };
});
vi.mock('vscode', async () => (await import('../l10n.js')).inEnglish(editor.module));

const { GraphPanel } = await import('../../../client/src/extension/graph/graph-panel.js');

const uri = 'file:///shop/spec.causal';
const at = (line: number) => ({ start: { line, character: 2 }, end: { line, character: 8 } });
const drawn: DrawnGraph = {
  uri,
  version: 1,
  name: 'shop',
  variables: [
    { name: 'tenure', observed: true, role: 'confounder', range: at(3) },
    { name: 'coupon', observed: true, role: 'treatment', range: at(4) },
  ],
  arrows: [{ from: 'tenure', to: 'coupon', confounding: true, range: at(5) }],
  effects: ['lift'],
  effect: 'lift',
  sentence: '2 variables and 1 arrow.',
  others: [],
};

let asked: GraphAtParameters[];
let changes: ChangeGraphParameters[];
let answer: GraphAtAnswer;
let changed: ChangeGraphAnswer;
let panel: InstanceType<typeof GraphPanel>;
const warnings: string[] = [];
const log = { warn: (text: string) => warnings.push(text), error: () => undefined, debug: () => undefined };

const language = {
  graphAt: async (parameters: GraphAtParameters) => {
    asked.push(parameters);
    return answer;
  },
  changeGraph: async (parameters: ChangeGraphParameters) => {
    changes.push(parameters);
    return changed;
  },
};

/** The page of the panel that was opened last. */
const page = () => editor.panels[editor.panels.length - 1];
const types = () =>
  page()
    .posted.splice(0)
    .map((message) => ('text' in message ? message.text : message.type));
const settle = () => vi.advanceTimersByTimeAsync(1000);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  changes = [];
  warnings.length = 0;
  editor.panels.length = 0;
  Object.assign(editor.state, { applied: [], shown: [], takes: true });
  answer = { is: 'graph', graph: drawn, variable: 'tenure' };
  changed = { edits: [{ range: at(3), newText: 'x' }], said: 'Did it.' };
  editor.state.active = {
    document: { uri: editor.uriOf(uri), languageId: 'causal' },
    selection: { active: new editor.Place(3, 4) },
  };
  editor.state.texts = [{ uri: editor.uriOf(uri), version: 1, languageId: 'causal' }];
  panel = new GraphPanel(editor.uriOf('file:///ext') as never, language, log as never);
});

async function open(): Promise<void> {
  await panel.open(uri);
  page().tell({ type: 'ready' });
  await settle();
}

describe('the panel of a graph', () => {
  test('has a page that runs one script of ours, by nonce, and takes nothing from elsewhere', async () => {
    await open();
    const { html, options } = page().webview;
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[\w+/=]+'; style-src vscode-webview:;/);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toMatch(/<script nonce="[^"]+" src="[^"]*graph-view.js"><\/script>/);
    expect(options).toMatchObject({ enableScripts: true, localResourceRoots: [expect.anything()] });
  });

  test('tells the page the graph once it is ready, and the variable when the cursor has come to another one', async () => {
    await open();
    const first = page().posted.splice(0);
    expect(first[0]).toMatchObject({
      type: 'graph',
      variable: 'tenure',
      saved: { uri, shown: 'shop', effect: 'lift' },
    });
    expect(asked[0]).toMatchObject({ uri, position: { line: 3, character: 4 } });
    editor.listeners.text({ document: editor.state.texts[0] });
    await settle();
    expect(page().posted.splice(0)).toEqual([expect.not.objectContaining({ variable: expect.anything() })]);
    answer = { is: 'graph', graph: drawn, variable: 'coupon' };
    editor.listeners.selection({});
    await settle();
    expect(page().posted.splice(0)).toEqual([expect.objectContaining({ variable: 'coupon' })]);
  });

  test('asks once typing pauses, not at every key', async () => {
    await open();
    asked.length = 0;
    for (let i = 0; i < 10; i++) {
      editor.listeners.text({ document: editor.state.texts[0] });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(asked).toHaveLength(0);
    await settle();
    expect(asked).toHaveLength(1);
  });

  test('says that a text cannot be read, and where there is no graph', async () => {
    await open();
    types();
    for (const is of ['unreadable', 'none'] as const) {
      answer = { is };
      editor.listeners.selection({});
      await settle();
    }
    expect(types()).toEqual([
      expect.stringContaining('syntax error'),
      expect.stringContaining('has a graph; write one'),
    ]);
  });

  test('shows the graph that a lens names, wherever the cursor is, with the roles of the effect that is chosen', async () => {
    await panel.open(uri, 'other');
    page().tell({ type: 'ready' });
    await settle();
    expect(asked.map(({ shown, position }) => [shown, position])).toEqual([
      ['other', undefined],
      ['shop', undefined],
    ]);
    page().tell({ type: 'effect', name: 'seen' });
    await settle();
    expect(asked.at(-1)).toMatchObject({ effect: 'seen' });
  });

  const change = {
    type: 'change',
    uri,
    version: 1,
    graph: 'shop',
    change: { do: 'delete variable', name: 'tenure' },
  };

  test('does a change to the text that was seen, as one edit, and says what it did', async () => {
    await open();
    types();
    page().tell(change);
    await settle();
    expect(changes).toEqual([{ uri, version: 1, graph: 'shop', change: change.change }]);
    expect(editor.state.applied).toEqual([{ uri, edits: [expect.objectContaining({ newText: 'x' })] }]);
    expect(types()).toEqual(['Did it.']);
    editor.state.takes = false;
    page().tell(change);
    await settle();
    changed = { refusal: 'No.' };
    page().tell(change);
    await settle();
    expect(types()).toEqual([expect.stringContaining('The editor refused'), 'No.']);
  });

  test('does none to a text that has moved on, before it is asked for or meanwhile', async () => {
    await open();
    types();
    editor.state.texts[0].version = 2;
    page().tell(change);
    await settle();
    expect(changes).toEqual([]);
    editor.state.texts[0].version = 1;
    vi.spyOn(language, 'changeGraph').mockImplementationOnce(async () => {
      editor.state.texts[0].version = 2;
      return changed;
    });
    page().tell(change);
    await settle();
    expect(editor.state.applied).toEqual([]);
    expect(types()).toEqual(Array(2).fill(expect.stringContaining('The text has changed since')));
  });

  test('goes to the text of a variable and of an arrow', async () => {
    await open();
    page().tell({ type: 'reveal variable', name: 'coupon' });
    page().tell({ type: 'reveal arrow', from: 'tenure', to: 'coupon' });
    page().tell({ type: 'reveal variable', name: 'gone' });
    await settle();
    expect(editor.state.shown).toEqual([
      { uri, line: 4 },
      { uri, line: 5 },
    ]);
  });

  test('does nothing of what a page may not say: other texts, other graphs, other things', async () => {
    await open();
    types();
    for (const message of [
      { ...change, uri: 'file:///etc/passwd' },
      { ...change, graph: 'other' },
      { ...change, change: { do: 'run' } },
      { type: 'svg', text: '<svg ></svg>' },
      { type: 'run', command: 'rm' },
      'ready',
      null,
    ]) {
      page().tell(message);
    }
    await settle();
    expect([changes, editor.state.applied, types()]).toEqual([[], [], []]);
    expect(warnings).toHaveLength(4);
  });

  test('comes back in another window, of what it kept; of anything else it closes', async () => {
    const restored = new editor.FakePanel();
    editor.state.active = undefined;
    await panel.deserializeWebviewPanel(restored as never, { uri, shown: 'shop', effect: 'lift' });
    expect(asked).toEqual([{ uri, shown: 'shop', effect: 'lift' }]);
    restored.tell({ type: 'ready' });
    await settle();
    expect(restored.posted[0]).toMatchObject({ type: 'graph' });
    restored.dispose();
    for (const state of [undefined, { uri: 'https://example.org' }, { uri: 'a\nb:c' }, { uri: 7 }]) {
      const other = new editor.FakePanel();
      await panel.deserializeWebviewPanel(other as never, state);
      expect(other.disposed).toBe(true);
    }
  });

  test('has the picture made when its page is ready', async () => {
    await panel.open(uri);
    panel.export();
    expect(page().posted).toEqual([]);
    page().tell({ type: 'ready' });
    await settle();
    expect(types().slice(0, 2)).toEqual(['graph', 'export']);
    panel.export();
    expect(types()).toEqual(['export']);
  });
});
