import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browserPath, launchBrowser } from '../browser.js';
import { advertised } from './dose-example.js';
import { coupon, mailing } from './effect-examples.js';
import { examples, explained, shop } from './examples.js';
import { notebookPage } from './gallery.js';
import { openStage, type Stage } from './stage.js';

const charts = '.cs-frame svg:is(.cs-plot, .cs-diagram)';

/** A busy machine takes its time to start a browser. */
const startTimeout = 60_000;

describe.skipIf(!browserPath)('charts in hand', () => {
  let browser: Browser;
  let stage: Stage;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await openStage(browser, await notebookPage('dark'), { height: 700 });
    page = stage.page;
  }, startTimeout);
  afterAll(() => browser?.close());

  const named = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
  const tip = (): Locator => page.locator('.cs-tip:popover-open');
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

  describe('points', () => {
    test.each([...examples].filter(([, result]) => result.kind !== 'score'))(
      '%s: every chart is one tab stop, and keys reach all its points',
      async (_, result) => {
        await stage.showAll(result);
        const walked = await page.$$eval(charts, (all) =>
          all.map((chart) => {
            const press = (key: string): void => {
              document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
            };
            const stops = (): number =>
              [chart, ...chart.querySelectorAll('[tabindex]')].filter((e) => (e as SVGElement).tabIndex === 0)
                .length;
            const points = [...chart.querySelectorAll('.cs-point')];
            const before = stops();
            (chart as SVGElement).focus();
            const seen = new Set<Element>();
            for (const _ of points) {
              press('ArrowRight');
              if (document.activeElement) seen.add(document.activeElement);
            }
            const within = stops();
            press('Escape');
            return {
              points: points.length > 0,
              unnamed: points.filter((point) => !point.getAttribute('aria-label')).length,
              missed: points.filter((point) => !seen.has(point)).length,
              stops: [before, within, stops()],
              left: document.activeElement === chart,
            };
          }),
        );
        expect(walked.length).toBeGreaterThan(0);
        for (const each of walked)
          expect(each).toEqual({ points: true, unnamed: 0, missed: 0, stops: [1, 1, 1], left: true });
        expect(stage.faults).toEqual([]);
      },
    );

    test('a point in hand has a ring and a note that says it in words', async () => {
      await stage.showAll(mailing);
      await page.locator(charts).first().focus();
      await press('ArrowDown');
      expect(await named()).toBe('Mens E-Mail: 0.0766 [0.0701, 0.0831]');
      expect(await tip().textContent()).toBe('Mens E-Mail: 0.0766 [0.0701, 0.0831]');
      const ring = await page.locator('.cs-ring-line').boundingBox();
      const dot = await page.locator('.cs-point:focus').boundingBox();
      if (!ring || !dot) throw new Error('Neither ring nor dot is shown.');
      expect(ring.x).toBeLessThan(dot.x);
      expect(ring.x + ring.width).toBeGreaterThan(dot.x + dot.width);
      await press('End');
      expect(await named()).toContain('Womens E-Mail');
      await press('Home', 'Escape');
      expect(await tip().count()).toBe(0);
      expect(await page.locator('.cs-ring').count()).toBe(0);
    });

    test('rows are walked from the top, whatever was drawn first', async () => {
      await stage.showAll(explained);
      await page.locator(charts).first().focus();
      const names: (string | null)[] = [];
      for (let i = 0; i < 4; i++) {
        await press('ArrowDown');
        names.push(await named());
      }
      expect(names.map((name) => name?.split(/[:=]/)[0].trim())).toEqual([
        'base',
        'browsing',
        'tenure',
        'recency',
      ]);
    });

    test('the pointer shows the same note, within the window even at its edges', async () => {
      for (const width of [920, 380]) {
        await page.setViewportSize({ width, height: 700 });
        await stage.showAll(coupon, shop);
        const points = page.locator('.cs-point');
        for (const i of [0, 1, (await points.count()) - 1]) {
          const point = points.nth(i);
          await point.scrollIntoViewIfNeeded();
          await point.hover({ force: true });
          const note = await tip().boundingBox();
          expect(await tip().textContent()).toBe(await point.getAttribute('aria-label'));
          if (!note) throw new Error('No note is shown.');
          expect(note.x).toBeGreaterThanOrEqual(0);
          expect(note.y).toBeGreaterThanOrEqual(0);
          expect(note.x + note.width).toBeLessThanOrEqual(width);
          expect(note.y + note.height).toBeLessThanOrEqual(700);
        }
        await press('Escape');
        expect(await tip().count()).toBe(0);
      }
      await page.setViewportSize({ width: 920, height: 700 });
    });
  });

  describe('copies', () => {
    const copied = (frame: Locator): Promise<string | null> => frame.locator('.cs-copied').textContent();
    const copy = async (kind: string, frame: Locator): Promise<void> => {
      await frame.getByRole('button', { name: `Copy as ${kind}` }).click();
      await frame.locator('.cs-copied:not(:empty)').waitFor();
    };
    const clipboardText = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    const frameOf = (title: string): Locator =>
      page.locator('.cs-frame', { has: page.locator(`svg[aria-label^="${title}"]`) }).first();

    test('as SVG: stands alone, with its legend, in the colours of the theme', async () => {
      await stage.showAll(coupon);
      const frame = frameOf('After adjustment');
      await copy('SVG', frame);
      expect(await copied(frame)).toBe('Copied as SVG.');
      const text = await clipboardText();
      expect(text).not.toMatch(/var\(|color-mix|class=|style=|tabindex|aria-/);
      expect(text).toContain('>before adjustment</text>');
      expect(text).toContain('<title>tenure: \u22120.41 before adjustment</title>');
      expect(text).toContain('fill="rgb(55, 148, 255)"');
      const drawn = await page.evaluate((markup) => {
        const parsed = new DOMParser().parseFromString(markup, 'image/svg+xml');
        return [parsed.querySelector('parsererror') === null, parsed.querySelectorAll('circle').length];
      }, text);
      expect(drawn).toEqual([true, 14]);
    });

    test('as PNG: a picture of twice its size that is not empty', async () => {
      await stage.showAll(mailing);
      const frame = page.locator('.cs-frame').first();
      await copy('PNG', frame);
      expect(await copied(frame)).toBe('Copied as PNG.');
      const { type, width, colours } = await page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const blob = await item.getType('image/png');
        const bitmap = await createImageBitmap(blob);
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        canvas?.drawImage(bitmap, 0, 0);
        const { data = [] } = canvas?.getImageData(0, 0, bitmap.width, bitmap.height) ?? {};
        const seen = new Set<string>();
        for (let i = 0; i < data.length; i += 4) seen.add([data[i], data[i + 1], data[i + 2]].join());
        return { type: blob.type, width: bitmap.width, colours: [...seen] };
      });
      expect(type).toBe('image/png');
      expect(width).toBe(2 * 664);
      expect(colours).toContain('31,31,31');
      expect(colours).toContain('55,148,255');
    });

    test('as CSV: the table that says the same', async () => {
      await stage.showAll(coupon);
      const frame = frameOf('coupon = 1: 6.2% of rows have a propensity');
      await copy('CSV', frame);
      const [head, ...rows] = (await clipboardText()).trimEnd().split(/\r?\n/);
      expect(head).toBe('Propensity,In coupon = 1,In the baseline');
      expect(rows.length).toBe(25);
      expect(rows[0]).toMatch(/^0\.000? to 0\.040?,\d+,\d+$/);
    });

    test('by keyboard: one tab stop, arrows choose', async () => {
      await stage.showAll(mailing);
      await page.locator(charts).first().focus();
      await press('Tab');
      expect(await named()).toBe('Copy as PNG');
      await press('ArrowRight', 'ArrowRight');
      expect(await named()).toBe('Copy as CSV');
      await press('Enter');
      await page.locator('.cs-copied', { hasText: 'Copied as CSV.' }).waitFor();
    });

    test('where pictures are refused the SVG is copied; where all is refused it stands there to be copied by hand', async () => {
      await stage.showAll(mailing);
      const frame = page.locator('.cs-frame').first();
      await page.evaluate(() => {
        navigator.clipboard.write = () => Promise.reject(new Error('refused'));
      });
      await copy('PNG', frame);
      expect(await copied(frame)).toBe(
        'Pictures may not be copied from here, so the SVG was copied as text.',
      );
      expect(await clipboardText()).toMatch(/^<svg /);
      await page.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
      });
      await frame.getByRole('button', { name: 'Copy as PNG' }).click();
      const offer = page.locator('.cs-offer');
      await offer.waitFor();
      expect(await copied(frame)).toBe(
        'The clipboard is closed to this page: here is the SVG, selected, to be copied by hand.',
      );
      expect(
        await offer.evaluate((area: HTMLTextAreaElement) => area.selectionEnd - area.selectionStart),
      ).toBe(await offer.evaluate((area: HTMLTextAreaElement) => area.value.length));
      expect(await offer.inputValue()).toMatch(/^<svg /);
    });
  });

  describe('ranges', () => {
    const marked = (): Promise<number> => page.locator('tr[aria-current]').count();
    const brushable = (name: string): Locator => page.locator(`.cs-brushable[aria-label^="${name}"]`).first();
    const said = (chart: Locator): Promise<string | null> =>
      chart.evaluate(
        (drawing) => drawing.closest('.cs-frame')?.querySelector('.cs-said')?.textContent ?? null,
      );

    beforeEach(() => stage.showAll(coupon, advertised));

    test('by keys: Shift and an arrow mark bars, a sentence says what they hold, rows of the table are marked', async () => {
      const chart = brushable('coupon = 1: 6.2%');
      await chart.focus();
      await press('Home', 'ArrowRight', 'ArrowRight', 'ArrowRight');
      for (let i = 0; i < 6; i++) await press('Shift+ArrowRight');
      const { treated, untreated } = coupon.overlap[0];
      const count = (counts: readonly number[]): number => counts.slice(3, 10).reduce((a, b) => a + b, 0);
      const sentence = await said(chart);
      expect(sentence).toContain('Propensity 0.12 to 0.40: ');
      expect(sentence?.replaceAll(',', '')).toContain(`${count(treated.counts)} rows in coupon = 1 `);
      expect(sentence?.replaceAll(',', '')).toContain(`and ${count(untreated.counts)} in coupon = 0 `);
      expect(await marked()).toBe(7);
      await press('Shift+ArrowLeft');
      expect(await marked()).toBe(6);
      await press('Escape');
      expect([await said(chart), await marked(), await page.locator('.cs-range').count()]).toEqual([
        '',
        0,
        0,
      ]);
    });

    test('by dragging over the conditional effects; a click takes the range away', async () => {
      const chart = brushable('coupon = 1: 90% of conditional');
      await chart.scrollIntoViewIfNeeded();
      const bars = chart.locator('rect.cs-point');
      const [from, to] = await Promise.all([bars.nth(8).boundingBox(), bars.nth(19).boundingBox()]);
      if (!from || !to) throw new Error('The bars are not shown.');
      await page.mouse.move(from.x + from.width / 2, from.y + 4);
      await page.mouse.down();
      await page.mouse.move(to.x + to.width / 2, from.y + 10, { steps: 4 });
      await page.mouse.up();
      const { counts } = coupon.heterogeneity[0].distribution;
      const held = counts.slice(8, 20).reduce((a, b) => a + b, 0);
      const all = counts.reduce((a, b) => a + b, 0);
      expect((await said(chart))?.replaceAll(',', '')).toContain(
        `: ${held} rows ${((100 * held) / all).toFixed(1)}% of all.`,
      );
      expect(await marked()).toBe(12);
      expect(await page.locator('.cs-range').count()).toBe(1);
      await page.mouse.click(to.x, from.y + 10);
      expect(await marked()).toBe(0);
      expect(await page.locator('.cs-range').count()).toBe(0);
    });

    test('of curves: both ends, each with its interval', async () => {
      const uplift = brushable('Treating the fifth');
      await uplift.focus();
      await press('Shift+ArrowRight', 'Shift+ArrowRight');
      expect(await said(uplift)).toMatch(
        /^From 0% to 10% treated the gain goes from .+ to 0\.0111 \[.+\]\.$/,
      );
      const dose = brushable('Spend rises');
      await dose.focus();
      await press('ArrowRight', 'ArrowRight', 'Shift+ArrowRight');
      expect(await said(dose)).toMatch(
        /^From advertising 4 to 8 the mean spend goes from 2\d\.\d \[.+\] to 2\d\.\d \[.+\]\.$/,
      );
      expect(
        await dose.evaluate(
          (drawing) => drawing.closest('.cs-content')?.querySelectorAll('[aria-current]').length,
        ),
      ).toBe(2);
    });
  });
});
