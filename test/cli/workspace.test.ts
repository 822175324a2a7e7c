import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceOf } from '../../client/src/cli/workspace.js';

async function folders(...paths: string[]): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'causal-ws-')));
  for (const path of paths) await mkdir(join(root, path), { recursive: true });
  return root;
}

describe('workspaceOf', () => {
  it('is the nearest folder above the spec that holds a store or a repository', async () => {
    const root = await folders('.git', 'shop/.causal', 'shop/specs', 'other');
    expect(workspaceOf(['shop/specs/a.causal'], undefined, root)).toBe(join(root, 'shop'));
    expect(workspaceOf(['other/a.causal'], undefined, root)).toBe(root);
  });

  it('is the folder specs have in common where there is neither', async () => {
    const root = await folders('a/b', 'a/c');
    expect(workspaceOf(['a/b/x.causal'], undefined, root)).toBe(join(root, 'a/b'));
    expect(workspaceOf(['a/b/x.causal', 'a/c/y.causal'], undefined, root)).toBe(join(root, 'a'));
  });

  it('is the one asked for, which must be a folder', async () => {
    const root = await folders('a');
    await writeFile(join(root, 'file'), '');
    expect(workspaceOf(['a/x.causal'], '.', root)).toBe(root);
    expect(() => workspaceOf(['a/x.causal'], 'file', root)).toThrow('There is no folder "file"');
  });
});
