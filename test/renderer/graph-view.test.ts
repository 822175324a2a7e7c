import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isPlainSvg } from '../../client/src/extension/graph/svg-file.js';
import {
  type FromPage,
  readFromPage,
  readSaved,
  type ShownGraph,
  type ToPage,
} from '../../client/src/renderer/graph-view/messages.js';
import { nearest } from '../../client/src/renderer/graph-view/nearest.js';
import { hopsAtFirst, neighbourhood } from '../../client/src/renderer/graph-view/neighbourhood.js';
import { browserPath, launchBrowser } from '../browser.js';
import { graphPage, themeNames } from './gallery.js';

const node = (name: string, role: ShownGraph['nodes'][number]['role'], observed = true) => ({
  name,
  role,
  observed,
});
const edge = (from: string, to: string, confounding = false) => ({ from, to, confounding });

const shop: ShownGraph = {
  uri: 'file:///shop/spec.causal',
  version: 3,
  name: 'shop',
  nodes: [
    node('coupon', 'treatment'),
    node('purchased', 'outcome'),
    node('taste', 'unobserved', false),
    node('tenure', 'confounder'),
    node('visits', 'mediator'),
  ],
  edges: [
    edge('coupon', 'visits'),
    edge('taste', 'purchased'),
    edge('tenure', 'coupon', true),
    edge('tenure', 'purchased', true),
    edge('visits', 'purchased'),
  ],
  effects: ['lift', 'seen'],
  effect: 'lift',
  sentence: '5 variables and 5 arrows. Of the effect of coupon on purchased: tenure confounds.',
  others: ['price'],
};

/** A chain of 60 variables, `v0 -> v1 -> ...`. */
const chain: ShownGraph = {
  ...shop,
  name: 'chain',
  nodes: Array.from({ length: 60 }, (_, i) => node(`v${i}`, 'other')),
  edges: Array.from({ length: 59 }, (_, i) => edge(`v${i}`, `v${i + 1}`)),
  effects: [],
  effect: undefined,
  sentence: '60 variables and 59 arrows; no effect is read off this graph.',
};

describe('what is around a variable', () => {
  test('is what its arrows reach above and below, not aside', () => {
    const names = (hops: 1 | 2 | 3 | 'all', of = 'coupon') =>
      neighbourhood(shop, of, hops).nodes.map(({ name }) => name);
    expect(names(1)).toEqual(['coupon', 'tenure', 'visits']);
    expect(names(2)).toEqual(['coupon', 'purchased', 'tenure', 'visits']);
    expect(names(1, 'taste')).toEqual(['purchased', 'taste']);
    expect(names('all')).toHaveLength(5);
    expect(neighbourhood(shop, 'coupon', 2).edges).toHaveLength(4);
    expect(neighbourhood(chain, 'v30', 2).nodes.map(({ name }) => name)).toEqual([
      'v28',
      'v29',
      'v30',
      'v31',
      'v32',
    ]);
    expect([hopsAtFirst(shop), hopsAtFirst(chain)]).toEqual(['all', 2]);
  });

  test('arrow keys lead to what is nearest that way, and nowhere from the border', () => {
    const places = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 110, y: 60 },
      { x: 0, y: 90 },
    ];
    expect(nearest(places, 0, 'ArrowRight')).toBe(1);
    expect(nearest(places, 0, 'ArrowDown')).toBe(3);
    expect(nearest(places, 1, 'ArrowDown')).toBe(2);
    expect(nearest(places, 0, 'ArrowUp')).toBeUndefined();
    expect(nearest(places, 2, 'Home')).toBe(0);
    expect(nearest(places, 0, 'constructor')).toBeUndefined();
    expect(nearest([], 0, 'Home')).toBeUndefined();
  });
});

describe('what a page says', () => {
  const change = { type: 'change', uri: 'file:///a', version: 1, graph: 'shop' };

  test.each<FromPage>([
    { type: 'ready' },
    { type: 'reveal variable', name: 'tenure' },
    { type: 'reveal arrow', from: 'a', to: 'b' },
    { type: 'effect', name: 'lift' },
    { type: 'svg', text: '<svg/>' },
    {
      type: 'change',
      uri: 'file:///a',
      version: 1,
      graph: 'shop',
      change: { do: 'delete arrow', from: 'a', to: 'b' },
    },
    {
      type: 'change',
      uri: 'file:///a',
      version: 1,
      graph: 'shop',
      change: { do: 'add variable', name: 'a', observed: false, as: 'cause', of: 'b' },
    },
  ])('is taken: %j', (message) => {
    expect(readFromPage({ ...message, more: 'not wanted' })).toEqual(message);
  });

  test.each([
    undefined,
    null,
    'ready',
    [],
    { type: 'run' },
    { type: 'constructor' },
    { type: 'effect' },
    { type: 'effect', name: 7 },
    { type: 'effect', name: 'a'.repeat(1001) },
    { type: 'reveal arrow', from: 'a' },
    { type: 'svg', text: 7 },
    change,
    { ...change, change: { do: 'rm' } },
    { ...change, change: { do: 'draw arrow', from: 'a' } },
    { ...change, change: { do: 'mark', name: 'a', observed: 'yes' } },
    { ...change, change: { do: 'add variable', name: 'a', observed: true, as: 'friend', of: 'b' } },
    { ...change, version: '1', change: { do: 'delete variable', name: 'a' } },
    { ...change, version: Number.NaN, change: { do: 'delete variable', name: 'a' } },
  ])('is not taken: %j', (message) => {
    expect(readFromPage(message)).toBeUndefined();
  });

  test('what it kept is taken as far as it is whole', () => {
    expect(readSaved({ uri: 'file:///a', shown: 'shop', effect: 7, more: 1 })).toEqual({
      uri: 'file:///a',
      shown: 'shop',
    });
    expect([undefined, {}, { uri: 7 }, 'file:///a'].map(readSaved)).toEqual(Array(4).fill(undefined));
  });
});

/** What the page of the gallery offers. */
interface GraphPage {
  say(message: ToPage): void;
  told: FromPage[];
  saved?: unknown;
  harmed?: number;
}
declare const window: Window & GraphPage;

if (!browserPath) console.warn('No Chromium on this machine: the page of a graph is not tested.');

describe.skipIf(!browserPath)('the page of a graph', () => {
  let browser: Browser;
  let page: Page;
  let faults: string[];

  async function open(theme: (typeof themeNames)[number] = 'light', width = 700): Promise<void> {
    await page?.close();
    page = await browser.newPage({ viewport: { width, height: 900 } });
    faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    await page.setContent(await graphPage(theme));
  }

  const say = (message: ToPage) => page.evaluate((told) => window.say(told), message);
  const show = (graph: ShownGraph, variable?: string) =>
    say({
      type: 'graph',
      graph,
      ...(variable !== undefined && { variable }),
      saved: { uri: graph.uri, shown: graph.name },
    });
  /** What it said since it was last asked. */
  const told = () => page.evaluate(() => window.told.splice(0));
  const variable = (name: string): Locator =>
    page.locator(`.cs-drawn-variable[aria-label^="${name},"], .cs-drawn-variable[aria-label="${name}"]`);
  const arrow = (from: string, to: string): Locator =>
    page.locator(`.cs-drawn-arrow[aria-label^="${from} causes ${to}"]`);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  const said = () => page.locator('.cs-said').textContent();
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const change = (what: object) => ({
    type: 'change',
    uri: shop.uri,
    version: 3,
    graph: 'shop',
    change: what,
  });

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  describe('with a mouse and with keys', () => {
    beforeEach(async () => {
      await open();
      await show(shop);
      await told();
    });

    test('shows variables by role, arrows, the sentence and the tables that say the same', async () => {
      expect(await page.locator('.cs-sentence').textContent()).toBe(shop.sentence);
      expect(await page.locator('.cs-drawn-variable').count()).toBe(5);
      expect(await page.locator('.cs-drawn-arrow .cs-arrow-confounding').count()).toBe(2);
      expect(await page.locator('.cs-key').allTextContents()).toContain('on a confounding path');
      expect(await variable('tenure').getAttribute('aria-label')).toBe(
        'tenure, confounder, causes coupon and purchased',
      );
      expect(await variable('taste').getAttribute('aria-label')).toBe('taste, unobserved, causes purchased');
      const cells = await page.locator('td, tbody th').allTextContents();
      for (const { name, role } of shop.nodes) expect(cells).toEqual(expect.arrayContaining([name, role]));
      expect(await page.locator('table').count()).toBe(2);
      expect(await page.evaluate(() => window.saved)).toEqual({ uri: shop.uri, shown: 'shop' });
      expect(faults).toEqual([]);
    });

    test('follows the cursor, and keeps what is focused while the text changes', async () => {
      await show(shop, 'taste');
      expect(await variable('taste').getAttribute('class')).toContain('cs-chosen');
      expect(await page.locator('.cs-chosen-words').textContent()).toBe('taste: unobserved');
      const before = await variable('visits').elementHandle();
      await show({ ...shop, version: 4 }, 'visits');
      expect(await variable('visits').getAttribute('class')).toContain('cs-chosen');
      expect(await page.evaluate((each) => each?.isConnected, before)).toBe(true);
      await variable('visits').focus();
      await show({ ...shop, version: 4, edges: shop.edges.slice(1) });
      expect(await focused()).toMatch(/^visits,/);
      await show({ ...shop, version: 5, nodes: shop.nodes.slice(0, 4), edges: [] });
      expect(await focused()).toMatch(/^coupon,/);
    });

    test('says that the text cannot be read, and goes on showing the last graph', async () => {
      await say({ type: 'note', text: 'The text has a syntax error: this is the graph before it.' });
      expect(await page.locator('.cs-warnings').isVisible()).toBe(true);
      expect(await page.locator('.cs-drawn-variable').count()).toBe(5);
      await show(shop);
      expect(await page.locator('.cs-warnings').isVisible()).toBe(false);
    });

    test('draws an arrow that is dragged, and none where it is let go beside a variable or on its own', async () => {
      const [from, to] = [await variable('taste').boundingBox(), await variable('visits').boundingBox()];
      if (!from || !to) throw new Error('nothing is drawn');
      const middle = (box: typeof from) => [box.x + box.width / 2, box.y + box.height / 2] as const;
      await page.mouse.move(...middle(from));
      await page.mouse.down();
      await page.mouse.move(...middle(to), { steps: 4 });
      expect(await page.locator('.cs-rubber').count()).toBe(1);
      await page.mouse.up();
      expect(await page.locator('.cs-rubber').count()).toBe(0);
      expect(await told()).toEqual([change({ do: 'draw arrow', from: 'taste', to: 'visits' })]);
      for (const end of [[2, 2] as const, [middle(from)[0] + 10, middle(from)[1] + 2] as const]) {
        await page.mouse.move(...middle(from));
        await page.mouse.down();
        await page.mouse.move(...end, { steps: 3 });
        await page.mouse.up();
      }
      expect(await told()).toEqual([]);
    });

    test('a click chooses, a second one goes to the text', async () => {
      await variable('tenure').click();
      expect(await page.locator('.cs-chosen-words').textContent()).toBe('tenure: confounder');
      expect(await told()).toEqual([]);
      await variable('tenure').dblclick();
      expect(await told()).toEqual([{ type: 'reveal variable', name: 'tenure' }]);
      await page.getByRole('button', { name: 'Draw Arrow' }).click();
      await variable('visits').click();
      expect(await told()).toEqual([change({ do: 'draw arrow', from: 'tenure', to: 'visits' })]);
    });

    test('keys do all of it: move, go, draw, mark, delete', async () => {
      await variable('tenure').focus();
      await press('ArrowDown');
      expect(await focused()).toMatch(/^coupon,/);
      await press('Enter', '?', 'Delete');
      expect(await told()).toEqual([
        { type: 'reveal variable', name: 'coupon' },
        change({ do: 'mark', name: 'coupon', observed: false }),
        change({ do: 'delete variable', name: 'coupon' }),
      ]);
      await press('Home', 'a');
      expect(await said()).toContain('An arrow from coupon');
      await press('End');
      expect(await variable('visits').getAttribute('class')).toContain('cs-aim');
      await press('Enter');
      expect(await told()).toEqual([change({ do: 'draw arrow', from: 'coupon', to: 'visits' })]);
      expect(await focused()).toMatch(/^coupon,/);
      await press('a', 'ArrowDown', 'Escape');
      expect(await said()).toBe('No arrow was drawn.');
      expect(await focused()).toMatch(/^coupon,/);
      expect(await told()).toEqual([]);
    });

    test('Tab leads on to the arrows, which keys walk through and delete', async () => {
      await variable('coupon').focus();
      await press('Tab');
      expect(await focused()).toBe('coupon causes visits');
      await press('ArrowRight', 'ArrowRight');
      expect(await focused()).toBe('tenure causes coupon, on a confounding path');
      await press('Delete', 'Enter');
      expect(await told()).toEqual([
        change({ do: 'delete arrow', from: 'tenure', to: 'coupon' }),
        { type: 'reveal arrow', from: 'tenure', to: 'coupon' },
      ]);
      await press('Shift+Tab');
      expect(await focused()).toMatch(/^coupon,/);
    });

    test('an arrow can be clicked', async () => {
      const box = await arrow('taste', 'purchased').boundingBox();
      if (!box) throw new Error('nothing is drawn');
      await arrow('taste', 'purchased').locator('.cs-hold').dispatchEvent('click');
      expect(await page.locator('.cs-chosen-words').textContent()).toBe('taste → purchased');
      const held = await page.$$eval('.cs-hold', (all) => all.map((each) => getComputedStyle(each).stroke));
      expect(held.filter((stroke) => stroke !== 'rgba(0, 0, 0, 0)')).toHaveLength(1);
      await page.getByRole('button', { name: 'Delete Arrow' }).click();
      expect(await told()).toEqual([change({ do: 'delete arrow', from: 'taste', to: 'purchased' })]);
    });

    test('a new variable comes with an arrow', async () => {
      await variable('coupon').focus();
      await press('n');
      await page.getByLabel('New variable', { exact: true }).last().fill('  mood ');
      await page.getByLabel('Cause or effect').selectOption('effect');
      await page.getByLabel('observed by nobody').check();
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      expect(await told()).toEqual([
        change({ do: 'add variable', name: 'mood', observed: false, as: 'effect', of: 'coupon' }),
      ]);
      expect(await focused()).toMatch(/^coupon,/);
      await show({
        ...shop,
        version: 4,
        nodes: [...shop.nodes, node('mood', 'unobserved', false)],
        edges: [...shop.edges, edge('coupon', 'mood')],
      });
      expect(await focused()).toBe('mood, unobserved, caused by coupon');
      await press('n', 'Escape');
      expect(await page.locator('form').isVisible()).toBe(false);
    });

    test('buttons and lists do the same', async () => {
      await page.getByLabel('Variable', { exact: true }).selectOption('visits');
      await page.getByRole('button', { name: 'Mark as Not Observed' }).click();
      await page.getByRole('button', { name: 'Go to Text' }).click();
      await page.getByRole('button', { name: 'Delete Its Arrows' }).click();
      await page.getByRole('button', { name: 'Draw Arrow' }).click();
      await page.getByLabel('Effect of visits').selectOption('taste');
      await page.getByRole('button', { name: 'Draw', exact: true }).click();
      await page.getByLabel('Roles for').selectOption('seen');
      await page.getByRole('button', { name: 'Export SVG' }).click();
      expect(await told()).toEqual([
        change({ do: 'mark', name: 'visits', observed: false }),
        { type: 'reveal variable', name: 'visits' },
        change({ do: 'delete variable', name: 'visits' }),
        change({ do: 'draw arrow', from: 'visits', to: 'taste' }),
        { type: 'effect', name: 'seen' },
        { type: 'export' },
      ]);
    });
  });

  test('shows what is around the cursor of a graph that is large, and more when asked', async () => {
    await open();
    await show(chain, 'v30');
    const shown = () => page.locator('.cs-drawn-variable').count();
    expect(await shown()).toBe(5);
    expect(await page.getByText('5 of 60 variables: v30 and what is up to 2 arrows').isVisible()).toBe(true);
    await page.getByLabel('Shows').selectOption('1');
    expect(await shown()).toBe(3);
    await page.getByLabel('Shows').selectOption('all');
    expect(await shown()).toBe(60);
    await show({ ...chain, version: 4 }, 'v10');
    expect(await shown()).toBe(60);
    await page.getByRole('button', { name: 'Show What Is Around It' }).click();
    expect(await page.locator('.cs-drawn-variable').allTextContents()).toHaveLength(5);
    expect(await page.locator('tbody tr').count()).toBe(119);
    expect(faults).toEqual([]);
  });

  test('a graph of too many variables is told by its tables, one of none says what to do', async () => {
    await open();
    const nodes = Array.from({ length: 300 }, (_, i) => node(`v${i}`, 'other'));
    await show({ ...chain, nodes, edges: nodes.slice(1).map(({ name }) => edge('v0', name)) }, 'v0');
    expect(await page.locator('svg.cs-graph').count()).toBe(0);
    expect(await page.getByText('Too many to be drawn').isVisible()).toBe(true);
    await show({ ...chain, name: 'empty', nodes: [], edges: [] });
    expect(await page.getByText('no variables yet').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'New Variable' }).click();
    expect(await page.getByLabel('Other variable').inputValue()).toBe('');
    expect(faults).toEqual([]);
  });

  test('what names hold is text: nothing runs', async () => {
    await open();
    const evil = '<img src=x onerror="window.harmed=1">';
    const names = [evil, '__proto__', '"><script>window.harmed=1</script>', '\u202eexe', 'a'.repeat(900)];
    const hostile: ShownGraph = {
      ...shop,
      nodes: names.map((name) => node(name, 'confounder')),
      edges: names.slice(1).map((name) => edge(evil, name)),
      sentence: evil,
      others: names,
      effects: names,
      effect: evil,
    };
    await show(hostile, '__proto__');
    await say({ type: 'said', text: evil });
    await say({ type: 'export' });
    const file = (await told()).find(({ type }) => type === 'svg');
    expect(file?.type === 'svg' && isPlainSvg(file.text)).toBe(true);
    expect(await page.locator('.cs-drawn-variable').count()).toBe(5);
    expect(await page.locator('img, main script').count()).toBe(0);
    expect(await page.evaluate(() => window.harmed)).toBeUndefined();
    expect(faults).toEqual([]);
  });

  test.each(themeNames)('%s: the file has its own colours and nothing from outside', async (theme) => {
    await open(theme);
    await show(shop, 'coupon');
    await told();
    await say({ type: 'export' });
    const [message] = await told();
    if (message?.type !== 'svg') throw new Error('no file came');
    expect(message.text).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(message.text).not.toMatch(/var\(|color-mix|color\(|class="[^"]*"[^>]*style=|<script/);
    expect(isPlainSvg(message.text)).toBe(true);
    for (const { name, role } of shop.nodes) {
      expect(message.text).toContain(`>${name}</text>`);
      expect(message.text).toContain(`>${role}</text>`);
    }
    const file = await browser.newPage();
    await file.setContent(message.text);
    const strokes = await file.$$eval(
      'path[stroke-width]',
      (paths) => new Set(paths.map((path) => getComputedStyle(path).stroke)).size,
    );
    expect(strokes).toBeGreaterThan(4);
    expect(await file.locator('title').first().textContent()).toContain(shop.sentence);
    await file.close();
    expect(faults).toEqual([]);
  });

  const pictures = process.env.GALLERY;
  test.runIf(pictures)('pictures of it, to be looked at', async () => {
    const folder = String(pictures);
    mkdirSync(folder, { recursive: true });
    for (const theme of themeNames) {
      await open(theme);
      await show(shop, 'taste');
      await say({ type: 'said', text: 'Drew the arrow taste -> purchased.' });
      await variable('taste').focus();
      await page.screenshot({
        path: join(folder, `graph-view-${theme.replace(' ', '-')}.png`),
        fullPage: true,
      });
    }
    await show(chain, 'v30');
    await say({ type: 'note', text: 'The text has a syntax error: this is the graph before it.' });
    await page.screenshot({ path: join(folder, 'graph-view-chain.png'), fullPage: true });
  });
});
