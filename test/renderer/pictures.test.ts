import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserPath, launchBrowser } from '../browser.js';
import { coupon, mailing } from './effect-examples.js';
import { examples, shop } from './examples.js';
import { notebookPage, type Theme } from './gallery.js';
import { decode, difference, encode, fontsOf, type Picture, pieces } from './pictures.js';
import { openStage, type Stage } from './stage.js';

/** `UPDATE=1` writes the pictures anew; `GALLERY=folder` also writes them in full size, to be looked at. */
const { UPDATE, GALLERY } = process.env;
const folder = join(import.meta.dirname, 'pictures');
const machineFile = join(folder, 'machine.json');
const again =
  'If that is as it should be, write them anew: UPDATE=1 npx vitest run test/renderer/pictures.test.ts';

const themes: readonly Theme[] = ['light', 'dark', 'high contrast'];
const [wide, narrow] = [760, 400];
const scale = 0.5;
/** Fewer than the smallest dot of a chart has. */
const mostOther = 10;
const mostBytes = 40_000;
/** Rows of a kept picture; what is longer is kept in pieces. */
const tallest = 900;
/** A busy machine takes its time to start a browser. */
const startTimeout = 60_000;

const fileOf = (name: string): string => join(folder, `${name.replaceAll(' ', '-')}.png`);

describe.skipIf(!browserPath)('pictures of results', () => {
  let browser: Browser;
  let desk: Page;
  let machineDiffers = false;

  beforeAll(async () => {
    browser = await launchBrowser();
    desk = await browser.newPage();
    // Browsers, too, differ in a few pixels from version to version.
    const machine = { ...(await fontsOf(desk)), browser: browser.version().split('.')[0] };
    mkdirSync(folder, { recursive: true });
    if (UPDATE) writeFileSync(machineFile, `${JSON.stringify(machine, null, 2)}\n`);
    machineDiffers =
      JSON.stringify(JSON.parse(readFileSync(machineFile, 'utf8'))) !== JSON.stringify(machine);
  }, startTimeout);
  afterAll(() => browser?.close());

  async function shoot(stage: Stage, name: string): Promise<Picture> {
    const png = await stage.page.screenshot({ fullPage: true });
    if (GALLERY) {
      mkdirSync(GALLERY, { recursive: true });
      writeFileSync(join(GALLERY, `${name.replaceAll(' ', '-')}.png`), png);
    }
    return decode(desk, png, scale);
  }

  /** Holds what is shown against the kept pictures, or keeps it. */
  async function compare(stage: Stage, name: string): Promise<void> {
    const all = pieces(await shoot(stage, name), tallest);
    for (const [i, piece] of all.entries()) await comparePiece(piece, i === 0 ? name : `${name} ${i + 1}`);
  }

  async function comparePiece(now: Picture, name: string): Promise<void> {
    const file = fileOf(name);
    const png = encode(now);
    if (UPDATE) writeFileSync(file, png);
    expect(existsSync(file), `There is no picture of ${name}. ${again}`).toBe(true);
    const kept = readFileSync(file);
    expect(kept.length).toBeLessThan(mostBytes);
    const other = difference(await decode(desk, kept, 1), await decode(desk, png, 1));
    const seen = join(tmpdir(), `now-${name.replaceAll(' ', '-')}.png`);
    if (other > mostOther) writeFileSync(seen, png);
    else rmSync(seen, { force: true });
    expect(other, `${name} looks different now: see ${seen}. ${again}`).toBeLessThanOrEqual(mostOther);
  }

  describe.each(themes)('%s', (theme) => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage(browser, await notebookPage(theme), { width: wide, height: 200 });
    }, startTimeout);
    afterAll(() => stage?.page.context().close());

    test.each([...examples])('%s', async (name, result) => {
      if (machineDiffers && !GALLERY)
        return console.warn('Other fonts or another browser than in the kept pictures: not compared.');
      await stage.showAll(result);
      await compare(stage, `${theme} ${name}`);
    });
  });

  test('in a narrow window', async () => {
    if (machineDiffers && !GALLERY)
      return console.warn('Other fonts or another browser than in the kept pictures: not compared.');
    const stage = await openStage(browser, await notebookPage('light'), { width: narrow, height: 200 });
    for (const [name, result] of Object.entries({ mailing, shop })) {
      await stage.showAll(result);
      await compare(stage, `narrow ${name}`);
    }
    if (GALLERY) {
      await stage.showAll(coupon);
      await shoot(stage, 'narrow coupon');
    }
  });

  test('with a range marked and a point in hand', async () => {
    if (machineDiffers && !GALLERY)
      return console.warn('Other fonts or another browser than in the kept pictures: not compared.');
    const stage = await openStage(browser, await notebookPage('dark'), { width: wide });
    await stage.showAll({
      ...coupon,
      balance: [],
      heterogeneity: [],
      uplift: undefined,
      attribution: undefined,
    });
    await stage.page.$eval('.cs-content:has(.cs-brushable) > details', (table) => {
      (table as HTMLDetailsElement).open = true;
    });
    await stage.page.locator('.cs-brushable').focus();
    await stage.page.keyboard.press('ArrowRight');
    for (let i = 0; i < 8; i++) await stage.page.keyboard.press('ArrowRight');
    for (let i = 0; i < 4; i++) await stage.page.keyboard.press('Shift+ArrowRight');
    await compare(stage, 'in hand');
  });

  test('a dot that is gone is a difference, and one shade of grey is none', async () => {
    const stage = await openStage(browser, await notebookPage('light'), { width: wide, height: 200 });
    await stage.showAll(mailing);
    const before = await shoot(stage, 'before');
    expect(difference(before, await shoot(stage, 'same'))).toBe(0);
    await stage.page.$eval('.cs-sentence', (sentence) => {
      (sentence as HTMLElement).style.color = '#454545';
    });
    expect(difference(before, await shoot(stage, 'grey'))).toBe(0);
    await stage.page.$eval('.cs-plot circle', (dot) => dot.remove());
    expect(difference(before, await shoot(stage, 'without a dot'))).toBeGreaterThan(mostOther);
  });
});
