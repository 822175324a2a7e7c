import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatEstimate } from '../../client/src/renderer/format.js';
import { startEditor } from './editor.mjs';
import { kernelProcesses } from './processes.js';
import { createSampleWorkspace } from './sample-workspace.mjs';
import { causalJson, type TrainAnswer } from './terminal.js';
import { Workbench } from './workbench.js';

const extensions = process.env.CAUSAL_EXTENSIONS;
if (!extensions)
  throw new Error('Start these tests with `npm run test:e2e`: it packs and installs the extension.');

const computing = 150_000;

const notebook = `# Did it *work*?

\`\`\`causal
parameter least = 0
data visits from "data/visits.csv" { keep tenure >= least }

effect quick_lift {
  of coupon on purchased
  from visits
  adjust for tenure, price
  with aipw
  check balance, overlap
}
\`\`\`
`;

const spec = `data visits from "data/visits.csv"

effect checked_lift {
  of coupon on purchased
  from visits
  adjust for tenure, price, device
  with aipw
  check balance
}
`;

/** As a program in Python would have saved it. */
const foreign = JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# From elsewhere'] },
    { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: ['import shop'] },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
});

describe('the files and views of a notebook, in a real VS Code', () => {
  const workspace = createSampleWorkspace({ rows: 2000 });
  const at = (name: string) => join(workspace, name);
  let editor: Awaited<ReturnType<typeof startEditor>>;
  let workbench: Workbench;

  beforeAll(async () => {
    for (const name of ['coupon.causal', 'coupon.causalnb']) rmSync(at(name));
    writeFileSync(at('quick.causalnb'), notebook);
    writeFileSync(at('twice.causalnb'), notebook);
    writeFileSync(at('checked.causal'), spec);
    writeFileSync(at('foreign.ipynb'), foreign);
    editor = await startEditor({ workspace, extensions });
    workbench = await Workbench.open(editor.url);
  });

  afterAll(async () => {
    await workbench?.close();
    await editor?.stop();
  });

  /** Accepts the name of a file that an input box proposes, once it is there: the box before it looks the same. */
  async function accept(file: string): Promise<void> {
    const input = workbench.page.locator('.quick-input-widget input.input');
    await workbench.until(`${file} is proposed`, async () => (await input.inputValue()) === file);
    await workbench.page.keyboard.press('Enter');
  }

  test('a notebook is exported with the numbers of the terminal, and nothing is replaced unasked', {
    timeout: 400_000,
  }, async () => {
    await workbench.openFile('quick.causalnb');
    await workbench.runAll();
    await workbench.frameWith('article[aria-label="Effect quick_lift"]', computing);
    const { effects } = await causalJson<TrainAnswer>(workspace, ['train', 'quick.causalnb', 'quick_lift']);
    const estimate = formatEstimate(effects[0].estimate, effects[0].interval);
    for (const [form, file] of [
      ['Page', 'quick.html'],
      ['Markdown', 'quick.md'],
      ['Jupyter notebook', 'quick.ipynb'],
    ]) {
      await workbench.command('Causal: Export Notebook');
      await workbench.pick(form);
      await accept(file);
      await workbench.until(`${file} is written`, async () => existsSync(at(file)));
    }
    expect(readFileSync(at('quick.html'), 'utf8')).toContain('Did it <em>work</em>?');
    expect(readFileSync(at('quick.html'), 'utf8')).toContain(String(effects[0].estimate));
    const markdown = readFileSync(at('quick.md'), 'utf8').replaceAll('\\', '');
    expect(markdown).toContain(estimate.split(' ')[0]);
    const { cells } = JSON.parse(readFileSync(at('quick.ipynb'), 'utf8'));
    expect(cells[1].outputs[0].data['application/vnd.causal-spec.result+json'].contrasts[0].estimate).toBe(
      effects[0].estimate,
    );

    await workbench.command('Causal: Export Notebook');
    await workbench.pick('Page');
    await accept('quick.html');
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'quick.html is already there' });
    await workbench.see(dialog);
    await workbench.picture('export');
    await workbench.page.keyboard.press('Escape');
  });

  test('a notebook open in two windows runs in both, and neither takes the kernel or the outputs of the other', {
    timeout: 400_000,
  }, async () => {
    const card = 'article[aria-label="Effect quick_lift"]';
    const before = kernelProcesses();
    const started = () => kernelProcesses().filter((pid) => !before.includes(pid));
    await workbench.openFile('twice.causalnb');
    await workbench.runAll();
    await workbench.frameWith(card, computing);
    const own = started();
    expect(own).toHaveLength(1);
    const second = await workbench.another();
    await second.openFile('twice.causalnb');
    await second.frameWith(card, 30_000);
    for (const window of [second, workbench]) {
      await window.command('Notebook: Clear All Outputs');
      await window.until('the outputs are cleared', async () => !(await window.shows(card)));
      await window.runAll();
      await window.frameWith(card, computing);
    }
    await second.picture('second-window');
    expect(started()).toHaveLength(2);
    expect(started()).toEqual(expect.arrayContaining(own));
    await second.page.close();
    await workbench.openFile('checked.causal');
    await workbench.openFile('twice.causalnb');
    await workbench.frameWith(card, 30_000);
  });

  test('a notebook of Jupyter becomes one of ours', async () => {
    await workbench.openFile('checked.causal');
    await workbench.command('Causal: Import Jupyter Notebook');
    await workbench.pick('foreign.ipynb');
    await accept('foreign.causalnb');
    await workbench.see(workbench.page.locator('.tab.active[data-resource-name="foreign.causalnb"]'));
    expect(readFileSync(at('foreign.causalnb'), 'utf8')).toBe(
      '# From elsewhere\n\n<!-- cell -->\n\n```python\nimport shop\n```\n',
    );
  });

  test('the variables view follows the editor and leads to the place', async () => {
    await workbench.openFile('quick.causalnb');
    await workbench.command('View: Show Explorer');
    const { page } = workbench;
    const header = page.locator('.pane-header', { hasText: 'Causal: Variables' });
    await (await workbench.see(header)).click();
    const row = (text: string) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
    await workbench.see(row('quick_lift'), 30_000);
    expect(await row('least').textContent()).toContain('0');
    await workbench.openFile('checked.causal');
    await workbench.see(row('checked_lift'), 30_000);
    await workbench.picture('variables');
    await row('checked_lift').click();
    await workbench.until('the cursor is on the effect', async () =>
      ((await page.locator('.statusbar').textContent()) ?? '').includes('Ln 3'),
    );
    await header.click();
  });

  test('a report of a spec is written from the palette, with the numbers of the terminal', async () => {
    await workbench.openFile('checked.causal');
    await workbench.command('Causal: Write Report');
    await accept('checked-report.html');
    await workbench.until(
      'the report is written',
      async () => existsSync(at('checked-report.html')),
      computing,
    );
    const { effects } = await causalJson<TrainAnswer>(workspace, ['train', 'checked.causal', 'checked_lift']);
    const page = readFileSync(at('checked-report.html'), 'utf8');
    expect(page).toContain('Did coupon change purchased?');
    expect(page).toContain(String(effects[0].estimate));
  });

  test('checks are tests: they run, and pass', { timeout: 300_000 }, async () => {
    await workbench.openFile('checked.causal');
    await workbench.command('View: Show Testing');
    const file = workbench.page.locator('.test-explorer .monaco-list-row', { hasText: 'checked.causal' });
    await workbench.see(file.first(), 30_000);
    await workbench.command('Test: Run All Tests');
    const passed = workbench.page.locator('.test-explorer .codicon-testing-passed-icon');
    await workbench.until('a check has passed', async () => (await passed.count()) > 0, computing);
    await workbench.picture('checks');
  });
});
