import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../kernel/src/result.js';
import { startEditor } from './editor.mjs';
import { Workbench } from './workbench.js';

const extensions = process.env.CAUSAL_EXTENSIONS;
if (!extensions)
  throw new Error('Start these tests with `npm run test:e2e`: it packs and installs the extension.');

/** Each runs within two minutes on a quiet machine of two cores. */
const computing = 280_000;

const solutions = [
  ['recommendation', 'What to recommend to whom'],
  ['price', 'Which price'],
  ['stock', 'How much to stock'],
  ['ads', 'Which ad, and how to split the budget'],
  ['churn', 'Whom to call before they leave'],
  ['behaviour', 'Why baskets are abandoned'],
] as const;

interface Kept {
  readonly succeeded: boolean;
  readonly order: number;
  readonly outputs: readonly {
    readonly items: readonly { readonly mime: string; readonly text: string }[];
  }[];
}

/** What the person came for: the last that says what to do, or the last effect where nothing does. */
function answerOf(cells: readonly Kept[]): Result {
  const items = [...cells]
    .sort((a, b) => a.order - b.order)
    .flatMap(({ outputs }) => outputs.flatMap((one) => one.items));
  const results = items
    .filter(({ mime }) => mime.endsWith('result+json'))
    .map(({ text }) => JSON.parse(text) as Result);
  const decision = results.findLast(({ kind }) => ['policy', 'price', 'stock', 'ranking'].includes(kind));
  const answer = decision ?? results.findLast(({ kind }) => kind === 'effect');
  if (!answer) throw new Error('No cell answers the question.');
  return answer;
}

describe('the six questions of a shop, answered in a real VS Code', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'causal-solutions-'));
  const keptIn = join(workspace, '.causal/outputs');
  let editor: Awaited<ReturnType<typeof startEditor>>;
  let workbench: Workbench;

  beforeAll(async () => {
    editor = await startEditor({ workspace, extensions });
    workbench = await Workbench.open(editor.url);
  });

  afterAll(async () => {
    await workbench?.close();
    await editor?.stop();
  });

  /** What the cells that have ended show, as it is kept for the next window. */
  function kept(): { name: string; cell: Kept }[] {
    const names = readdirSync(workspace).includes('.causal') ? readdirSync(keptIn) : [];
    return names
      .filter((name) => name.endsWith('.json'))
      .map((name) => {
        const file = readFileSync(join(keptIn, name), 'utf8');
        return { name, cell: JSON.parse(file.slice(file.indexOf('\n') + 1)) as Kept };
      });
  }

  test.each(solutions)('%s', async (name, label) => {
    const before = new Set(kept().map((one) => one.name));
    await workbench.command('View: Close All Editors');
    await workbench.command('Causal: Open Solution');
    await workbench.pick(label);
    await workbench.see(workbench.page.locator(`.tab.active[data-resource-name="${name}.causalnb"]`), 60_000);
    const notebook = readFileSync(join(workspace, `causal-${name}`, `${name}.causalnb`), 'utf8');
    const cells = notebook.match(/^```causal$/gm)?.length ?? 0;
    expect(cells).toBeGreaterThan(2);
    await workbench.runAll();
    const fresh = () => kept().filter((one) => !before.has(one.name));
    const ended = async () => fresh().length >= cells || fresh().some(({ cell }) => !cell.succeeded);
    await workbench.until(`every cell of ${name} has ended`, ended, computing);
    const results = fresh().map(({ cell }) => cell);
    expect(results.filter(({ succeeded }) => !succeeded)).toEqual([]);
    const { sentence } = answerOf(results);
    const answer = `article.cs-result:has(.cs-sentence:text-is(${JSON.stringify(sentence)}))`;
    const frame = await workbench.outputWith(answer, 120_000);
    await workbench.scrollTo(frame.locator(answer));
    await workbench.picture(`solution-${name}`);
  });
});
