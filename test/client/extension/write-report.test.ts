import { mkdir, mkdtemp, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writeReport } from '../../../client/src/extension/commands/write-report.js';
import type { Services } from '../../../client/src/extension/services.js';
import type { RunEvents, RunRequest } from '../../../kernel/src/process/client.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import type { Result } from '../../../kernel/src/result.js';
import { effectStep, planOf, visits } from '../../kernel/process/plans.js';
import { examples } from '../../renderer/examples.js';
import { Uri } from '../uri.js';

const editor = vi.hoisted(() => ({ module: {} as Record<string, unknown> }));
vi.mock('vscode', async () => new Proxy((await import('../l10n.js')).inEnglish(editor.module), {}));

const effect = [...examples.values()].find(({ kind }) => kind === 'effect') as Result;

describe('the command that writes a report', () => {
  let folder = '';
  let into = '';
  let outcome: Outcome;
  let asked: RunRequest[];
  let said: string[];

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'causal-report-')));
    await mkdir(join(folder, 'dist'));
    await writeFile(join(folder, 'dist/report.js'), 'draw()');
    [into, outcome, asked, said] = ['coupon-report.html', { status: 'done' }, [], []];
    const say = async (text: string) => void said.push(text);
    const never = { onCancellationRequested: () => ({ dispose: () => undefined }) };
    Object.assign(editor.module, {
      Uri,
      ProgressLocation: { Notification: 15 },
      window: {
        activeTextEditor: {
          document: { languageId: 'causal', uri: Uri.file(join(folder, 'coupon.causal')) },
        },
        showInputBox: async () => into,
        showWarningMessage: say,
        showInformationMessage: say,
        withProgress: (_: object, run: (progress: object, token: object) => unknown) =>
          run({ report: () => undefined }, never),
      },
      workspace: {
        isTrusted: true,
        notebookDocuments: [],
        openTextDocument: async () => undefined,
        getWorkspaceFolder: () => ({ uri: Uri.file(folder) }),
        fs: { stat: (uri: Uri) => stat(uri.fsPath) },
      },
    });
  });

  const kernel = {
    run: async (request: RunRequest, events: RunEvents): Promise<Outcome> => {
      asked.push(request);
      events.result?.(effect, false, { line: 1, character: 1 });
      return outcome;
    },
  };
  const services = () =>
    ({
      extension: Uri.file(folder),
      language: { check: async () => ({ problems: [], plan: planOf([visits, effectStep({})], []) }) },
      kernels: { of: () => kernel },
      lastRuns: { keeping: (_: Uri, events: RunEvents) => events },
    }) as unknown as Services;

  it('runs all that a spec without verbs declares, and writes a page', async () => {
    await writeReport(services())();
    expect(asked.flatMap(({ actions = [] }) => actions.map(({ verb }) => verb))).toEqual(['train']);
    const page = await readFile(join(folder, into), 'utf8');
    expect(page).toContain('<!doctype html>');
    expect(page).toContain('causal run coupon.causal --report coupon-report.html');
    expect(said).toEqual(['The report is written to coupon-report.html.']);
  });

  it('writes Markdown where the name of the file says so', async () => {
    into = 'report.md';
    await writeReport(services())();
    expect(await readFile(join(folder, into), 'utf8')).toMatch(/^# /);
  });

  it('writes nothing of a run that was stopped', async () => {
    outcome = { status: 'cancelled' };
    await writeReport(services())();
    expect(said).toEqual(['Report on coupon.causal: stopped before it was finished.']);
    await expect(stat(join(folder, into))).rejects.toThrow();
  });

  it('writes no other kind of file', async () => {
    into = 'report.pdf';
    await expect(writeReport(services())()).rejects.toThrow('"report.pdf" must end in .html or .md.');
    expect(asked).toEqual([]);
  });
});
