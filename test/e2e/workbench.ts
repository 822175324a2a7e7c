import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { findBrowser } from './editor.mjs';

const pictures = join(dirname(fileURLToPath(import.meta.url)), 'output');

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long the workbench may take for what a person would call "at once". */
const promptly = 20_000;
const pollEvery = 100;

/** A person at the editor: what they can do and see, in their words. */
export class Workbench {
  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
  ) {}

  static async open(url: string): Promise<Workbench> {
    const browser = await chromium.launch({ executablePath: findBrowser(), args: chromiumArguments });
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    await page.goto(url);
    await page.waitForSelector('.monaco-workbench .part.editor', { timeout: 60_000 });
    return new Workbench(page, browser);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor({ state: 'visible', timeout: promptly });
    await input.fill(`>${title}`);
    await this.pick(title);
  }

  /** Chooses an entry of the open quick pick. */
  async pick(label: string): Promise<void> {
    const name = this.page
      .locator('.quick-input-list .monaco-list-row .label-name')
      .getByText(label, { exact: true });
    await name.first().waitFor({ timeout: promptly });
    await name.first().click();
  }

  /** Opens a file of the workspace by name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor({ state: 'visible', timeout: promptly });
    await input.fill(name);
    await this.pick(name);
    const tab = this.page.locator('.tabs-container .tab.active').getByText(name, { exact: true });
    await tab.first().waitFor({ timeout: promptly });
    const editor = name.endsWith('.causalnb')
      ? '.notebook-editor .cell-list-container .cell-focus-indicator'
      : '.view-line';
    await this.page.locator(editor).first().waitFor({ timeout: promptly });
  }

  /** The frame (a webview or notebook outputs) in which a selector is found; frames are nested and come late. */
  async frameWith(selector: string, timeout = promptly): Promise<Frame> {
    const until = Date.now() + timeout;
    while (Date.now() < until) {
      for (const frame of this.page.frames()) {
        const found = await frame
          .locator(selector)
          .count()
          .catch(() => 0);
        if (found > 0) return frame;
      }
      await this.page.waitForTimeout(pollEvery);
    }
    await this.picture('missing');
    throw new Error(`Nothing matches ${selector} in any frame after ${timeout} ms.`);
  }

  /** Waits until `seen` holds. */
  async until(what: string, seen: () => Promise<boolean>, timeout = promptly): Promise<void> {
    const end = Date.now() + timeout;
    while (Date.now() < end) {
      if (await seen()) return;
      await this.page.waitForTimeout(pollEvery);
    }
    await this.picture('timeout');
    throw new Error(`${what}: not seen after ${timeout} ms.`);
  }

  /** Keeps a picture of the window under `test/e2e/output/`. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }
}
