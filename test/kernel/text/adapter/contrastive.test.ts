import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { Cancelled, createTask, unwatched } from '../../../../kernel/src/task.js';
import { adaptOptions } from '../../../../kernel/src/text/adapter/adapt-options.js';
import { tellAdaptation } from '../../../../kernel/src/text/adapter/adapting-words.js';
import { adaptContrastively } from '../../../../kernel/src/text/adapter/contrastive.js';
import { dealTexts } from '../../../../kernel/src/text/adapter/deal-texts.js';
import { groupsBy } from '../../../../kernel/src/text/adapter/pairs.js';
import { openTensors, tensors } from '../../../../kernel/src/text/network/tensors.js';
import { plantPairs } from './planted-pairs.js';

const options = adaptOptions({ kind: 'contrastive', options: {} });
const quick = { ...options, epochs: 2, units: 4 };

beforeAll(openTensors);

describe('an adapter to pairs', () => {
  it('finds what texts that belong together have in common, and is used', () => {
    const { design, baskets } = plantPairs(800, 1);
    const eager = { ...options, epochs: 30, learningRate: 0.01 };
    const adaptation = adaptContrastively(design, baskets, eager, unwatched);
    expect(adaptation.found?.gain).toBeGreaterThan(0.1);
    expect(adaptation.adapter).toBeDefined();
    const { notes, warnings } = tellAdaptation('browsing', adaptation);
    expect(warnings).toEqual([]);
    expect(notes[0]).toContain('the one with the same basket was the nearer');
  });

  it('is used for random pairs in about one of forty cases, as its interval says', () => {
    const used = Array.from({ length: 60 }, (_, i) => {
      const { design, baskets } = plantPairs(300, 2001 + i, true);
      const adaptation = adaptContrastively(design, baskets, quick, unwatched, i);
      expect(adaptation.found).toBeDefined();
      return adaptation.adapter !== undefined;
    }).filter(Boolean).length;
    // Of 60 draws at 2.5 %, more than 5 come in one of 300 trials.
    expect(used).toBeLessThanOrEqual(5);
  });

  it('says so with the number where it is refused', () => {
    const { design, baskets } = plantPairs(300, 3001, true);
    const { notes, warnings } = tellAdaptation(
      'browsing',
      adaptContrastively(design, baskets, quick, unwatched),
    );
    expect(notes).toEqual([]);
    expect(warnings[0]).toMatch(/^browsing is read as its encoder reads it: .*95% interval .* to .*\.$/);
  });

  it('is none where few texts share a value, or are there at all', () => {
    const { design, baskets } = plantPairs(300, 1);
    const alone = { ...baskets, codes: baskets.codes.map((_, i) => i), levels: design.texts };
    expect(adaptContrastively(design, alone, quick, unwatched)).toEqual({ pairs: 'basket' });
    const small = plantPairs(40, 1);
    const { warnings } = tellAdaptation(
      'browsing',
      adaptContrastively(small.design, undefined, quick, unwatched),
    );
    expect(warnings[0]).toContain('too few texts');
  });

  it('is the same in every run, reports how far it is, stops when told, and leaves no tensor behind', () => {
    const { design, baskets } = plantPairs(400, 1);
    const { memory } = tensors();
    const before = memory().numTensors;
    const seen: number[] = [];
    const first = adaptContrastively(
      design,
      baskets,
      quick,
      createTask(undefined, (f) => seen.push(f)),
    );
    expect(adaptContrastively(design, baskets, quick, unwatched)).toEqual(first);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const flag = new Int32Array(1);
    const stopping = createTask(flag, (fraction) => {
      if (fraction > 0.3) flag[0] = 1;
    });
    expect(() => adaptContrastively(design, baskets, quick, stopping)).toThrow(Cancelled);
    expect(memory().numTensors).toBe(before);
  });
});

describe('texts that are held out', () => {
  it('are a fifth, learnt from by nobody, and come in whole baskets', () => {
    const { design, baskets } = plantPairs(1000, 1);
    const { learning, heldOut, bundle } = dealTexts(1000, groupsBy(design.codes, baskets), createRandom(1));
    expect(heldOut.length).toBe(200);
    expect(learning.length).toBe(800);
    expect(learning.filter((text) => heldOut.includes(text)).length).toBe(0);
    const places = new Map(Array.from(heldOut, (text, i) => [text, bundle[i]]));
    for (const text of heldOut) expect(places.get(text ^ 1)).toBe(places.get(text));
  });

  it('are bounded, however many texts there are', () => {
    const { learning, heldOut } = dealTexts(100_000, undefined, createRandom(1));
    expect([learning.length, heldOut.length]).toEqual([8000, 1000]);
  });
});
