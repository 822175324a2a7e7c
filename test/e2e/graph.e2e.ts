import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEditor } from './editor.mjs';
import { Workbench } from './workbench.js';

const extensions = process.env.CAUSAL_EXTENSIONS;
if (!extensions)
  throw new Error('Start these tests with `npm run test:e2e`: it packs and installs the extension.');

/** Its data file is nowhere: a graph is known from its text. */
const spec = `data visits from "visits.csv"

graph shop {
  tenure -> coupon
  tenure, coupon -> purchased
  taste? -> purchased // nobody asked
}

effect lift {
  of coupon on purchased
  from visits
  in shop
}
`;

const lineOf = (words: string): number => spec.slice(0, spec.indexOf(words)).split('\n').length;

/** A spec in a real editor with its graph beside it. */
class GraphBeside {
  private constructor(
    readonly workbench: Workbench,
    readonly frame: Frame,
  ) {}

  static async open(workbench: Workbench, file: string): Promise<GraphBeside> {
    await workbench.openFile(file);
    await workbench.see(workbench.page.locator('.codelens-decoration').first(), 30_000);
    await workbench.command('Causal: Open Graph Beside');
    return GraphBeside.find(workbench);
  }

  static async find(workbench: Workbench): Promise<GraphBeside> {
    return new GraphBeside(workbench, await workbench.frameWith('svg.cs-graph', 30_000));
  }

  variable(name: string): Locator {
    return this.frame.locator(`.cs-drawn-variable[aria-label^="${name},"]`);
  }

  arrow(from: string, to: string): Locator {
    return this.frame.locator(`.cs-drawn-arrow[aria-label^="${from} causes ${to}"]`);
  }

  /** Puts the cursor into the text, which takes the focus. */
  async goTo(line: number, column: number): Promise<void> {
    const { page } = this.workbench;
    // The first line: above others there are lenses.
    await page
      .locator('.editor-instance .view-lines')
      .first()
      .click({ position: { x: 150, y: 8 } });
    await page.keyboard.press('Control+G');
    await this.workbench.see(page.locator('.quick-input-widget input.input'));
    await page.keyboard.type(`${line}:${column}`);
    await page.keyboard.press('Enter');
  }

  async text(): Promise<string> {
    const lines = this.workbench.page.locator('.editor-instance .view-lines').first();
    return ((await lines.textContent()) ?? '').replaceAll('\u00a0', ' ');
  }

  async says(text: string): Promise<void> {
    await this.workbench.until(`the text says ${text}`, async () => (await this.text()).includes(text));
  }

  async shows(what: Locator, count: number): Promise<void> {
    await this.workbench.until(`${count} of ${what}`, async () => (await what.count()) === count);
  }

  async drag(from: string, to: string): Promise<void> {
    const { mouse } = this.workbench.page;
    const middles: [number, number][] = [];
    for (const name of [from, to]) {
      const box = await this.variable(name).boundingBox();
      if (!box) throw new Error(`${name} is not drawn.`);
      middles.push([box.x + box.width / 2, box.y + box.height / 2]);
    }
    await mouse.move(...middles[0]);
    await mouse.down();
    await mouse.move(...middles[1], { steps: 8 });
    await mouse.up();
  }
}

/** A workspace with nothing but the spec, once for each test. */
function workspaceOf(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'causal-graph-'));
  for (const name of names) writeFileSync(join(folder, `${name}.causal`), spec);
  return folder;
}

/** Nothing is offered while one types, and no editor asks whether to be saved. */
const settings = {
  'editor.quickSuggestions': { other: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'files.autoSave': 'afterDelay',
  'files.autoSaveDelay': 200,
};

describe('the graph beside its text', () => {
  const workspace = workspaceOf('follow', 'drag', 'keys', 'saved');
  let editor: Awaited<ReturnType<typeof startEditor>>;
  let workbench: Workbench;

  beforeAll(async () => {
    editor = await startEditor({ workspace, extensions, settings });
    workbench = await Workbench.open(editor.url);
  });

  afterAll(async () => {
    await workbench?.close();
    await editor?.stop();
  });

  test('shows roles and confounding, and follows the cursor and the text', async () => {
    const graph = await GraphBeside.open(workbench, 'follow.causal');
    await graph.shows(graph.frame.locator('.cs-drawn-variable'), 4);
    await graph.shows(graph.frame.locator('svg.cs-graph .cs-arrow-confounding'), 2);
    expect(await graph.variable('tenure').getAttribute('aria-label')).toContain('confounder');
    await graph.goTo(lineOf('taste?'), 4);
    const chosen = graph.frame.locator('.cs-chosen-words');
    await workbench.until(
      'the variable at the cursor is chosen',
      async () => (await chosen.textContent()) === 'taste: unobserved',
    );
    await workbench.picture('graph-beside');

    await graph.goTo(lineOf('tenure -> coupon'), 'tenure -> coupon'.length + 3);
    await workbench.page.keyboard.type(', opened');
    await graph.shows(graph.arrow('tenure', 'opened'), 1);
    await workbench.page.keyboard.type(' ->');
    await workbench.see(graph.frame.locator('.cs-warnings'));
    await graph.shows(graph.arrow('tenure', 'opened'), 1);
    for (let i = 0; i < ', opened ->'.length; i++) await workbench.page.keyboard.press('Backspace');
    await graph.shows(graph.arrow('tenure', 'opened'), 0);
    // Between two keystrokes the text may still be no graph: what it said of that goes with the last one.
    await workbench.until(
      'nothing is said against the text',
      async () => !(await graph.frame.locator('.cs-warnings').isVisible()),
    );
  });

  test('an arrow that is dragged is in the text, and one undo takes it out', async () => {
    const graph = await GraphBeside.open(workbench, 'drag.causal');
    await graph.shows(graph.arrow('taste', 'coupon'), 0);
    await graph.drag('taste', 'coupon');
    await graph.says('tenure, taste -> coupon');
    await graph.shows(graph.arrow('taste', 'coupon'), 1);
    expect(await graph.frame.locator('.cs-said').textContent()).toBe('Drew the arrow taste -> coupon.');
    await workbench.picture('graph-dragged');
    await graph.goTo(1, 1);
    await workbench.page.keyboard.press('Control+Z');
    await graph.shows(graph.arrow('taste', 'coupon'), 0);
    expect(await graph.text()).not.toContain('tenure, taste');
  });

  test('keys alone do it: a circle is refused, an arrow goes, a mark comes and goes, Enter leads to the text', async () => {
    const graph = await GraphBeside.open(workbench, 'keys.causal');
    const { keyboard } = workbench.page;
    await graph.variable('purchased').focus();
    await keyboard.press('a');
    await graph.variable('coupon').focus();
    await keyboard.press('Enter');
    const said = graph.frame.locator('.cs-said');
    await workbench.until(
      'the circle is refused',
      async () => (await said.textContent())?.includes('circle purchased -> coupon -> purchased') ?? false,
    );

    await graph.arrow('tenure', 'purchased').focus();
    await keyboard.press('Delete');
    await graph.says('  coupon -> purchased');
    await graph.shows(graph.arrow('tenure', 'purchased'), 0);

    await graph.variable('taste').focus();
    await keyboard.press('?');
    await graph.says('taste -> purchased // nobody asked');
    await workbench.until('the picture has the mark no more', async () => {
      const label = await graph.variable('taste').getAttribute('aria-label');
      return label?.includes('unobserved') === false;
    });
    await graph.variable('taste').focus();
    await keyboard.press('?');
    await graph.says('taste? -> purchased // nobody asked');

    await graph.variable('taste').focus();
    await keyboard.press('Enter');
    const place = workbench.page.locator('[id="status.editor.selection"]');
    await workbench.until('the cursor is at the variable', async () =>
      ((await place.textContent()) ?? '').includes(`Ln ${lineOf('taste?')},`),
    );
    for (let i = 0; i < 3; i++) await keyboard.press('Control+Z');
    await graph.says('tenure, coupon -> purchased');
  });

  test('the picture is saved in the workspace, and comes back when the window is loaded anew', async () => {
    await GraphBeside.open(workbench, 'saved.causal');
    await workbench.command('Causal: Export Graph as SVG');
    const { page } = workbench;
    const input = page.locator('.quick-input-widget input.input');
    await workbench.until('the file is named', async () => (await input.inputValue()).endsWith('shop.svg'));
    await page.keyboard.press('Enter');
    const file = join(workspace, 'shop.svg');
    await workbench.until('the file is there', async () => existsSync(file));
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg [\s\S]*>tenure<\/text>[\s\S]*<\/svg>\s*$/);

    // The window writes down what is open every now and then.
    await page.waitForTimeout(12_000);
    await page.reload();
    await page.waitForSelector('.monaco-workbench .part.editor', { timeout: 60_000 });
    const graph = await GraphBeside.find(workbench);
    await graph.shows(graph.frame.locator('.cs-drawn-variable'), 4);
    await workbench.picture('graph-reloaded');
  });
});

describe('in Restricted Mode', () => {
  const workspace = workspaceOf('restricted');
  let editor: Awaited<ReturnType<typeof startEditor>>;
  let workbench: Workbench;

  beforeAll(async () => {
    const quiet = {
      ...settings,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
    };
    editor = await startEditor({ workspace, extensions, trusted: false, settings: quiet });
    workbench = await Workbench.open(editor.url);
  });

  afterAll(async () => {
    await workbench?.close();
    await editor?.stop();
  });

  test('the graph is shown and drawn in all the same: it is text', async () => {
    const graph = await GraphBeside.open(workbench, 'restricted.causal');
    await graph.shows(graph.frame.locator('.cs-drawn-variable'), 4);
    await graph.drag('taste', 'coupon');
    await graph.says('tenure, taste -> coupon');
    await workbench.picture('graph-restricted');
  });
});
