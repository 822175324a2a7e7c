import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import type { PolicyStep } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { PolicyResult, Result } from '../../../kernel/src/result.js';
import { createTask } from '../../../kernel/src/task.js';
import { workspaceWith } from '../data/workspace.js';
import { effectStep, planOf, visits } from './plans.js';

const place = { line: 5, character: 1 };

/** A shop in which the young are moved by the coupon. */
const lines = Array.from({ length: 400 }, (_, i) => {
  const coupon = (i * 13 + (i >> 3)) % 2;
  const age = 20 + ((i * 7) % 50);
  const moved = age < 40 ? 60 : 0;
  return `${coupon},${(i * 37) % 100 < 20 + moved * coupon ? 1 : 0},${age},${i % 3 === 0 ? 'Bern' : 'Basel'}`;
});
const csv = `coupon,bought,age,city\n${lines.join('\n')}\n`;

const effect = effectStep({
  adjustment: ['age'],
  modifiers: ['age'],
  estimator: { kind: 'causal forest', options: { trees: 50 } },
  nuisances: { kind: 'linear', options: {} },
  folds: 3,
});

function policy(parameters: Partial<PolicyStep['parameters']> = {}): PolicyStep {
  return {
    kind: 'policy',
    id: 'policy:coupons',
    name: 'coupons',
    hash: `hash-of-policy-${JSON.stringify(parameters)}`,
    inputs: [effect.id],
    place,
    parameters: { effect: effect.id, costs: [{ cost: 1 }], value: 10, ...parameters },
  };
}

describe('a policy in a run', () => {
  let bench: Workbench;

  beforeAll(async () => {
    const { folder, engine } = await workspaceWith({ 'visits.csv': csv });
    bench = new Workbench(engine, await openStore(join(folder, '.causal'), () => undefined), 'program', {});
  });

  async function run(step: PolicyStep) {
    const found: { result: Result; reused: boolean }[] = [];
    const words: string[] = [];
    const outcome = await execute(
      bench,
      {
        plan: planOf([visits, effect, step]),
        folder: '',
        actions: [{ verb: 'train', name: 'coupons', place }],
      },
      createTask(undefined, (_, message) => words.push(message)),
      (result, reused) => found.push({ result, reused }),
    );
    return { outcome, found, words };
  }

  const policyOf = ({ result }: { result: Result }): PolicyResult => {
    if (result.kind !== 'policy') throw new Error('That is no policy.');
    return result;
  };

  it('is made, kept, and taken up again', async () => {
    const first = await run(policy());
    expect(first.outcome).toEqual({ status: 'done' });
    expect(first.found[0].reused).toBe(false);
    const made = policyOf(first.found[0]);
    expect(made.policies[0].share).toBeGreaterThan(0.2);
    expect(made.policies[0].share).toBeLessThan(0.6);
    expect(made.provenance).toMatchObject({ stepHash: policy().hash, seed: 1, place });
    const second = await run(policy());
    expect(second.found[0].reused).toBe(true);
    expect(second.found[0].result).toEqual(made);
  });

  it('of another budget learns nothing anew', async () => {
    const { found, words } = await run(policy({ budget: 50, depth: 1 }));
    expect(found[0].reused).toBe(false);
    expect(policyOf(found[0]).policies[0].treated).toEqual([50]);
    expect(words.some((word) => word.startsWith('Fitting'))).toBe(false);
  });

  it("asks the data who is eligible and whom today's rule treats", async () => {
    const young = {
      kind: 'binary',
      operator: '<',
      left: { kind: 'column', name: 'age' },
      right: { kind: 'number', value: 30 },
    } as const;
    const { found } = await run(
      policy({
        eligible: young,
        today: { kind: 'condition', condition: young },
        fair: { columns: ['city'] },
      }),
    );
    const made = policyOf(found[0]);
    expect(made.eligible).toBe(80);
    expect(made.policies.find(({ kind }) => kind === 'today')?.treated).toEqual([80]);
    expect(made.groups?.map(({ group }) => group).sort()).toEqual(['Basel', 'Bern']);
  });

  it('that cannot be is refused with its reason', async () => {
    const old = {
      kind: 'binary',
      operator: '>',
      left: { kind: 'column', name: 'age' },
      right: { kind: 'number', value: 300 },
    } as const;
    const { outcome } = await run(policy({ eligible: old }));
    expect(outcome).toMatchObject({ status: 'refused', problems: [{ code: 'CS6074' }] });
  });
});
