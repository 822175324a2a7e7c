import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseNotebook } from '../../client/src/notebook/format.js';
import { formatInterval, formatNumber, formatPoint } from '../../client/src/renderer/format.js';
import { startEditor } from './editor.mjs';
import { kernelProcesses } from './processes.js';
import { createSampleWorkspace } from './sample-workspace.mjs';
import { causalJson, type TrainAnswer } from './terminal.js';
import { Workbench } from './workbench.js';

const extensions = process.env.CAUSAL_EXTENSIONS;
if (!extensions)
  throw new Error('Start these tests with `npm run test:e2e`: it packs and installs the extension.');

const computing = 150_000;

const misspelt = `data visits from "data/visits.csv"

effect coupon_lift {
  of coupon on purchased
  from visits
  adjust for tenuer, price
}
`;

/** Our task as what a build is. */
const tasks = JSON.stringify({
  version: '2.0.0',
  tasks: [
    {
      type: 'causal',
      task: 'check',
      problemMatcher: '$causal',
      group: { kind: 'build', isDefault: true },
    },
  ],
});

/** Takes a minute and more where nobody stops it, however quick the machine: no effect is another one. */
const slow = `# Slow

\`\`\`causal
data visits from "data/visits.csv"
${['slow_lift', ...Array.from({ length: 9 }, (_, i) => `slow_lift_${i + 2}`)]
  .map(
    (name, i) => `
effect ${name} {
  of coupon on purchased
  from visits
  adjust for tenure, price, device
  by tenure, price
  with causal forest { trees ${20_000 - i} }
}
`,
  )
  .join('')}\`\`\`
`;

const quick = `# Quick

\`\`\`causal
data visits from "data/visits.csv"

effect quick_lift {
  of coupon on purchased
  from visits
  adjust for tenure, price
  with aipw
}
\`\`\`
`;

describe('the packed extension in a real VS Code', () => {
  const workspace = createSampleWorkspace({ rows: 4000 });
  let editor: Awaited<ReturnType<typeof startEditor>>;
  let workbench: Workbench;

  beforeAll(async () => {
    writeFileSync(join(workspace, 'misspelt.causal'), misspelt);
    writeFileSync(join(workspace, 'unopened.causal'), misspelt);
    mkdirSync(join(workspace, '.vscode'), { recursive: true });
    writeFileSync(join(workspace, '.vscode/tasks.json'), tasks);
    writeFileSync(join(workspace, 'slow.causalnb'), slow);
    writeFileSync(join(workspace, 'quick.causalnb'), quick);
    editor = await startEditor({ workspace, extensions });
    workbench = await Workbench.open(editor.url);
  });

  afterAll(async () => {
    await workbench?.close();
    await editor?.stop();
  });

  test('the sample notebook gives the effect card, with the numbers of the terminal', {
    timeout: 500_000,
  }, async () => {
    await workbench.openFile('coupon.causalnb');
    await workbench.runAll();
    const card = 'article[aria-label="Effect coupon_lift"]';
    const frame = await workbench.outputWith(card, computing);
    const shown = await frame.locator(`${card} table`).first().textContent();

    const twin = createSampleWorkspace({ rows: 4000 });
    const { effects } = await causalJson<TrainAnswer>(twin, ['train', 'coupon.causal', 'coupon_lift']);
    const { estimate, stdError, interval } = effects[0];
    expect(shown).toContain(formatPoint(estimate, interval));
    expect(shown).toContain(formatNumber(stdError));
    expect(shown).toContain(formatInterval(interval));

    await workbench.scrollTo(frame.locator(card));
    await workbench.picture('notebook');
    for (const later of ['Model will_buy', 'Attribution coupon_lift', 'Scores coupon_lift']) {
      const article = `article[aria-label="${later}"]`;
      const found = await workbench.outputWith(article, computing);
      await workbench.scrollTo(found.locator(article));
      await workbench.picture(`notebook-${later.split(' ')[0].toLowerCase()}`);
    }
  });

  test('the sample is run and read by keys alone', { timeout: 300_000 }, async () => {
    const { page } = workbench;
    await workbench.openFile('coupon.causalnb');
    // The editor hears of nothing to run before it knows who runs it, some time after it shows the notebook.
    await workbench.see(page.locator('.statusbar-item', { hasText: 'Causal: ' }).first());
    await page.waitForTimeout(5_000);
    await workbench.command('Causal: Run All Cells');
    // Between two cells the kernel is idle for a moment.
    let idle = 0;
    await workbench.until(
      'all cells have run',
      async () => {
        const state = await page.locator('.statusbar-item', { hasText: 'Causal: ' }).first().textContent();
        idle = state?.includes('idle') ? idle + 1 : 0;
        return idle >= 30;
      },
      computing,
    );
    const { cells } = parseNotebook(readFileSync(join(workspace, 'coupon.causalnb'), 'utf8'));
    const effect = cells.findIndex(({ text }) => text.includes('effect coupon_lift'));
    const frame = await workbench.enterOutput(effect);
    const article = frame.locator('article[aria-label="Effect coupon_lift"]');
    const tabTo = async (what: Locator) => {
      const focused = () => what.evaluate((element) => element === document.activeElement);
      for (let press = 0; press < 20 && !(await focused()); press++) await page.keyboard.press('Tab');
      expect(await focused()).toBe(true);
    };
    const table = article.locator('details').first();
    await tabTo(table.locator('summary'));
    await page.keyboard.press('Enter');
    await workbench.until('the table is open', () =>
      table.evaluate((details) => details.hasAttribute('open')),
    );
    const chosen = article.locator('[role="tab"][aria-selected="true"]');
    await tabTo(article.getByRole('tab', { name: 'Checks' }));
    for (const tab of ['Adjustment', 'Texts']) {
      await page.keyboard.press('ArrowRight');
      expect(await chosen.textContent()).toBe(tab);
    }
    await workbench.picture('keys');
  });

  test('a misspelt column is marked while one reads, and one fix mends it', async () => {
    await workbench.openFile('misspelt.causal');
    const { page } = workbench;
    const squiggle = page.locator('.editor-instance .squiggly-error').first();
    await squiggle.waitFor({ timeout: 30_000 });
    await workbench.picture('misspelt');
    await workbench.command('Go to Next Problem in Files (Error, Warning, Info)');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    const fix = page.locator('.action-widget .monaco-list-row.focused', { hasText: 'tenure' });
    await fix.waitFor({ timeout: 20_000 });
    await workbench.picture('quick-fix');
    // By a key: in older editors what keeps clicks from the text lies over the list, too.
    await page.keyboard.press('Enter');
    await workbench.until(
      'the squiggle goes',
      async () => (await page.locator('.editor-instance .squiggly-error').count()) === 0,
    );
    const text = await page.locator('.editor-instance .view-lines').last().textContent();
    expect(text?.replaceAll('\u00a0', ' ')).toContain('adjust for tenure, price');
  });

  test('the palette trains an effect of the open spec', async () => {
    await workbench.openFile('coupon.causal');
    await workbench.command('Causal: Train');
    await workbench.pick('coupon_lift');
    const frame = await workbench.frameWith(
      'main#results article[aria-label="Effect coupon_lift"]',
      computing,
    );
    expect(await frame.locator('article .cs-sentence').first().textContent()).toMatch(/coupon/);
    // The estimate stands above the effect, and leads back to the result.
    const lens = workbench.page.locator('.codelens-decoration a', { hasText: /^[−\d.]+ \[/ });
    await workbench.see(lens.first(), 30_000);
    await workbench.picture('trained');
  });

  test('the check task tells of specs that are not open', async () => {
    // Tasks are known once an extension that has some is.
    await workbench.openFile('coupon.causal');
    await workbench.see(workbench.page.locator('.codelens-decoration').first(), 30_000);
    await workbench.command('Tasks: Run Build Task');
    const { page } = workbench;
    const problems = page.locator('.part.panel .composite-bar .action-label', { hasText: 'Problems' });
    await (await workbench.see(problems.first(), 30_000)).click();
    const told = page.locator('.markers-panel', { hasText: 'unopened.causal' });
    await workbench.see(told.first(), 60_000);
    expect(await told.first().textContent()).toContain('did you mean "tenure"');
    await workbench.picture('checked');
    await page.keyboard.press('Control+J');
  });

  test('a long cell is interrupted: it ends as cancelled and leaves no work behind', async () => {
    await workbench.openFile('slow.causalnb');
    await workbench.runAll();
    await workbench.until('a kernel computes', async () => kernelProcesses().length > 0, computing);
    await workbench.page.waitForTimeout(5_000);
    await workbench.command('Causal: Interrupt Kernel');
    const frame = await workbench.frameWith('text=Interrupted before it was finished', 10_000);
    expect(await frame.locator('article[aria-label="Effect slow_lift"]').count()).toBe(0);
    await workbench.picture('interrupted');
  });

  test('a run goes on through a reload of the window, and can be stopped after it', async () => {
    await workbench.openFile('slow.causalnb');
    await workbench.runAll();
    await workbench.until('a kernel computes', async () => kernelProcesses().length > 0, computing);
    await workbench.page.waitForTimeout(5_000);
    const before = kernelProcesses();
    await workbench.reload();
    const running = workbench.page.locator('.notebook-editor .codicon-notebook-state-executing');
    await workbench.see(running.first(), 30_000);
    await workbench.picture('reloaded');
    expect(kernelProcesses()).toEqual(before);
    const toolbar = workbench.page.locator('.notebook-toolbar-container');
    await (await workbench.see(toolbar.getByRole('button', { name: 'Interrupt' }).first())).click();
    await workbench.frameWith('text=Interrupted before it was finished', 10_000);
    expect(kernelProcesses()).toEqual(before);
  });

  test('a killed kernel is noticed, and the next run starts a new one', async () => {
    await workbench.openFile('slow.causalnb');
    await workbench.runAll();
    await workbench.page.waitForTimeout(5_000);
    const before = kernelProcesses();
    expect(before.length).toBeGreaterThan(0);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await workbench.frameWith('text=/SIGKILL/', 15_000);
    await workbench.picture('killed');

    await workbench.openFile('quick.causalnb');
    await workbench.runAll();
    await workbench.frameWith('article[aria-label="Effect quick_lift"]', computing);
    expect(kernelProcesses().some((pid) => before.includes(pid))).toBe(false);
    await workbench.picture('after-the-kill');
  });

  test('a cell whose data have changed says that it is stale, and runs again from there', async () => {
    await workbench.openFile('quick.causalnb');
    await workbench.frameWith('article[aria-label="Effect quick_lift"]', computing);
    const visits = join(workspace, 'data/visits.csv');
    const lines = readFileSync(visits, 'utf8').trimEnd().split('\n');
    writeFileSync(visits, `${[...lines, lines[lines.length - 1]].join('\n')}\n`);
    const stale = workbench.page.locator('.cell-status-item', { hasText: 'Stale' });
    await workbench.see(stale.first(), 30_000);
    const lens = workbench.page.locator('.codelens-decoration a', { hasText: 'before the last change' });
    await workbench.see(lens.first(), 30_000);
    await workbench.picture('stale');
    await stale.first().click();
    await workbench.until(
      'the cell is of its data again',
      async () => (await stale.count()) === 0,
      computing,
    );
  });
});
