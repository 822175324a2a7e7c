import { describe, expect, it } from 'vitest';
import { resultMime } from '../../../client/src/notebook/cell-output.js';
import { madeFrom, staleReasons } from '../../../client/src/notebook/stale-results.js';

const made = { kind: 'effect', name: 'lift', stepHash: 'a', dataHash: 'x' } as const;
const state = { name: 'lift', stepHash: 'a', dataHash: 'x' };

describe('results of a cell', () => {
  it('say what they were made from', () => {
    const text = JSON.stringify({
      kind: 'effect',
      name: 'lift',
      provenance: { stepHash: 'a', dataHash: 'x', seed: 7 },
    });
    expect(
      madeFrom([
        { mime: resultMime, text },
        { mime: 'text/plain', text },
        { mime: resultMime, text: text.slice(0, 30) },
        { mime: resultMime, text: 'null' },
      ]),
    ).toEqual([made]);
  });

  it('are not stale while declaration and data are the same', () => {
    expect(staleReasons([made], [state])).toEqual([]);
  });

  it('are stale once either has changed, and each reason is told once', () => {
    expect(staleReasons([made, made], [{ ...state, stepHash: 'b' }])).toEqual(['lift has changed']);
    expect(staleReasons([made], [{ ...state, dataHash: 'y' }])).toEqual(['the data of lift have changed']);
  });

  it('are stale once nothing declares them any more, but for comparisons', () => {
    const others = [{ ...state, name: 'other' }];
    expect(staleReasons([made], others)).toEqual(['lift is no longer declared']);
    expect(staleReasons([{ ...made, kind: 'comparison' }], others)).toEqual([]);
  });

  it('are not judged where nothing is known', () => {
    expect(staleReasons([made], [{ ...state, stepHash: null, dataHash: null }])).toEqual([]);
    expect(staleReasons([made], [])).toEqual([]);
    expect(staleReasons([{ ...made, dataHash: '' }], [state])).toEqual([]);
  });
});
