import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { speakIn } from '../../client/src/renderer/language.js';
import type { Result } from '../../kernel/src/result.js';
import { browserPath, launchBrowser } from '../browser.js';
import { coupon } from './effect-examples.js';
import { examples } from './examples.js';
import { graphPage, notebookPage, reportPage } from './gallery.js';
import { openStage } from './stage.js';

const chinese = /\p{Script=Han}/u;

describe.skipIf(!browserPath)('what a page says in Chinese', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test('a notebook of a browser in Chinese draws every result, its heads, keys and buttons in Chinese', async () => {
    const { page, showAll, faults } = await openStage(browser, await notebookPage('light'), {
      locale: 'zh-CN',
    });
    for (const [name, result] of examples) {
      await showAll(result);
      expect(await page.locator('.cs-undrawn').count(), name).toBe(0);
      expect(await page.locator('.cs-kind').first().textContent(), name).toMatch(chinese);
      for (const caption of await page.locator('caption').allTextContents()) expect(caption).toMatch(chinese);
      for (const label of await page.locator('button').allTextContents())
        expect(label, name).toMatch(/\p{Script=Han}|^(PNG|SVG|CSV)$/u);
    }
    await showAll(examples.get('an effect with everything') ?? coupon);
    expect(await page.locator('.cs-sentence').first().textContent()).toBe(coupon.sentence);
    expect(await page.locator('[role=tab]').allTextContents()).toEqual(
      expect.arrayContaining(['检验', '平衡性', '重叠', '异质性', '来源']),
    );
    const heads = (item: Element) => getComputedStyle(item, '::before').content;
    expect(await page.locator('.cs-warnings li').first().evaluate(heads)).toBe('"警告："');
    expect(faults).toEqual([]);
  });

  test('and one in another language in English', async () => {
    const { page, show } = await openStage(browser, await notebookPage('light'), { locale: 'de-DE' });
    await show(coupon);
    expect(await page.locator('.cs-kind').first().textContent()).toBe('Effect');
    await show(examples.get('an effect with everything') ?? coupon);
    const heads = (item: Element) => getComputedStyle(item, '::before').content;
    expect(await page.locator('.cs-warnings li').first().evaluate(heads)).toBe('"Warning: "');
  });

  test('the editor says in which language its own panel is', async () => {
    const { page } = await openStage(browser, await notebookPage('light'), { locale: 'en-US' });
    await page.evaluate((value) => {
      const { show } = window as unknown as { show(value: unknown, context: object): void };
      show(value, { language: 'zh-cn' });
    }, coupon);
    expect(await page.locator('.cs-kind').first().textContent()).toBe('效应');
  });

  test('and that of a notebook, in whatever language the browser is', async () => {
    for (const [locale, language, kind] of [
      ['en-US', 'zh-cn', '效应'],
      ['zh-CN', 'en', 'Effect'],
    ]) {
      const { page } = await openStage(browser, await notebookPage('light'), { locale });
      await page.evaluate(
        ([value, metadata]) => {
          const { show } = window as unknown as {
            show(value: unknown, context: unknown, metadata: object): void;
          };
          show(value, undefined, metadata);
        },
        [coupon, { language }] as const,
      );
      expect(await page.locator('.cs-kind').first().textContent()).toBe(kind);
    }
  });

  test('the page of a graph is in the language of its document', async () => {
    const html = (await graphPage('light')).replace('<html lang="en">', '<html lang="zh-cn">');
    const { page, faults } = await openStage(browser, html);
    await page.evaluate(() => {
      const node = (name: string, role: string, observed = true) => ({ name, role, observed });
      const graph = {
        uri: 'file:///shop/spec.causal',
        version: 1,
        name: 'shop',
        nodes: [
          node('coupon', 'treatment'),
          node('tenure', 'confounder'),
          node('taste', 'unobserved', false),
        ],
        edges: [{ from: 'tenure', to: 'coupon', confounding: true }],
        effects: ['lift'],
        sentence: '',
        others: [],
      };
      const { say } = window as unknown as { say(message: unknown): void };
      say({ type: 'graph', graph, saved: { uri: graph.uri } });
    });
    expect(await page.locator('button:visible').allTextContents()).toEqual(['新建变量', '导出 SVG']);
    expect(await page.locator('.cs-node-role').allTextContents()).toEqual(
      expect.arrayContaining(['处理变量', '混杂变量', '未观测']),
    );
    await page.locator('[aria-label^="tenure"]').first().click();
    expect(await page.locator('.cs-bar button:visible').allTextContents()).toContain('标为未观测');
    expect(faults).toEqual([]);
  });

  test('a report written in Chinese is Chinese in any browser', async () => {
    const bundle = join(import.meta.dirname, '../../l10n/bundle.l10n.zh-cn.json');
    speakIn('zh-cn', JSON.parse(readFileSync(bundle, 'utf8')));
    const html = await reportPage('店铺', [{ kind: 'result', result: coupon as Result }]);
    speakIn('en');
    const { page, faults } = await openStage(browser, html, { locale: 'en-US' });
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('.cs-created').textContent()).toBe('写于 2026-01-01 12:00 UTC');
    expect(await page.locator('.cs-kind').first().textContent()).toBe('效应');
    expect(faults).toEqual([]);
  });
});
