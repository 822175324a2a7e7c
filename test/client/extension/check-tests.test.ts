import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CheckTests, type CheckTestsHost } from '../../../client/src/extension/check-tests.js';
import type { Kernel } from '../../../client/src/notebook/run-cell.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import type { Result } from '../../../kernel/src/result.js';
import type { DeclarationView } from '../../../server/src/protocol.js';

const editor = vi.hoisted(() => ({ module: {} as Record<string, unknown> }));
vi.mock('vscode', async () => new Proxy((await import('../l10n.js')).inEnglish(editor.module), {}));

const uri = { scheme: 'file', fsPath: '/shop/s.causal', toString: () => 'file:///shop/s.causal' };
const place = (line: number) => ({
  uri: String(uri),
  range: { start: { line, character: 2 }, end: { line, character: 9 } },
});
const check = (name: string, line: number) => ({ name, detail: '', place: place(line) });
const overview: DeclarationView[] = [
  { kind: 'data', name: 'visits', detail: '', place: place(0), parts: [check('tenure', 0)] },
  {
    kind: 'effect',
    name: 'lift',
    detail: '',
    place: place(1),
    parts: [check('placebo', 4), check('overlap', 4), check('balance', 4)],
  },
  { kind: 'effect', name: 'other', detail: '', place: place(6), parts: [check('placebo', 8)] },
];

class Items {
  readonly map = new Map<string, Item>();
  get = (id: string) => this.map.get(id);
  add = (item: Item) => void this.map.set(item.id, item);
  delete = (id: string) => void this.map.delete(id);
  replace = (items: readonly Item[]) => {
    this.map.clear();
    for (const item of items) this.add(item);
  };
  get size() {
    return this.map.size;
  }
  [Symbol.iterator]() {
    return this.map[Symbol.iterator]();
  }
}

class Item {
  parent: Item | undefined;
  range: unknown;
  canResolveChildren = false;
  readonly children: Items;
  constructor(
    readonly id: string,
    readonly label: string,
    readonly uri: unknown,
  ) {
    this.children = new Items();
    const { replace } = this.children;
    this.children.replace = (items) => {
      for (const item of items) item.parent = this;
      replace(items);
    };
  }
}

interface Request {
  include?: Item[];
  exclude?: Item[];
}

/** An editor with a test view, in which what happened to each item is written down. */
class Stage {
  readonly items = new Items();
  readonly said: string[] = [];
  trusted = true;
  outcome: Outcome = { status: 'done' };
  private runHandler!: (request: Request, token: object) => Promise<void>;
  private controller!: { resolveHandler(item?: Item): Promise<void> };

  constructor() {
    const say =
      (verb: string) => (item: Item, message?: { message: string; location?: { range: unknown } }) =>
        void this.said.push(
          [
            verb,
            item.label,
            ...(message?.message ? [message.message, JSON.stringify(message.location)] : []),
          ].join(' '),
        );
    const run = {
      started: () => undefined,
      passed: say('passed'),
      failed: say('failed'),
      errored: say('errored'),
      skipped: say('skipped'),
      end: () => void this.said.push('end'),
    };
    const event = () => ({ dispose: () => undefined });
    const stage = this;
    Object.assign(editor.module, {
      TestRunProfileKind: { Run: 1 },
      TestMessage: class {
        location: unknown;
        constructor(readonly message: string) {}
      },
      Location: class {
        constructor(
          readonly uri: unknown,
          readonly range: unknown,
        ) {}
        toJSON = () => this.range;
      },
      Range: class {
        constructor(...at: number[]) {
          Object.assign(this, { at });
        }
      },
      Uri: { parse: () => uri },
      Disposable: { from: () => ({ dispose: () => undefined }) },
      tests: {
        createTestController: () => {
          this.controller = {
            items: this.items,
            createTestItem: (id: string, label: string, at: unknown) => new Item(id, label, at),
            createTestRun: () => run,
            createRunProfile: (_: string, _kind: number, handler: typeof this.runHandler) => {
              this.runHandler = handler;
            },
          } as unknown as typeof this.controller;
          return this.controller;
        },
      },
      window: { showWarningMessage: async () => void stage.said.push('not trusted') },
      workspace: {
        get isTrusted() {
          return stage.trusted;
        },
        notebookDocuments: [],
        textDocuments: [],
        asRelativePath: () => 's.causal',
        findFiles: async () => [uri],
        openTextDocument: async () => undefined,
        getWorkspaceFolder: () => ({ uri: { fsPath: '/shop' } }),
        onDidChangeTextDocument: event,
        onDidOpenNotebookDocument: event,
        onDidCloseNotebookDocument: event,
      },
    });
    const steps = ['lift', 'other'].map((name) => ({
      kind: 'effect',
      name,
      place: { line: 1, character: 1 },
    }));
    const host = {
      overview: async () => overview,
      check: async () => ({ problems: [], plan: { steps, spec: 's.causal' } }),
      kernelOf: () => ({ run: this.estimate }) as unknown as Kernel,
    };
    new CheckTests(host as unknown as CheckTestsHost);
  }

  private estimate: Kernel['run'] = async ({ actions: [action] }, listener) => {
    this.said.push(`train ${action.name}`);
    const checks = [
      { name: 'placebo', passed: true, sentence: 'Placebos do nothing.' },
      { name: 'overlap', passed: false, sentence: '12 % are outside.' },
    ];
    listener.result({ kind: 'effect', name: action.name, checks } as unknown as Result, false);
    return this.outcome;
  };

  async unfold(): Promise<Item> {
    await this.controller.resolveHandler();
    const [[, file]] = [...this.items];
    await this.controller.resolveHandler(file);
    return file;
  }

  run = (request: Request = {}) =>
    this.runHandler(request, { onCancellationRequested: () => ({ dispose: () => undefined }) });
}

const tree = (item: Item): unknown[] => [item.label, ...[...item.children].map(([, child]) => tree(child))];

describe('checks as tests', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });

  it('stand below their effect, below its file', async () => {
    const file = await stage.unfold();
    expect(tree(file)).toEqual([
      's.causal',
      ['lift', ['placebo'], ['overlap'], ['balance']],
      ['other', ['placebo']],
    ]);
  });

  it('are run by estimating their effect once, and told at their clause', async () => {
    await stage.unfold();
    await stage.run();
    const at = JSON.stringify({ at: [4, 2, 4, 9] });
    expect(stage.said).toEqual([
      'train lift',
      'passed placebo',
      `failed overlap 12 % are outside. ${at}`,
      'skipped balance',
      'train other',
      'passed placebo',
      'end',
    ]);
  });

  it('are run alone where one alone is asked for, also of a file that was never unfolded', async () => {
    const file = await stage.unfold();
    const [[, lift]] = [...file.children];
    const [, [, overlap]] = [...lift.children];
    await stage.run({ include: [overlap] });
    expect(stage.said.map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual([
      'train lift',
      'failed overlap',
      'end',
    ]);
  });

  it('end in error where the run does, with the reason', async () => {
    const file = await stage.unfold();
    stage.outcome = { status: 'failed', message: 'The disk is full.' };
    const [, [, other]] = [...file.children];
    await stage.run({ include: [other] });
    expect(stage.said[1]).toContain('errored placebo The disk is full.');
  });

  it('are not run in a workspace that is not trusted', async () => {
    await stage.unfold();
    stage.trusted = false;
    await stage.run();
    expect(stage.said).toEqual(['not trusted']);
  });
});
