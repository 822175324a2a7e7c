import { describe, expect, it } from 'vitest';
import type { CellOutput } from '../../../client/src/notebook/cell-output.js';
import { type Kernel, type RunRequest, runCell } from '../../../client/src/notebook/run-cell.js';
import type { Action, Plan, Step } from '../../../kernel/src/plan.js';
import type { Problem } from '../../../kernel/src/problem.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import type { ScoreResult } from '../../../kernel/src/result.js';

const at = (line: number, cell: number) => ({ line, character: 1, cell });

function step(kind: Step['kind'], name: string, cell: number, line = 1): Step {
  const parameters = { path: 'visits.csv' };
  return {
    id: `${kind}:${name}`,
    kind,
    name,
    hash: name,
    inputs: [],
    place: at(line, cell),
    parameters,
  } as unknown as Step;
}

const plan = (steps: Step[], actions: Action[] = []): Plan => ({
  version: 1,
  spec: 'shop.causalnb',
  specHash: '',
  seed: 7,
  steps,
  actions,
});

const scored: ScoreResult = {
  kind: 'score',
  name: 'lift',
  sentence: 'Scored 2 rows into scored.csv.',
  provenance: { stepHash: '', specHash: '', dataHash: '', seed: 7, versions: {} },
  warnings: [],
  path: 'scored.csv',
  rows: 2,
  columns: ['effect'],
  preview: [[1], [2]],
};

interface Scene {
  readonly plan?: Plan;
  readonly problems?: Problem[];
  readonly outcome?: Outcome | Error;
  readonly cell?: number;
  readonly signal?: AbortSignal;
}

/** Runs a cell on a kernel that yields one result and the outcome given. */
async function play(scene: Scene) {
  const outputs: CellOutput[] = [];
  const requests: RunRequest[] = [];
  const kernel: Kernel = {
    run: async (request, listener) => {
      requests.push(request);
      listener.progress(0.5, 'growing trees');
      listener.result(scored, false);
      if (scene.outcome instanceof Error) throw scene.outcome;
      return scene.outcome ?? { status: 'done' };
    },
    summarize: async (path) => [
      { name: path, rows: 20_000, shareMissing: 0.25, distinct: 3, low: '<b>', high: null },
    ],
  };
  const ending = await runCell(
    { uri: 'cell:1', index: scene.cell ?? 1, folder: 'shop' },
    async () => ({ problems: scene.problems ?? [], plan: scene.plan }),
    kernel,
    { append: (more) => outputs.push(...more), progress: () => undefined },
    scene.signal ?? new AbortController().signal,
  );
  const texts = outputs.map((output) => output.items.at(-1)?.text ?? '');
  return { ending, outputs, texts, actions: requests.flatMap((request) => request.actions), requests };
}

describe('running a cell', () => {
  it('trains the effects and models it declares and draws its graphs, in the order of the text', async () => {
    const steps = [
      step('load', 'visits', 0),
      step('effect', 'earlier', 0),
      step('model', 'will_buy', 1, 9),
      step('graph', 'shop', 1, 1),
      step('effect', 'lift', 1, 5),
    ];
    const { ending, actions, requests } = await play({ plan: plan(steps) });
    expect(ending).toBe('succeeded');
    expect(actions.map(({ verb, name }) => `${verb} ${name}`)).toEqual([
      'show shop',
      'train lift',
      'train will_buy',
    ]);
    expect(requests[0].folder).toBe('shop');
  });

  it('does what its verbs say, and no more with what they name', async () => {
    const actions: Action[] = [{ verb: 'check', name: 'lift', place: at(6, 1) }];
    const run = await play({ plan: plan([step('effect', 'lift', 1)], actions) });
    expect(run.actions).toEqual(actions);
  });

  it('shows a result with a form for every reader', async () => {
    const { outputs } = await play({ plan: plan([step('effect', 'lift', 1)]) });
    expect(outputs[0].items.map((item) => item.mime)).toEqual([
      'application/vnd.causal-spec.result+json',
      'text/html',
      'text/markdown',
      'text/plain',
    ]);
    expect(JSON.parse(outputs[0].items[0].text)).toEqual(scored);
  });

  it('summarises data that are only declared', async () => {
    const { ending, outputs, actions } = await play({ plan: plan([step('load', 'visits', 1)]) });
    expect(ending).toBe('succeeded');
    expect(actions).toEqual([]);
    const [page, , plain] = outputs[0].items;
    expect(plain.text).toContain('visits reads shop/visits.csv: 20,000 rows, 1 column.');
    expect(plain.text).toContain('25%');
    expect(page.text).not.toContain('<b>');
  });

  it('says what it checked where there is nothing to compute', async () => {
    const { texts } = await play({ plan: plan([step('encode', 'browsing', 1)]) });
    expect(texts).toEqual(['Checked: browsing is declared.']);
    expect((await play({ plan: plan([]) })).texts).toEqual([]);
  });

  it('refuses a cell with errors and names their places, all at once', async () => {
    const problems: Problem[] = [
      {
        code: 'CS1001',
        severity: 'error',
        message: 'No column `tenur`.',
        place: { file: 'n', line: 2, character: 5 },
      },
      {
        code: 'CS1002',
        severity: 'error',
        message: 'No data.',
        place: { file: 'v.csv', column: 'a', row: 3 },
      },
      { code: 'CS1003', severity: 'warning', message: 'Unused.', place: { file: 'n (cell 2)' } },
      { code: 'CS1003', severity: 'warning', message: 'Unused.', place: { file: 'n (cell 1)' } },
    ];
    const { ending, texts, requests } = await play({ plan: plan([]), problems });
    expect(ending).toBe('failed');
    expect(requests).toEqual([]);
    expect(texts[0]).toContain('n:2:5: CS1001 No column `tenur`.');
    expect(texts[0]).toContain('v.csv, column a, row 3: CS1002 No data.');
    expect(texts[1]).toBe('Warning: n (cell 2): CS1003 Unused.');
  });

  it.each<[Outcome | Error, string, RegExp]>([
    [{ status: 'cancelled' }, 'cancelled', /Interrupted/],
    [
      { status: 'failed', message: 'The disk is full.', step: 'effect:lift' },
      'failed',
      /effect:lift.*disk is full/,
    ],
    [
      { status: 'refused', problems: [{ code: 'CS2', severity: 'error', message: 'One arm.' }] },
      'failed',
      /One arm/,
    ],
    [new Error('The kernel was killed (SIGKILL).'), 'failed', /SIGKILL/],
  ])('ends %j as %s and says why, below what was already found', async (outcome, ending, why) => {
    const played = await play({ plan: plan([step('effect', 'lift', 1)]), outcome });
    expect(played.ending).toBe(ending);
    expect(played.outputs).toHaveLength(2);
    expect(played.texts[1]).toMatch(why);
  });

  it('ends as cancelled where it is interrupted while being checked', async () => {
    const { ending, texts, requests } = await play({ plan: plan([]), signal: AbortSignal.abort() });
    expect(ending).toBe('cancelled');
    expect(texts).toEqual(['Interrupted before it was finished.']);
    expect(requests).toEqual([]);
  });
});
