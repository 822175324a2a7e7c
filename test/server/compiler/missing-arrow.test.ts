import { describe, expect, it } from 'vitest';
import { checkedSpec } from '../../../server/src/compile.js';
import { diagnosed } from '../../kernel/effects/diagnosed.js';
import { noise, number, tableOf } from '../../kernel/effects/tables.js';
import { build, filesInMemory } from '../in-memory.js';

const columns = ['a', 'near', 'b', 'c', 'treatment'];
const files = filesInMemory({
  'd.csv': Object.fromEntries(columns.map((name) => [name, 'numeric' as const])),
});
const spec = `data d from "d.csv"
graph g { a -> near, b  b -> c  treatment -> c }
effect e { of treatment on c from d in g check implications }`;

/** As the graph says, and an arrow a -> c beside it as strong as `leak`. */
function drawn(leak: number, rows = 1000) {
  const { normal, uniform } = noise(3);
  const a = Float64Array.from({ length: rows }, normal);
  const near = a.map((value) => value + 0.5 * normal());
  const b = a.map((value) => value + normal());
  const treatment = a.map(() => (uniform() < 0.5 ? 1 : 0));
  const c = b.map((value, i) => value + leak * a[i]! + treatment[i]! + normal());
  return tableOf(
    number('a', a),
    number('near', near),
    number('b', b),
    number('treatment', treatment),
    number('c', c),
    number('outcome', c),
  );
}

describe('from a spec to the arrow that its graph lacks', () => {
  it('one arrow explains all that fail by the data', async () => {
    const { plan } = checkedSpec(await build(spec, files), 'spec.causal');
    const step = plan!.steps.find(({ kind }) => kind === 'effect')!;
    if (step.kind !== 'effect') return expect.fail();
    const { implications } = step.parameters;
    const given = { implications, checks: ['implications' as const], folds: 3 };
    expect(diagnosed(drawn(0), given).check('implications').passed).toBe(true);
    const { passed, sentence } = diagnosed(drawn(0.6), given).check('implications');
    expect(passed).toBe(false);
    // An arrow back would close a cycle; a common cause takes back as much as the arrow, so that the data do not tell them apart.
    const advice = /; an arrow a -> c, or a common cause of both, would explain 2 of the 2 that fail\.$/;
    expect(sentence).toMatch(advice);
  });
});
