import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../browser.js';

const pictures = join(dirname(fileURLToPath(import.meta.url)), 'output');

/** How long the workbench may take for what a person would call "at once". */
const promptly = 20_000;
const pollEvery = 100;
/** For the palette to show what it found. */
const looked = 3_000;
/** Turns of the wheel from the top of a notebook to its end and back. */
const scrolls = 80;
/** Pixels of such a turn, less than the window has. */
const turned = 700;
/** For a list to stop moving. */
const settling = 250;

async function loaded(page: Page, url: string): Promise<Page> {
  await page.goto(url);
  await page.waitForSelector('.monaco-workbench .part.editor', { timeout: 60_000 });
  return page;
}

/** A person at the editor: what they can do and see, in their words. */
export class Workbench {
  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
  ) {}

  static async open(url: string): Promise<Workbench> {
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
    const page = await context.newPage();
    return new Workbench(await loaded(page, url), browser);
  }

  /** Another window of the same browser, with the same workspace. */
  async another(): Promise<Workbench> {
    const page = await this.page.context().newPage();
    return new Workbench(await loaded(page, this.page.url()), this.browser);
  }

  /** Reloads the window, as after an update or a lost connection. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.waitForSelector('.monaco-workbench .part.editor', { timeout: 60_000 });
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  /** Waits until something can be seen; where it never is, a picture tells what was there instead. */
  async see(what: Locator, timeout = promptly): Promise<Locator> {
    try {
      await what.waitFor({ state: 'visible', timeout });
      return what;
    } catch (error) {
      await this.picture('missing');
      throw error;
    }
  }

  /**
   * Runs a command of the palette by its title. The palette asks once, as it opens, which commands there are: just after a start it is opened again
   * until ours are among them.
   */
  async command(title: string): Promise<void> {
    const found = this.page
      .locator('.quick-input-list .label-name')
      .getByText(title, { exact: true })
      .first();
    await this.until(`the command ${title} is there`, async () => {
      await this.page.keyboard.press('F1');
      await this.type(`>${title}`);
      const seen = await found.waitFor({ timeout: looked }).then(
        () => true,
        () => false,
      );
      if (!seen) await this.page.keyboard.press('Escape');
      return seen;
    });
    await this.pick(title);
  }

  /** Chooses an entry of the open quick pick with the keyboard: its rows still move while they are found. */
  async pick(label: string): Promise<void> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await this.see(rows.locator('.label-name').getByText(label, { exact: true }).first());
    const focused = rows.and(this.page.locator('.focused')).locator('.label-name').first();
    await this.until(`${label} is chosen`, async () => {
      await this.page.waitForTimeout(settling);
      const name = await focused.textContent({ timeout: settling }).catch(() => undefined);
      if (name?.trim() === label) return true;
      await this.page.keyboard.press('ArrowDown');
      return false;
    });
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file of the workspace by name, alone. */
  async openFile(name: string): Promise<void> {
    await this.command('View: Close All Editors');
    await this.page.keyboard.press('Control+P');
    await this.type(name);
    await this.pick(name);
    await this.see(this.page.locator(`.tab.active[data-resource-name="${name}"]`));
  }

  /** Runs all cells of the open notebook with the button above them. */
  async runAll(): Promise<void> {
    const button = this.page.locator('.notebook-toolbar-container').getByRole('button', { name: 'Run All' });
    await (await this.see(button.first())).click();
  }

  /** Goes by keys to a cell of the open notebook, counted from 0, and into its output; gives the frame that has the focus then. */
  async enterOutput(cell: number): Promise<Frame> {
    const { keyboard } = this.page;
    await keyboard.press('Escape');
    for (const key of ['Control+Home', ...Array<string>(cell).fill('ArrowDown'), 'Control+Shift+ArrowDown']) {
      await keyboard.press(key);
      await this.page.waitForTimeout(2 * settling);
    }
    for (const frame of this.page.frames()) {
      const inside = frame.evaluate(() => Boolean(document.activeElement?.closest('article')));
      // A frame may go while one looks.
      if (await inside.catch(() => false)) return frame;
    }
    await this.picture('missing');
    throw new Error(`The keys lead into no output of cell ${cell}.`);
  }

  private async type(text: string): Promise<void> {
    const input = await this.see(this.page.locator('.quick-input-widget input.input'));
    await input.fill(text);
  }

  /** The frame (a webview or notebook outputs) in which a selector is found; frames are nested and come late. */
  async frameWith(selector: string, timeout = promptly): Promise<Frame> {
    const until = Date.now() + timeout;
    while (Date.now() < until) {
      const frame = await this.find(selector);
      if (frame) return frame;
      await this.page.waitForTimeout(pollEvery);
    }
    await this.picture('missing');
    throw new Error(`Nothing matches ${selector} in any frame after ${timeout} ms.`);
  }

  /** Scrolls the open notebook down and up until a selector is found in its outputs: those out of sight are not drawn. */
  async outputWith(selector: string, timeout: number): Promise<Frame> {
    const end = Date.now() + timeout;
    const cells = await this.see(this.page.locator('.notebook-editor .cell-list-container').first());
    await cells.hover();
    for (let turn = 0; Date.now() < end; turn++) {
      const frame = await this.find(selector);
      if (frame) return frame;
      await this.page.mouse.wheel(0, turn % scrolls < scrolls / 2 ? turned : -turned);
      await this.page.waitForTimeout(settling);
    }
    await this.picture('missing');
    throw new Error(`Nothing matches ${selector} in the notebook after ${timeout} ms.`);
  }

  /** Scrolls the open notebook until an output of it stands near the top of the window. */
  async scrollTo(output: Locator): Promise<void> {
    for (let turn = 0; turn < 4 * scrolls; turn++) {
      const box = await output.first().boundingBox();
      const off = (box?.y ?? 0) - 250;
      if (box && Math.abs(off) < 60) break;
      await this.page.mouse.wheel(0, Math.max(-400, Math.min(400, off)));
      await this.page.waitForTimeout(settling);
    }
    await this.page.waitForTimeout(2 * settling);
  }

  /** Whether a selector is found in any frame now. */
  async shows(selector: string): Promise<boolean> {
    return (await this.find(selector)) !== undefined;
  }

  private async find(selector: string): Promise<Frame | undefined> {
    for (const frame of this.page.frames()) {
      const found = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    return undefined;
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
