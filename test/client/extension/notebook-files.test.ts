import { mkdir, mkdtemp, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writeIpynb } from '../../../client/src/exchange/ipynb.js';
import { exportNotebook } from '../../../client/src/extension/commands/export-notebook.js';
import { importNotebook } from '../../../client/src/extension/commands/import-notebook.js';
import type { Services } from '../../../client/src/extension/services.js';
import { resultOutput } from '../../../client/src/notebook/cell-output.js';
import { parseNotebook } from '../../../client/src/notebook/format.js';
import { OutputStore, outputKeys } from '../../../client/src/notebook/kept-outputs.js';
import type { Result } from '../../../kernel/src/result.js';
import { examples } from '../../renderer/examples.js';
import { Uri } from '../uri.js';

const editor = vi.hoisted(() => ({ module: {} as Record<string, unknown> }));
vi.mock('vscode', async () => new Proxy((await import('../l10n.js')).inEnglish(editor.module), {}));

const [result] = [...examples.values()] as Result[];

/** A window in which a person answers every question as told. */
class Desk {
  folder = '';
  trusted = true;
  picked = 'Page';
  into = '';
  /** What was told or asked, in order. */
  readonly said: string[] = [];
  answer: string | undefined;
  private readonly services = {} as Services;

  async open(): Promise<void> {
    this.folder = await realpath(await mkdtemp(join(tmpdir(), 'causal-desk-')));
    await mkdir(join(this.folder, 'dist'));
    await writeFile(join(this.folder, 'dist/report.js'), 'draw()');
    Object.assign(this.services, { extension: Uri.file(this.folder), log: { warn: () => undefined } });
    const say = async (text: string) => {
      this.said.push(text);
      return this.answer;
    };
    Object.assign(editor.module, {
      Uri,
      NotebookCellKind: { Markup: 1, Code: 2 },
      commands: { executeCommand: async (...args: unknown[]) => void this.said.push(String(args[0])) },
      window: {
        activeNotebookEditor: { notebook: this.notebook() },
        showQuickPick: async (items: { label: string }[]) => items.find(({ label }) => label === this.picked),
        showInputBox: async (question: { validateInput(value: string): string | undefined }) => {
          const fault = question.validateInput(this.into);
          if (fault) this.said.push(fault);
          return fault ? undefined : this.into;
        },
        showWarningMessage: say,
        showInformationMessage: say,
      },
      workspace: {
        isTrusted: this.trusted,
        getWorkspaceFolder: () => ({ uri: Uri.file(this.folder) }),
        fs: { stat: (uri: Uri) => stat(uri.fsPath) },
      },
    });
  }

  private notebook() {
    const text = JSON.stringify(result);
    const data = new TextEncoder().encode(text);
    const cell = (kind: number, source: string, outputs: object[]) => ({
      kind,
      document: { getText: () => source },
      outputs,
    });
    const items = [{ mime: 'application/vnd.causal-spec.result+json', data }];
    return {
      notebookType: 'causal-notebook',
      uri: Uri.file(join(this.folder, 'n.causalnb')),
      metadata: {},
      getCells: () => [cell(1, '# Why', []), cell(2, 'train a\r\nb', [{ items }])],
    };
  }

  export = () => exportNotebook(this.services)();
  import = (file: string) => importNotebook(this.services)(Uri.file(join(this.folder, file)));
  read = (file: string) => readFile(join(this.folder, file), 'utf8');
  exists = (file: string) => this.read(file).then(...[() => true, () => false]);
}

describe('the commands for files of notebooks', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = new Desk();
    await desk.open();
  });

  it('export what stands in the window, saved or not, results and all', async () => {
    desk.into = 'n.html';
    await desk.export();
    const html = await desk.read('n.html');
    expect(html).toContain('Why</h2>');
    expect(html).toContain('train a\nb');
    expect(html).toContain('"results":[{');
    desk.picked = 'Jupyter notebook';
    desk.into = 'n.ipynb';
    await desk.export();
    expect(JSON.parse(await desk.read('n.ipynb'))).toMatchObject({
      nbformat: 4,
      cells: [{}, { outputs: [{}] }],
    });
  });

  it('replace a file only when the person says so', async () => {
    desk.into = 'n.html';
    await writeFile(join(desk.folder, 'n.html'), 'mine');
    await desk.export();
    expect(desk.said).toEqual(['n.html is already there.']);
    expect(await desk.read('n.html')).toBe('mine');
    desk.answer = 'Replace';
    await desk.export();
    expect(await desk.read('n.html')).toContain('<!doctype html>');
  });

  it('write no other kind of file, and none outside the folder', async () => {
    desk.into = 'n.causalnb';
    await expect(desk.export()).rejects.toThrow('must end in .html, .md or .ipynb');
    desk.into = '../n.html';
    await desk.export();
    expect(desk.said).toEqual([expect.stringContaining('in the folder')]);
  });

  it('import a notebook with its results, where the editor finds them', async () => {
    const cells = [
      { kind: 'markdown' as const, text: '# Why' },
      { kind: 'code' as const, text: 'train a', outputs: [resultOutput(result)] },
    ];
    await writeFile(join(desk.folder, 'j.ipynb'), writeIpynb({ cells }));
    desk.into = 'j.causalnb';
    await desk.import('j.ipynb');
    expect(desk.said).toEqual(['vscode.openWith']);
    expect(parseNotebook(await desk.read('j.causalnb')).cells).toEqual(
      cells.map(({ kind, text }) => ({ kind, text })),
    );
    const store = new OutputStore(join(desk.folder, '.causal/outputs'), () => undefined);
    expect((await store.read(outputKeys('', ['train a'])[0]!))?.outputs).toEqual([resultOutput(result)]);
  });

  it('refuse a damaged notebook before anything is asked or written', async () => {
    await writeFile(join(desk.folder, 'j.ipynb'), '{"cells": [');
    desk.into = 'j.causalnb';
    await expect(desk.import('j.ipynb')).rejects.toThrow(/"j\.ipynb".*cut short/);
    expect(await desk.exists('j.causalnb')).toBe(false);
  });

  it('do nothing in a workspace that is not trusted', async () => {
    desk.trusted = false;
    await desk.open();
    desk.into = 'n.html';
    await desk.export();
    await desk.import('n.ipynb');
    expect(desk.said).toEqual([
      expect.stringContaining('not trusted'),
      expect.stringContaining('not trusted'),
    ]);
    expect(await desk.exists('n.html')).toBe(false);
  });
});
