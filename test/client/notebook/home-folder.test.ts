import { describe, expect, it } from 'vitest';
import { homeFolder } from '../../../client/src/notebook/home-folder.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const disk = (files: Record<string, string>) => async (path: string) =>
  path in files ? bytes(files[path]) : undefined;
const tab = (path: string, loaded = false) => ({ path, loaded });

describe('the folder of the notebook that bytes are read for', () => {
  const files = { '/w/a/n.causalnb': 'one', '/w/b/n.causalnb': 'two', '/w/c/n.causalnb': 'one' };

  it('is that of the open file that holds them', async () => {
    const open = [tab('/w/a/n.causalnb'), tab('/w/b/n.causalnb', true)];
    expect(await homeFolder(bytes('one'), open, disk(files))).toBe('/w/a');
    expect(await homeFolder(bytes('two'), open, disk(files))).toBe('/w/b');
  });

  it('is that of the notebook not yet read, where unsaved text is restored', async () => {
    const open = [tab('/w/a/n.causalnb', true), tab('/w/b/n.causalnb')];
    expect(await homeFolder(bytes('unsaved'), open, disk(files))).toBe('/w/b');
  });

  it('is not guessed between copies', async () => {
    const open = [tab('/w/a/n.causalnb'), tab('/w/c/n.causalnb')];
    expect(await homeFolder(bytes('one'), open, disk(files))).toBeUndefined();
  });

  it('is not known where no tab is open', async () => {
    expect(await homeFolder(bytes('one'), [], disk(files))).toBeUndefined();
  });
});
