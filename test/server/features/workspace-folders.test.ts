import { URI } from 'langium';
import { describe, expect, test } from 'vitest';
import { WorkspaceFolders } from '../../../server/src/features/workspace-folders.js';

const at = (folders: string[], uri: string) => new WorkspaceFolders(folders).locate(URI.parse(uri));

describe('where a spec stands', () => {
  test('is told by the innermost workspace folder around it', () => {
    expect(at(['/w', '/w/shop'], 'file:///w/shop/specs/a.causal')).toEqual({
      workspace: '/w/shop',
      folder: 'specs',
      file: 'specs/a.causal',
    });
    expect(at(['/w/sho'], 'file:///w/shop/a.causal')?.workspace).toBe('/w/shop');
  });

  test('is told for a cell by its notebook', () => {
    expect(at(['/w'], 'vscode-notebook-cell:/w/b/n.causalnb#W3')).toEqual({
      workspace: '/w',
      folder: 'b',
      file: 'b/n.causalnb',
    });
  });

  test('is told for a cell in a remote window, which names its host', () => {
    expect(at(['/w'], 'vscode-notebook-cell://127.0.0.1:8080/w/b/n.causalnb#W3')?.file).toBe('b/n.causalnb');
  });

  test('is the first folder for a document that was never saved, if there is one', () => {
    expect(at(['/w', '/x'], 'untitled:Untitled-1')).toEqual({
      workspace: '/w',
      folder: '',
      file: 'Untitled-1',
    });
    expect(at([], 'untitled:Untitled-1')).toBeUndefined();
  });

  test('follows folders that come and go', () => {
    const folders = new WorkspaceFolders(['/w']);
    folders.change(['/x'], ['/w']);
    expect(folders.locate(URI.parse('file:///x/a.causal'))?.workspace).toBe('/x');
    expect(folders.locate(URI.parse('file:///w/b/a.causal'))?.workspace).toBe('/w/b');
  });
});
