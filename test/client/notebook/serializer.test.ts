import { describe, expect, it, vi } from 'vitest';
import type { KeptOutputs } from '../../../client/src/notebook/kept-outputs.js';
import type { OutputKeeper } from '../../../client/src/notebook/output-keeper.js';
import { NotebookSerializer } from '../../../client/src/notebook/serializer.js';
import { fakeEditor } from './fake-editor.js';

const editor = vi.hoisted(() => ({ module: {} as Record<string, unknown> }));
vi.mock('vscode', async () => new Proxy((await import('../l10n.js')).inEnglish(editor.module), {}));

const bytes = (text: string) => new TextEncoder().encode(text);
const file = '# Title\n\n```causal\ndata a\n```\n\n```causal\ntrain b\n```\n';

/** A serializer beside which these outputs are kept. */
function open(kept: readonly (KeptOutputs | undefined)[] = []) {
  const fake = fakeEditor();
  Object.assign(editor.module, fake.module);
  const keeper = { restore: async () => kept } as unknown as OutputKeeper;
  return { serializer: new NotebookSerializer(keeper), errors: fake.errors };
}

describe('the serializer', () => {
  it('gives the editor cells, and the file back', async () => {
    const { serializer } = open();
    const data = await serializer.deserializeNotebook(bytes(file));
    expect(data.cells.map((cell) => [cell.kind, cell.value, cell.languageId])).toEqual([
      [1, '# Title', 'markdown'],
      [2, 'data a', 'causal'],
      [2, 'train b', 'causal'],
    ]);
    expect(new TextDecoder().decode(serializer.serializeNotebook(data))).toBe(file);
  });

  it('keeps the line ends of the file, whatever those of the cells', async () => {
    const { serializer } = open();
    const windows = file.replaceAll('\n', '\r\n');
    const data = await serializer.deserializeNotebook(bytes(windows));
    data.cells[1].value = 'data a\r\n\r\ndata b';
    expect(new TextDecoder().decode(serializer.serializeNotebook(data))).toBe(
      windows.replace('data a', 'data a\r\n\r\ndata b'),
    );
  });

  it('shows the kept outputs of each code cell', async () => {
    const outputs = [{ items: [{ mime: 'text/plain', text: 'an effect' }] }];
    const kept: KeptOutputs = { succeeded: true, order: 4, startedAt: 1, endedAt: 2, outputs };
    const { serializer } = open([undefined, kept]);
    const { cells } = await serializer.deserializeNotebook(bytes(file));
    expect(cells[1].outputs).toBeUndefined();
    expect(cells[2].outputs).toMatchObject([{ items: [{ mime: 'text/plain', value: 'an effect' }] }]);
    expect(cells[2].executionSummary).toEqual({
      success: true,
      executionOrder: 4,
      timing: { startTime: 1, endTime: 2 },
    });
  });

  it('refuses what it cannot show, and tells the person why, so that no save destroys it', async () => {
    const { serializer, errors } = open();
    await expect(serializer.deserializeNotebook(Uint8Array.of(0x63, 0xe9))).rejects.toThrow(/UTF-8/);
    expect(errors).toEqual([expect.stringContaining('UTF-8')]);
  });
});
