/**
 * How long the extension takes to be loaded and activated, as a real editor tells it ("Developer: Show Running Extensions"), beside the editor's own
 * extensions of the same start. Writes `docs/results/activation.md`. Sets the editor up where it is not there.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import type * as Editor from '../test/e2e/editor.mjs';
import type * as Samples from '../test/e2e/sample-workspace.mjs';
import { writeResults } from '../test/results.js';

const rounds = 7;
const goal = 100;
const yardsticks = ['JavaScript and TypeScript Language Features', 'JSON Language Features', 'Git'];

/** Modules that look for files from their own place are not bundled. */
const load = <T>(path: string): Promise<T> => import(pathToFileURL(resolve(path)).href);
const { findBrowser, installEditor, installExtension, startEditor } =
  await load<typeof Editor>('test/e2e/editor.mjs');
const { createSampleWorkspace } = await load<typeof Samples>('test/e2e/sample-workspace.mjs');

/** Milliseconds by extension, of one start in which a spec is opened. */
async function activations(extensions: string): Promise<Map<string, number>> {
  const workspace = createSampleWorkspace({ rows: 500 });
  const editor = await startEditor({ workspace, extensions });
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1600 } });
    await page.goto(editor.url);
    await page.waitForSelector('.monaco-workbench .part.editor', { timeout: 60_000 });
    await pick(page, 'Control+P', 'coupon.causal');
    await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
    await pick(page, 'F1', '>Developer: Show Running Extensions');
    const rows = page.locator('.runtime-extensions-editor .monaco-list-row');
    await rows.first().waitFor({ timeout: 60_000 });
    const told = await rows.allTextContents();
    return new Map(
      ['Causal Spec', ...yardsticks].map((name) => {
        const row = told.find((text) => text.startsWith(name));
        return [name, Number(/Activation: (\d+)ms/.exec(row ?? '')?.[1])];
      }),
    );
  } finally {
    await browser.close();
    await editor.stop();
  }
}

/** Types into a quick pick and takes the first that it finds. */
async function pick(page: Page, key: string, text: string): Promise<void> {
  await page.waitForTimeout(4000);
  await page.keyboard.press(key);
  await page.locator('.quick-input-widget input.input').fill(text);
  const wanted = text.replace('>', '');
  await page
    .locator('.quick-input-list .monaco-list-row.focused', { hasText: wanted })
    .waitFor({ timeout: 60_000 });
  await page.keyboard.press('Enter');
}

installEditor();
const extensions = installExtension();
const found: Map<string, number>[] = [];
for (let round = 0; round < rounds; round++) found.push(await activations(extensions));
const names = ['Causal Spec', ...yardsticks];
const timesOf = (name: string) => found.map((one) => one.get(name) ?? Number.NaN).sort((a, b) => a - b);
const median = (name: string) => timesOf(name)[Math.floor(rounds / 2)] ?? Number.NaN;
await writeResults('activation.md', {
  title: 'Until the extension is active',
  command: 'npm run bench -- activation',
  note: `Milliseconds that loading and activating take in the extension host, as the editor tells them, in ${rounds} starts in which a spec is opened; beside extensions of the editor itself in the same starts. Goal: under ${goal} ms.`,
  columns: ['extension', 'median, ms', 'least, ms', 'most, ms', 'ours by it'],
  rows: names.map((name) => {
    const times = timesOf(name);
    const ratio = (median('Causal Spec') / median(name)).toFixed(2);
    return [name, ...[median(name), times[0], times[rounds - 1]].map(String), name === names[0] ? '' : ratio];
  }),
});
console.log(names.map((name) => `${name}: ${timesOf(name).join(' ')}`).join('\n'));
