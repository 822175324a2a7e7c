import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatEstimate, formatNumber } from '../../client/src/renderer/format.js';
import { clean } from '../../client/src/renderer/names.js';
import { describe as say } from '../../client/src/renderer/tables/describe.js';
import type { Result } from '../../kernel/src/result.js';
import { browserPath, launchBrowser } from '../browser.js';
import { coupon, mailing } from './effect-examples.js';
import { examples, explained, inWords, scored } from './examples.js';
import { notebookPage, reportPage, themeNames } from './gallery.js';
import { hostile, malformed } from './hostile.js';
import { type Gallery, openStage } from './stage.js';

if (!browserPath)
  console.warn('No Chromium on this machine: what results look like in a browser is not tested.');

declare const window: Window & Gallery;

describe.skipIf(!browserPath)('results in a browser', () => {
  let browser: Browser;
  let page: Page;
  let faults: readonly string[];

  async function open(html: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
    const stage = await openStage(browser, html, { colorScheme });
    page = stage.page;
    faults = stage.faults;
  }

  const show = (value: unknown): Promise<void> => page.evaluate((v) => void window.show(v), value);
  const texts = (selector: string): Promise<string[]> => page.locator(selector).allTextContents();

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  describe('in a notebook', () => {
    beforeAll(async () => open(await notebookPage('light')));

    test.each([...examples])('%s: sentence, picture and tables with every number', async (_, result) => {
      await page.evaluate(() => document.body.replaceChildren());
      await show(result);
      const said = say(result);
      expect(await page.locator('.cs-sentence').textContent()).toBe(result.sentence);
      expect(await page.locator('.cs-undrawn').count()).toBe(0);
      const cells = new Set((await texts('th, td')).map((cell) => cell.trim()));
      const captions = await texts('caption');
      for (const section of said.sections) {
        for (const table of section.tables) {
          expect(captions).toContain(table.caption);
          for (const cell of table.rows.flat()) expect(cells).toContain(clean(cell).trim());
        }
      }
      expect(await page.locator('table:not(:has(caption)), thead th:not([scope=col])').count()).toBe(0);
      const unnamed = await page.$$eval('svg.cs-plot, svg.cs-diagram', (all) =>
        all.filter(
          (svg) =>
            !/^(img|group)$/.test(svg.getAttribute('role') ?? '') ||
            !svg.getAttribute('aria-label') ||
            !svg.closest('.cs-frame'),
        ),
      );
      expect(unnamed).toEqual([]);
      expect(faults).toEqual([]);
    });

    test.each([...examples].filter(([, result]) => result.kind !== 'score'))(
      '%s: the leading picture is drawn',
      async (_, result) => {
        await page.evaluate(() => document.body.replaceChildren());
        await show(result);
        const box = await page.locator('.cs-plot, .cs-diagram').first().boundingBox();
        expect(box?.width).toBeGreaterThan(100);
        expect(box?.height).toBeGreaterThan(40);
      },
    );

    test.each([...hostile])('%s: shown as text, nothing runs', async (_, result) => {
      await page.evaluate(() => document.body.replaceChildren());
      await show(result);
      expect(await page.locator('.cs-result').count()).toBe(1);
      expect(await page.getByText('could not be drawn').count()).toBe(0);
      expect(await page.locator('.cs-result :is(script, img, style)').count()).toBe(0);
      expect(await page.evaluate(() => window.harmed)).toBeUndefined();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      expect(faults).toEqual([]);
    });

    test('what is no result is a plain message', async () => {
      for (const value of malformed) {
        await page.evaluate(() => document.body.replaceChildren());
        await show(value);
        expect(await page.locator('[role=alert]').textContent()).toMatch(/[Rr]un (it )?again\.$/);
      }
      expect(faults).toEqual([]);
    });

    test('an output goes when its signal aborts or it is disposed of', async () => {
      const left = await page.evaluate((result) => {
        const first = window.show(result);
        const second = window.show(result);
        first.stop.abort();
        const afterAbort = [first, second].map(({ element }) => element.childElementCount);
        window.renderer.disposeOutputItem();
        return [...afterAbort, second.element.childElementCount];
      }, mailing);
      expect(left).toEqual([0, 1, 0]);
    });
  });

  describe('by keyboard', () => {
    beforeAll(async () => open(await notebookPage('dark')));

    const focused = (): Promise<string> =>
      page.evaluate(
        () => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName ?? '',
      );

    async function tabTo(wanted: string): Promise<void> {
      for (let i = 0; i < 20; i++) {
        await page.keyboard.press('Tab');
        if ((await focused()) === wanted) return;
      }
      throw new Error(`Tab does not reach ${wanted}.`);
    }

    async function fresh(result: Result): Promise<void> {
      await page.evaluate(() => document.body.replaceChildren());
      await show(result);
    }

    test('Tab reaches the tabs, arrows choose among them', async () => {
      await fresh(coupon);
      await tabTo('tab');
      const chosen = (): Promise<string | null> => page.locator('[aria-selected=true]').textContent();
      expect(await chosen()).toBe('Checks');
      await page.keyboard.press('ArrowRight');
      expect(await chosen()).toBe('Adjustment');
      await page.keyboard.press('End');
      expect(await chosen()).toBe('Provenance');
      await page.keyboard.press('ArrowRight');
      expect(await chosen()).toBe('Checks');
      expect(await page.locator('[role=tabpanel]:visible').count()).toBe(1);
      expect(
        await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle),
      ).toBe('solid');
    });

    test('the table beneath a chart opens', async () => {
      await fresh(mailing);
      await tabTo('SUMMARY');
      await page.keyboard.press('Enter');
      const [arm] = mailing.contrasts;
      expect(await page.locator('tr', { hasText: arm.arm }).first().isVisible()).toBe(true);
    });

    test('rows to explain are chosen from a list or stepped through', async () => {
      await fresh(explained);
      await tabTo('SELECT');
      await page.keyboard.press('ArrowDown');
      const shown = (): Promise<string[]> => texts('[aria-live] table caption');
      expect((await shown())[0]).toContain('u-0031');
      expect(await texts('[aria-live] td')).toContain(formatNumber(explained.rows[1].prediction));
      await tabTo('BUTTON');
      await page.keyboard.press('Enter');
      expect((await shown())[0]).toContain('u-1007');
      await page.keyboard.press('Enter');
      expect((await shown())[0]).toContain('u-1007');
    });

    test('phrases of a text: one tab stop, arrows go through them, and a line says what each does', async () => {
      await fresh(inWords);
      await tabTo('MARK');
      const held = (): Promise<string | null> => page.locator('.cs-phrase-said').textContent();
      const [text] = inWords.rows[0].texts ?? [];
      expect(await held()).toContain(`“${text.phrases[0].text.trim()}” lowers by 0.08`);
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
      expect(await held()).toContain('“asked the shop” raises by 0.16; LIME +0.19, spread 0.03');
      await page.keyboard.press('End');
      expect(await held()).toContain('“socks”');
      await page.keyboard.press('Home');
      expect(await held()).toContain('“just looking”');
      expect(await page.locator('.cs-phrase[tabindex="0"]').count()).toBe(1);
    });

    test('a long text shows its beginning and, when asked, all; the focus goes on where it began', async () => {
      const [row] = inWords.rows;
      const [text] = row.texts ?? [];
      const phrases = Array.from({ length: 16 }, (_, i) => ({
        ...text.phrases[0],
        text: `${i} ${'word '.repeat(60)}`,
      }));
      await fresh({ ...inWords, rows: [{ ...row, texts: [{ ...text, phrases }] }] });
      const marks = page.locator('.cs-phrases .cs-phrase');
      expect(await marks.count()).toBeLessThan(6);
      await page.getByRole('button', { name: 'Show all of the text' }).click();
      expect(await marks.count()).toBe(16);
      expect(await page.evaluate(() => document.activeElement?.textContent?.slice(0, 2))).toBe('3 ');
    });

    test('a long table shows 200 rows and, when asked, all', async () => {
      await fresh({ ...scored, preview: Array.from({ length: 450 }, (_, i) => [i]), columns: ['user_id'] });
      const rows = page.locator('.cs-content').first().locator('tbody tr');
      expect(await rows.count()).toBe(200);
      await tabTo('BUTTON');
      await page.keyboard.press('Enter');
      expect(await rows.count()).toBe(450);
    });

    test('the rest of a long table is asked for where the editor has room for it', async () => {
      const long = { ...scored, preview: Array.from({ length: 450 }, (_, i) => [i]), columns: ['user_id'] };
      await page.evaluate((value) => {
        document.body.replaceChildren();
        window.told = [];
        window.show(value, { postMessage: (message: unknown) => window.told?.push(message) });
      }, long as unknown);
      const rows = page.locator('.cs-content').first().locator('tbody tr');
      await page.getByRole('button', { name: 'Show all 450 rows' }).click();
      expect(await rows.count()).toBe(200);
      expect(await page.evaluate(() => window.told)).toEqual([{ open: long }]);
    });
  });

  describe.each(themeNames)('a text in words, %s', (theme) => {
    beforeAll(async () => {
      await open(await notebookPage(theme));
      await show(inWords);
    });

    test('is the text, with what each phrase does read out behind it', async () => {
      const [{ texts: [text] = [] }] = inWords.rows;
      const said = await page.locator('.cs-phrases').textContent();
      expect(said).toContain('asked the shop (raises by 0.16) +');
      expect(said).toContain('just looking (lowers by 0.08) \u2212');
      const seen = await page.$eval('.cs-phrases', (line) => {
        const copy = line.cloneNode(true) as HTMLElement;
        for (const each of copy.querySelectorAll('.cs-unseen, .cs-sign')) each.remove();
        return copy.textContent;
      });
      expect(seen).toBe(text.phrases.map((phrase) => phrase.text).join(''));
    });

    test('contrast: words on their marks by 4.5, lines beneath them by 3; signs differ in line as in colour', async () => {
      const contrasts = await page.$$eval('mark.cs-phrase', (marks) => {
        const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        if (!canvas) throw new Error('no canvas');
        const luminance = (colour: string): number => {
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
            const share = byte / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a: string, b: string): number => {
          const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
          return (high + 0.05) / (low + 0.05);
        };
        const page = getComputedStyle(document.body).backgroundColor;
        return marks.map((mark) => {
          const style = getComputedStyle(mark);
          return {
            words: contrast(style.color, style.backgroundColor),
            line: contrast(style.textDecorationColor, page),
            pattern: `${mark.classList[1]} ${style.textDecorationStyle}`,
          };
        });
      });
      expect(contrasts.length).toBeGreaterThan(3);
      for (const { words, line } of contrasts) {
        expect(words).toBeGreaterThanOrEqual(4.5);
        expect(line).toBeGreaterThanOrEqual(3);
      }
      expect(new Set(contrasts.map(({ pattern }) => pattern))).toEqual(
        new Set(['cs-phrase-up solid', 'cs-phrase-down dashed']),
      );
    });
  });

  test('the report draws all its results between what else it holds, under a policy without inline styles', async () => {
    const results = [...examples.values(), ...hostile.values(), ...malformed] as Result[];
    const note = {
      kind: 'markdown',
      text: 'Did it *work*? <img src=x onerror="window.harmed = 1">',
    } as const;
    const source = { kind: 'source', text: 'train </code><script>window.harmed = 1</script>' } as const;
    const parts = results.flatMap((result) => [note, source, { kind: 'result', result } as const]);
    await open(await reportPage('The shop in June', parts), 'dark');
    expect(await page.locator('h1').textContent()).toBe('The shop in June');
    expect(await page.locator('article').count()).toBe(results.length);
    const order = await page.$$eval('main > :not(h1, .cs-created)', (all) =>
      all.map(({ className, firstElementChild }) => `${className} ${firstElementChild?.tagName}`),
    );
    const once = ['cs-prose P', 'cs-source CODE', 'cs-place ARTICLE'];
    expect(order).toEqual(results.flatMap(() => once));
    expect(await page.locator('.cs-prose em').first().textContent()).toBe('work');
    const [men] = mailing.contrasts;
    expect(await page.locator('svg text').allTextContents()).toContain(
      formatEstimate(men.estimate, men.interval),
    );
    expect(await page.evaluate(() => window.harmed)).toBeUndefined();
    expect(faults).toEqual([]);
  });
});
