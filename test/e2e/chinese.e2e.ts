import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEditor } from './editor.mjs';
import { createSampleWorkspace } from './sample-workspace.mjs';
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

const notebook = `# 优惠券

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

describe('an editor in Simplified Chinese', () => {
  const workspace = createSampleWorkspace({ rows: 4000 });
  let editor: Awaited<ReturnType<typeof startEditor>>;
  let workbench: Workbench;

  beforeAll(async () => {
    writeFileSync(join(workspace, 'misspelt.causal'), misspelt);
    writeFileSync(join(workspace, 'quick.causalnb'), notebook);
    editor = await startEditor({ workspace, extensions, locale: 'zh-cn' });
    workbench = await Workbench.open(editor.url);
  });

  afterAll(async () => {
    await workbench?.close();
    await editor?.stop();
  });

  test('reads what the language server says', async () => {
    await workbench.openFile('misspelt.causal');
    const { page } = workbench;
    const lens = page.locator('.codelens-decoration a', { hasText: /^训练$/ });
    await workbench.see(lens.first(), 30_000);
    await workbench.see(page.locator('.editor-instance .squiggly-error').first(), 30_000);
    await page.keyboard.press('Control+Shift+M');
    const told = page.locator('.markers-panel', { hasText: '是否想写“tenure”？' });
    await workbench.see(told.first());
    await workbench.picture('chinese-problems');
    await page.keyboard.press('Control+J');
  });

  test('runs commands by their Chinese titles, and is asked in Chinese', async () => {
    await workbench.openFile('coupon.causal');
    await workbench.see(workbench.page.locator('.codelens-decoration').first(), 30_000);
    await workbench.command('因果: 训练');
    await workbench.pick('coupon_lift');
    const article = 'main#results article[aria-label="效应 coupon_lift"]';
    const frame = await workbench.frameWith(article, computing);
    expect(await frame.locator(`${article} table caption`).allTextContents()).toContainEqual(
      expect.stringMatching(/\p{Script=Han}/u),
    );
    await workbench.picture('chinese-trained');
  });

  test('reads the results of a notebook', async () => {
    await workbench.openFile('quick.causalnb');
    await workbench.runAll();
    const card = 'article[aria-label="效应 quick_lift"]';
    const frame = await workbench.outputWith(card, computing);
    await workbench.scrollTo(frame.locator(card));
    await workbench.picture('chinese-notebook');
  });
});
