import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CellController, type ControllerHost } from '../../../client/src/notebook/controller.js';
import type { KeptOutputs } from '../../../client/src/notebook/kept-outputs.js';
import type { RunRequest } from '../../../client/src/notebook/run-cell.js';
import type { Plan, Step } from '../../../kernel/src/plan.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import { type FakeController, FakeNotebook, fakeEditor } from './fake-editor.js';

const editor = vi.hoisted(() => ({ module: {} as Record<string, unknown> }));
vi.mock('vscode', () => new Proxy(editor.module, {}));

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
  readonly notebook = new FakeNotebook(['# Title', 'data a', 'effect b', 'effect c']);
  readonly controller: FakeController;

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
      release: (closed: FakeNotebook) => this.released.push(closed.uri.toString()),
      keeper: {
        keep: async (_: unknown, code: readonly string[], outputs: KeptOutputs) =>
          this.kept.push({ code, outputs }),
        forget: async (_: unknown, code: readonly string[]) => this.forgotten.push(code),
      },
      progress: { report: () => undefined, clear: () => undefined },
      log: { debug: () => undefined },
    };
    new CellController('id', 'causal-notebook', host as unknown as ControllerHost);
    this.controller = this.editor.controllers[0];
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
