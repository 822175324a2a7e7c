import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import type { RankStep } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { RankingResult, Result } from '../../../kernel/src/result.js';
import { createTask } from '../../../kernel/src/task.js';
import { generateOffers } from '../../../samples/generate/solutions/offers.js';
import { loadStep, workspaceWith } from '../data/workspace.js';
import { planOf } from './plans.js';

const place = { line: 5, character: 1 };
const { offers, users, items } = generateOffers({ users: 200, items: 16, perUser: 8, seed: 5 });
const lines = offers.map(
  ({ user, item, propensity, shown, purchased }) =>
    `${users[user].id},${items[item].sku},${users[user].tenure},${propensity},${shown},${purchased}`,
);
const header = 'user_id,sku,tenure,chance,shown,bought';
const wrong = lines.map((line, i) => (i === 6 ? line.replace(/\d$/, '7') : line));

const load = loadStep('log.csv');
const wrongLoad = { ...loadStep('wrong.csv'), id: 'load:wrong', hash: 'hash-of-wrong' };

function ranking(parameters: Partial<RankStep['parameters']> = {}, inputs = [load.id]): RankStep {
  return {
    kind: 'rank',
    id: 'rank:offers',
    name: 'offers',
    hash: `hash-of-ranking-${JSON.stringify([parameters, inputs])}`,
    inputs,
    place,
    parameters: {
      ...{ item: 'sku', user: 'user_id', exposure: 'shown', outcome: 'bought', propensity: 'chance' },
      ...{ using: ['tenure'], candidates: ['popularity', 'factors'], texts: [], top: 2 },
      ...{ level: 0.95, folds: 3, seed: 1, ...parameters },
    },
  };
}

describe('a ranking in a run', () => {
  let bench: Workbench;
  let folder: string;

  beforeAll(async () => {
    const opened = await workspaceWith({
      'log.csv': `${header}\n${lines.join('\n')}\n`,
      'wrong.csv': `${header}\n${wrong.join('\n')}\n`,
    });
    folder = opened.folder;
    bench = new Workbench(
      opened.engine,
      await openStore(join(folder, '.causal'), () => undefined),
      'program',
      {},
    );
  });

  async function run(step: RankStep, flag?: Int32Array, stopAt = 2) {
    const found: { result: Result; reused: boolean }[] = [];
    const outcome = await execute(
      bench,
      {
        plan: planOf([load, wrongLoad, step]),
        folder: '',
        actions: [{ verb: 'train', name: 'offers', place }],
      },
      createTask(flag, (fraction) => {
        if (flag && fraction > stopAt) flag[0] = 1;
      }),
      (result, reused) => found.push({ result, reused }),
    );
    return { outcome, found };
  }

  const rankingOf = ({ result }: { result: Result }): RankingResult => {
    if (result.kind !== 'ranking') throw new Error('That is no ranking.');
    return result;
  };

  it('is made, kept, and taken up again; its lists are written each time', async () => {
    const first = await run(ranking({ into: 'lists.csv' }));
    expect(first.outcome).toEqual({ status: 'done' });
    expect(first.found[0].reused).toBe(false);
    const made = rankingOf(first.found[0]);
    expect(made).toMatchObject({ n: 1600, users: 200, items: 16, path: 'lists.csv', propensity: 'known' });
    expect(made.provenance).toMatchObject({ seed: 1, place });
    const written = await readFile(join(folder, 'lists.csv'), 'utf8');
    const [head, line] = written.split('\n');
    expect(head).toBe('user_id,sku,place,increment,when_not_shown,when_shown');
    expect(line).toMatch(/^10001,s0\d\d,1,-?0\.\d+,0\.\d+,0\.\d+$/);
    expect(written.trim().split('\n')).toHaveLength(1 + 2 * 200);
    const second = await run(ranking({ into: 'lists.csv' }));
    expect(second.found[0].reused).toBe(true);
    expect(second.found[0].result).toEqual(made);
  });

  it('of a wrong outcome is refused, with file, row and column', async () => {
    const { outcome } = await run(ranking({}, [wrongLoad.id]));
    expect(outcome).toMatchObject({
      status: 'refused',
      problems: [{ code: 'CS6080', place: { file: 'wrong.csv', row: 7, column: 'bought' } }],
    });
  });

  it('that is stopped leaves no file behind', async () => {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const { outcome } = await run(ranking({ into: 'stopped.csv' }), flag, 0.5);
    expect(outcome).toEqual({ status: 'cancelled' });
    expect((await readdir(folder)).filter((name) => name.includes('stopped'))).toEqual([]);
  });
});
