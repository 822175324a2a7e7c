/** As much of the editor's API as the notebook's controller and serializer touch, with what they did to it written down. */

type Listener<T> = (event: T) => unknown;

/** An event that a test fires; resolves when every listener is done. */
export class FakeEvent<T> {
  private readonly listeners = new Set<Listener<T>>();

  readonly on = (listener: Listener<T>) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  async fire(event: T): Promise<void> {
    await Promise.all([...this.listeners].map((listener) => listener(event)));
  }
}

export interface FakeCell {
  readonly kind: number;
  readonly index: number;
  readonly notebook: FakeNotebook;
  readonly document: { languageId: string; uri: { toString(): string }; text: string; getText(): string };
}

export class FakeNotebook {
  readonly uri = {
    scheme: 'file',
    fsPath: '/shop/specs/n.causalnb',
    toString: () => 'file:///shop/specs/n.causalnb',
  };
  readonly notebookType = 'causal-notebook';
  readonly cells: FakeCell[];

  constructor(texts: readonly string[]) {
    this.cells = texts.map((text, index) => ({
      kind: text.startsWith('#') ? 1 : 2,
      index,
      notebook: this,
      document: {
        languageId: text.startsWith('#') ? 'markdown' : 'causal',
        uri: { toString: () => `cell:${index}` },
        text,
        getText() {
          return this.text;
        },
      },
    }));
  }

  getCells(): FakeCell[] {
    return this.cells;
  }
}

/** What happened to a cell, in order: `start`, `clear`, the texts of outputs, `end true`. */
export class FakeExecution {
  readonly log: string[] = [];
  readonly cancelled = new FakeEvent<void>();
  readonly token = { onCancellationRequested: this.cancelled.on };
  executionOrder: number | undefined;

  constructor(readonly cell: FakeCell) {}

  start(): void {
    this.log.push('start');
  }

  async clearOutput(): Promise<void> {
    this.log.push('clear');
  }

  async appendOutput(outputs: readonly { items: readonly { value: string }[] }[]): Promise<void> {
    this.log.push(...outputs.map((output) => output.items.at(-1)?.value ?? ''));
  }

  end(success: boolean | undefined): void {
    this.log.push(`end ${success}`);
  }
}

/** The memory of a workspace, which outlives a window. */
export class FakeMemento {
  private readonly values = new Map<string, unknown>();

  readonly keys = () => [...this.values.keys()];

  get<T>(key: string, otherwise?: T): T {
    return (this.values.get(key) ?? otherwise) as T;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, JSON.parse(JSON.stringify(value)));
  }
}

export interface FakeController {
  /** The notebook was given this controller, or taken from it. */
  readonly selected: FakeEvent<{ notebook: FakeNotebook; selected: boolean }>;
  executeHandler(cells: readonly FakeCell[], notebook: FakeNotebook): Promise<void>;
  interruptHandler(notebook: FakeNotebook): Promise<void>;
}

/** The `vscode` module. */
export function fakeEditor() {
  const closed = new FakeEvent<FakeNotebook>();
  const changed = new FakeEvent<unknown>();
  const executions: FakeExecution[] = [];
  const controllers: FakeController[] = [];
  const errors: string[] = [];
  class NotebookCellData {
    outputs?: unknown[];
    executionSummary?: unknown;
    constructor(
      readonly kind: number,
      readonly value: string,
      readonly languageId: string,
    ) {}
  }
  const module = {
    NotebookCellKind: { Markup: 1, Code: 2 },
    NotebookCellData,
    NotebookData: class {
      metadata?: unknown;
      constructor(readonly cells: readonly NotebookCellData[]) {}
    },
    NotebookCellOutput: class {
      constructor(
        readonly items: readonly unknown[],
        readonly metadata: unknown,
      ) {}
    },
    env: { language: 'en' },
    NotebookCellOutputItem: { text: (value: string, mime: string) => ({ value, mime }) },
    Disposable: {
      from: (...all: { dispose(): void }[]) => ({
        dispose: () => {
          for (const each of all) each.dispose();
        },
      }),
    },
    notebooks: {
      createNotebookController: () => {
        const selected = new FakeEvent<{ notebook: FakeNotebook; selected: boolean }>();
        const controller = {
          selected,
          onDidChangeSelectedNotebooks: selected.on,
          createNotebookCellExecution: (cell: FakeCell) => {
            const execution = new FakeExecution(cell);
            executions.push(execution);
            return execution;
          },
          dispose: () => undefined,
        };
        controllers.push(controller as unknown as FakeController);
        return controller;
      },
    },
    window: { showErrorMessage: async (message: string) => errors.push(message) },
    workspace: {
      onDidCloseNotebookDocument: closed.on,
      onDidChangeNotebookDocument: changed.on,
      getWorkspaceFolder: () => ({ uri: { fsPath: '/shop' } }),
    },
  };
  return { module, closed, changed, executions, controllers, errors };
}
