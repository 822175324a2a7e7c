import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BegunCells } from '../../../client/src/notebook/begun-cells.js';
import { CellController, type ControllerHost } from '../../../client/src/notebook/controller.js';
import type { KeptOutputs } from '../../../client/src/notebook/kept-outputs.js';
import type { RunRequest } from '../../../client/src/notebook/run-cell.js';
import type { Plan, Step } from '../../../kernel/src/plan.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import { type FakeController, FakeMemento, FakeNotebook, fakeEditor } from './fake-editor.js';

const editor = vi.hoisted(() => ({ module: {} as Record<string, unknown> }));
vi.mock('vscode', async () => new Proxy((await import('../l10n.js')).inEnglish(editor.module), {}));

/** The plan of a cell that declares one effect, named after its text. */
function planOf(uri: string, index: number): Plan {
  const place = { line: 1, character: 1, cell: index };
  const effect = { id: uri, name: uri, kind: 'effect', hash: '', inputs: [], place, parameters: {} };
  return { version: 1, spec: '', specHash: '', seed: 7, steps: [effect as unknown as Step], actions: [] };
}

class Stage {
  readonly editor = fakeEditor();
  readonly requests: RunRequest[] = [];
  readonly kept: { code: readonly string[]; outputs: KeptOutputs }[] = [];
  readonly forgotten: (readonly string[])[] = [];
  readonly released: string[] = [];
  /** How the run of each cell ends. By default a run lasts until it is interrupted. */
  outcomes: Record<string, Outcome> = {};
  trusted = true;
  /** The kernel of before the window was reloaded is there still. */
  found = false;
  readonly memento = new FakeMemento();
  readonly notebook = new FakeNotebook(['# Title', 'data a', 'effect b', 'effect c']);
  readonly controller: FakeController;
  private readonly host: ControllerHost;
  private window: CellController;

  constructor() {
    Object.assign(editor.module, this.editor.module);
    const index = (uri: string) =>
      this.notebook.cells.findIndex((c) => c.document.uri.toString() === uri) - 1;
    const host = {
      mayRun: () => this.trusted,
      check: async (uri: string) => ({ problems: [], plan: planOf(uri, index(uri)) }),
      kernelOf: () => ({
        run: (request: RunRequest, _: unknown, signal: AbortSignal) => this.run(request, signal),
        summarize: async () => [],
      }),
      foundAgain: async () => this.found,
      begun: new BegunCells(this.memento),
      release: (closed: FakeNotebook) => this.released.push(closed.uri.toString()),
      keeper: {
        keep: async (_: unknown, code: readonly string[], outputs: KeptOutputs) =>
          this.kept.push({ code, outputs }),
        forget: async (_: unknown, code: readonly string[]) => this.forgotten.push(code),
      },
      progress: { report: () => undefined, clear: () => undefined },
      log: { debug: () => undefined },
    };
    this.host = host as unknown as ControllerHost;
    this.window = new CellController('id', 'causal-notebook', this.host);
    this.controller = this.editor.controllers[0];
  }

  /** A window that is reloaded: another controller, which knows what the old one left in the workspace's memory. */
  async reload(): Promise<void> {
    this.window.dispose();
    this.editor.executions.length = 0;
    this.requests.length = 0;
    this.window = new CellController('id', 'causal-notebook', this.host);
    await this.editor.controllers.at(-1)?.selected.fire({ notebook: this.notebook, selected: true });
    await settled();
  }

  private run(request: RunRequest, signal: AbortSignal): Promise<Outcome> {
    this.requests.push(request);
    const outcome = this.outcomes[request.actions[0].name ?? ''];
    if (outcome) return Promise.resolve(outcome);
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ status: 'cancelled' }));
    });
  }

  execute(): Promise<void> {
    return this.controller.executeHandler(this.notebook.cells, this.notebook);
  }

  get logs(): string[][] {
    return this.editor.executions.map((execution) => execution.log);
  }
}

const done: Outcome = { status: 'done' };
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('running a notebook', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });

  it('runs the causal cells in order and keeps what they showed, with the code they saw', async () => {
    stage.outcomes = { 'cell:1': done, 'cell:2': done, 'cell:3': done };
    await stage.execute();
    expect(stage.logs).toEqual([
      ['start', 'clear', 'end true'],
      ['start', 'clear', 'end true'],
      ['start', 'clear', 'end true'],
    ]);
    expect(stage.editor.executions.map((execution) => execution.executionOrder)).toEqual([1, 2, 3]);
    expect(stage.requests.map((request) => request.folder)).toEqual(['specs', 'specs', 'specs']);
    expect(stage.kept.map(({ code }) => code)).toEqual([
      ['data a'],
      ['data a', 'effect b'],
      ['data a', 'effect b', 'effect c'],
    ]);
  });

  it('shows why a cell failed, keeps that, and leaves the cells below alone', async () => {
    stage.outcomes = { 'cell:1': done, 'cell:2': { status: 'failed', message: 'The disk is full.' } };
    await stage.execute();
    const [, failed, waiting] = stage.logs;
    expect(failed).toEqual(['start', 'clear', expect.stringContaining('The disk is full.'), 'end false']);
    expect(waiting).toEqual(['end undefined']);
    expect(stage.kept.map(({ outputs }) => outputs.succeeded)).toEqual([true, false]);
  });

  it('ends an interrupted cell as neither success nor failure, says so, and keeps nothing of it', async () => {
    const running = stage.execute();
    await settled();
    await stage.controller.interruptHandler(stage.notebook);
    await running;
    expect(stage.logs).toEqual([
      ['start', 'clear', 'Interrupted before it was finished.', 'end undefined'],
      ['end undefined'],
      ['end undefined'],
    ]);
    expect(stage.kept).toEqual([]);
  });

  it('goes on with the cells that a reload of the window broke off, where their kernel is there still', async () => {
    stage.outcomes = { 'cell:1': done };
    void stage.execute();
    await settled();
    stage.found = true;
    stage.outcomes = { 'cell:2': done, 'cell:3': done };
    await stage.reload();
    expect(stage.requests.map(({ actions }) => actions[0].name)).toEqual(['cell:2', 'cell:3']);
    expect(stage.kept.map(({ code }) => code.at(-1))).toEqual(['data a', 'effect b', 'effect c']);
    // All has ended: the next reload has nothing to go on with.
    await stage.reload();
    expect(stage.requests).toEqual([]);
  });

  it('leaves them alone where the kernel is gone, or their text is another one', async () => {
    void stage.execute();
    await settled();
    await stage.reload();
    expect(stage.requests).toEqual([]);
    void stage.execute();
    await settled();
    stage.found = true;
    stage.notebook.cells[1].document.text = 'data other';
    await stage.reload();
    expect(stage.requests.map(({ actions }) => actions[0].name)).toEqual(['cell:2']);
  });

  it('stops a cell that is deleted while it runs', async () => {
    const running = stage.execute();
    await settled();
    await stage.editor.executions[0].cancelled.fire();
    await running;
    expect(stage.logs[0].at(-1)).toBe('end undefined');
  });

  it('stops everything and lets the kernel go when the notebook is closed', async () => {
    const running = stage.execute();
    await settled();
    await stage.editor.closed.fire(stage.notebook);
    await running;
    expect(stage.logs[0].at(-1)).toBe('end undefined');
    expect(stage.released).toEqual([stage.notebook.uri.toString()]);
  });

  it('forgets the outputs a person clears, not those a run replaces', async () => {
    const [, cell] = stage.notebook.cells;
    const cleared = { notebook: stage.notebook, cellChanges: [{ cell, outputs: [] }] };
    const running = stage.execute();
    await stage.editor.changed.fire(cleared);
    expect(stage.forgotten).toEqual([]);
    await stage.controller.interruptHandler(stage.notebook);
    await running;
    await stage.editor.changed.fire(cleared);
    expect(stage.forgotten).toEqual([['data a']]);
  });

  it('runs nothing in a workspace that is not trusted', async () => {
    stage.trusted = false;
    await stage.execute();
    expect(stage.editor.executions).toEqual([]);
  });
});
