import type { Browser, Page } from 'playwright-core';

/** What the page script of the gallery offers. */
export interface Gallery {
  show(value: unknown, context?: object): { element: HTMLElement; stop: AbortController };
  renderer: { disposeOutputItem(id?: string): void };
  harmed?: number;
  /** What outputs said to the editor. */
  told?: unknown[];
}
declare const window: Window & Gallery;

/** An address that counts as safe, as those of the editor's own pages do: the clipboard asks for it. Nothing is sent. */
const origin = 'https://results.test';

/** A page of the gallery in a browser, with all that it complained of. */
export interface Stage {
  readonly page: Page;
  readonly faults: readonly string[];
  show(value: unknown): Promise<void>;
  /** The value alone on the page, with all its panels open. */
  showAll(...values: readonly unknown[]): Promise<void>;
}

export interface StageOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Language of the browser. */
  readonly locale?: string;
}

export async function openStage(
  browser: Browser,
  html: string,
  { colorScheme = 'light', width = 920, height = 900, locale = 'en-US' }: StageOptions = {},
): Promise<Stage> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  await page.route(`${origin}/**`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(`${origin}/`);
  const show = (value: unknown): Promise<void> => page.evaluate((v) => void window.show(v), value);
  return {
    page,
    faults,
    show,
    async showAll(...values) {
      await page.evaluate(() => document.body.replaceChildren());
      for (const value of values) await show(value);
      await page.$$eval('[role=tabpanel]', (panels) => {
        for (const panel of panels) (panel as HTMLElement).hidden = false;
      });
    },
  };
}
