import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseNotebook } from '../../client/src/notebook/format.js';
import { workspaceWith } from '../kernel/data/workspace.js';
import { shopCsv } from '../kernel/process/plans.js';
import { buildPrograms, causal } from './program.js';

const notebook = `# Did it *work*?

\`\`\`causal
data visits from "visits.csv"
\`\`\`

The question.

\`\`\`causal
effect lift { of coupon on bought  from visits  adjust for age  with aipw }
\`\`\`
`;

const shop = async (files: Record<string, string> = {}) => {
  const { folder } = await workspaceWith({ 'visits.csv': shopCsv(2000), 'n.causalnb': notebook, ...files });
  await mkdir(join(folder, '.causal'));
  return folder;
};

beforeAll(buildPrograms, 60_000);

describe('causal convert', () => {
  it('runs a notebook into a page, Markdown and a notebook for Jupyter with the numbers of `causal train`', async () => {
    const folder = await shop();
    const page = await causal(['convert', 'n.causalnb', '--into', 'n.html', '--run'], folder);
    expect(page).toMatchObject({ code: 0, out: '4 cells are written to "n.html".\n' });
    const html = await readFile(join(folder, 'n.html'), 'utf8');
    const { out } = await causal(['train', 'n.causalnb', '--format', 'json'], folder);
    const { sentence } = (JSON.parse(out) as { effects: { sentence: string }[] }).effects[0]!;
    const order = [
      'Did it <em>work</em>?',
      'visits reads visits.csv',
      'The question.',
      'effect lift {',
      sentence,
    ];
    const places = order.map((words) => html.indexOf(words));
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(places[0]).toBeGreaterThan(0);

    // What was run is kept as the editor keeps it: no second run is needed.
    for (const into of ['n.md', 'n.ipynb']) {
      const done = await causal(['convert', 'n.causalnb', '--into', into], folder);
      expect(done).toMatchObject({ code: 0, err: '' });
    }
    const markdown = await readFile(join(folder, 'n.md'), 'utf8');
    expect(markdown).toContain('### Effect lift');
    expect(markdown).toContain('```causal\neffect lift {');

    const back = await causal(['convert', 'n.ipynb', '--into', 'sub/b.causalnb'], folder);
    expect(back).toMatchObject({ code: 1, err: expect.stringContaining('sub') });
    await mkdir(join(folder, 'sub'));
    expect((await causal(['convert', 'n.ipynb', '--into', 'sub/b.causalnb'], folder)).code).toBe(0);
    expect(parseNotebook(await readFile(join(folder, 'sub/b.causalnb'), 'utf8'))).toEqual(
      parseNotebook(notebook),
    );
    // With its results, though there are no such data beside it.
    const again = await causal(['convert', 'sub/b.causalnb', '--into', 'sub/b.md'], folder);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(await readFile(join(folder, 'sub/b.md'), 'utf8')).toContain(sentence.slice(0, 20));
  });

  it('shows the values that parameters were given, and results of these', async () => {
    const own = notebook
      .replace(
        'data visits from "visits.csv"',
        'parameter least = 0\ndata visits from "visits.csv" { keep age >= least }',
      )
      .replace('effect lift', 'effect lifted');
    const folder = await shop({ 'own.causalnb': own });
    const done = await causal(
      ['convert', 'own.causalnb', '--into', 'own.md', '--run', '--set', 'least=40'],
      folder,
    );
    expect(done).toMatchObject({ code: 0, err: expect.not.stringContaining('show nothing') });
    const written = await readFile(join(folder, 'own.md'), 'utf8');
    expect(written).toContain('parameter least = 40');
    expect(written).toContain('### Effect lifted');
    const wrong = await causal(['convert', 'own.causalnb', '--into', 'b.md', '--set', 'most=1'], folder);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('CS1015') });
    // The notebook itself says something else, which was never run.
    const again = await causal(['convert', 'own.causalnb', '--into', 'c.md'], folder);
    expect(again.err).toContain('2 of 2 code cells show nothing');
  });

  it('says which cells show nothing, as JSON too', async () => {
    const folder = await shop();
    const text = await causal(['convert', 'n.causalnb', '--into', 'n.md'], folder);
    expect(text).toMatchObject({ code: 0, err: expect.stringContaining('2 of 2 code cells show nothing') });
    const json = await causal(['convert', 'n.causalnb', '--into', 'n.html', '--format', 'json'], folder);
    expect(JSON.parse(json.out)).toEqual({
      into: 'n.html',
      cells: 4,
      code: 2,
      shown: 0,
      leftOut: { outputs: 0, attachments: 0 },
    });
  });

  it('replaces nothing unless told to, and writes inside the workspace alone', async () => {
    const folder = await shop({ 'n.html': 'mine' });
    const refused = await causal(['convert', 'n.causalnb', '--into', 'n.html'], folder);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
    expect(await readFile(join(folder, 'n.html'), 'utf8')).toBe('mine');
    expect((await causal(['convert', 'n.causalnb', '--into', 'n.html', '--force'], folder)).code).toBe(0);
    expect(await readFile(join(folder, 'n.html'), 'utf8')).toContain('<!doctype html>');
    const outside = await causal(['convert', 'n.causalnb', '--into', '../n.html'], folder);
    expect(outside).toMatchObject({ code: 1, err: expect.stringContaining('leave the workspace') });
    await symlink('/tmp/elsewhere.html', join(folder, 'link.html'));
    const linked = await causal(['convert', 'n.causalnb', '--into', 'link.html', '--force'], folder);
    expect(linked).toMatchObject({ code: 1, err: expect.stringContaining('symbolic link') });
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each([
    [['x.causal', '--into', 'x.html'], /is no notebook/],
    [['n.causalnb', '--into', 'n.pdf'], /must end in \.html, \.md, \.ipynb or \.causalnb/],
    [['n.causalnb', '--into', 'm.causalnb'], /of this form already/],
    [['n.causalnb'], /--into/],
  ])('calls %j wrong usage', async (args, said) => {
    const done = await causal(['convert', ...args], await shop());
    expect(done).toMatchObject({ code: 2, err: expect.stringMatching(said) });
  });

  it('tells what is wrong with a notebook from elsewhere, and leaves no file behind', async () => {
    const folder = await shop({ 'cut.ipynb': '{"cells": [{"cell_type": "co' });
    const done = await causal(['convert', 'cut.ipynb', '--into', 'cut.causalnb'], folder);
    expect(done.code).toBe(1);
    expect(done.err).toBe(
      'cut.ipynb: error CS1014: "cut.ipynb" is no notebook that can be read: it ends in the middle, as a file that was cut short; copy or save it again.\n',
    );
    expect(await readdir(folder)).not.toContain('cut.causalnb');
  });

  it('writes nothing where the notebook has errors or a cell fails', async () => {
    const folder = await shop({ 'bad.causalnb': notebook.replace('age', 'aeg') });
    const errors = await causal(['convert', 'bad.causalnb', '--into', 'bad.html', '--run'], folder);
    expect(errors).toMatchObject({ code: 1, err: expect.stringMatching(/aeg.*did you mean "age"/) });
    await writeFile(join(folder, 'visits.csv'), 'coupon,bought,age\n1,1,2\n1,0,3\n');
    const failed = await causal(['convert', 'n.causalnb', '--into', 'n.html', '--run'], folder);
    expect(failed).toMatchObject({ code: 3, err: expect.stringContaining('Cell 2: ') });
    expect(await readdir(folder)).not.toContain('n.html');
  });
});
