import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../../client/src/report/report.js';
import { browserPath, launchBrowser } from '../browser.js';
import { examples } from './examples.js';
import { notebookPage, reportPage, themeNames } from './gallery.js';
import { openStage, type Stage } from './stage.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
declare const window: Window & { axe: { run(context: unknown): Promise<AxeResults> } };

/** Every violation as a line: the rule, and the first elements that break it. */
async function violations({ page }: Stage, context: string): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations: found, passes } = await page.evaluate((within) => window.axe.run(within), context);
  // A run that looked at nothing would find nothing.
  expect(passes.length).toBeGreaterThan(10);
  return found.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`);
    return `${id}: ${help} (${nodes.length}x)\n  ${where.join('\n  ')}`;
  });
}

/** Contrast of every text and mark of the drawings with the page; axe looks at no drawing. */
function contrasts({ page }: Stage): Promise<{ what: string; ratio: number; least: number }[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!canvas) throw new Error('no canvas');
    const bytes = (colour: string, on: string): number[] => {
      for (const each of [on, colour]) {
        canvas.fillStyle = each;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (colour: string, on: string): number => {
      const [r, g, b] = bytes(colour, on).map((byte) => {
        const share = byte / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = getComputedStyle(document.body).backgroundColor;
    const ratio = (colour: string): number => {
      const [low, high] = [luminance(colour, paper), luminance(paper, paper)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    };
    const texts = [...document.querySelectorAll<SVGElement>('.cs-result svg text')].map((text) => ({
      what: `text ${text.textContent}`,
      ratio: ratio(getComputedStyle(text).fill),
      least: 4.5,
    }));
    // The halo of the ring around a point is of the page's colour on purpose.
    const shapes = '.cs-result svg.cs-plot :is(circle, rect):not(.cs-ring-halo)';
    const marks = [...document.querySelectorAll<SVGElement>(shapes)]
      .map((mark) => ({ mark, style: getComputedStyle(mark) }))
      .flatMap(({ mark, style }) => {
        const colour = style.stroke === 'none' ? style.fill : style.stroke;
        return [{ what: `${mark.tagName} ${colour}`, ratio: ratio(colour), least: 3 }];
      });
    return [...texts, ...marks];
  });
}

/** A busy machine takes its time to start a browser. */
const startTimeout = 60_000;

describe.skipIf(!browserPath)('results for everyone', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, startTimeout);
  afterAll(() => browser?.close());

  describe.each(themeNames)('%s', (theme) => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage(browser, await notebookPage(theme));
      await stage.showAll(...examples.values());
      await stage.page.$$eval('details', (all) => {
        for (const each of all) each.open = true;
      });
      // A point in hand and a range marked are to pass as well.
      await stage.page.locator('.cs-brushable').first().focus();
      for (const key of ['ArrowRight', 'Shift+ArrowRight']) await stage.page.keyboard.press(key);
    }, startTimeout);
    afterAll(() => stage?.page.context().close());

    test('every kind of result passes all rules of axe', async () => {
      expect(await violations(stage, '.cs-result')).toEqual([]);
      expect(stage.faults).toEqual([]);
    });

    test('contrast with the page: words of drawings by 4.5, marks by 3', async () => {
      const found = await contrasts(stage);
      expect(found.length).toBeGreaterThan(200);
      const faint = found.filter(({ ratio, least }) => !(ratio >= least));
      expect([...new Set(faint.map(({ what, ratio }) => `${what}: ${ratio.toFixed(2)}`))]).toEqual([]);
    });
  });

  test.each(['light', 'dark'] as const)('the report passes them as a whole page, %s', async (colorScheme) => {
    const note = { kind: 'markdown', text: '# Did it work?\n\nThe shop hands out *coupons*.' } as const;
    const source = { kind: 'source', text: 'train coupon_lift' } as const;
    const results = [...examples.values()].map((result) => ({ kind: 'result', result }) as const);
    const parts = [note, source, ...results];
    const stage = await openStage(browser, await reportPage('The shop in June', parts), {
      colorScheme,
    });
    expect(await violations(stage, 'html')).toEqual([]);
    await stage.page.context().close();
  });

  test('a report', async () => {
    const setting = {
      file: 'shop.causal',
      created: '2026-01-01T12:00:00Z',
      command: 'causal run shop.causal',
    };
    const { title, parts } = reportOf([...examples.values()], setting);
    const stage = await openStage(browser, await reportPage(title, parts), { colorScheme: 'light' });
    expect(await violations(stage, 'html')).toEqual([]);
    await stage.page.context().close();
  });
});
