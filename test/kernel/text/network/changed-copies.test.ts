import { beforeAll, expect, it } from 'vitest';
import { unwatched } from '../../../../kernel/src/task.js';
import { changedCopies, isOneWord } from '../../../../kernel/src/text/network/changed-copies.js';
import { fitNetwork } from '../../../../kernel/src/text/network/nested-network.js';
import { scoreNetwork } from '../../../../kernel/src/text/network/network.js';
import { networkOptions } from '../../../../kernel/src/text/network/network-options.js';
import { openTensors } from '../../../../kernel/src/text/network/tensors.js';
import { plantTexts } from '../planted.js';

const none = new Map<string, string[]>();

beforeAll(openTensors);

it('leaves words out with the chance that is asked for, the same ones for the same seed', () => {
  const text = Array.from({ length: 1000 }, (_, i) => `word${i}`).join(' ');
  const copies = changedCopies([text, ''], 0.2, none, 1);
  expect([...copies.of]).toEqual([0]);
  const left = copies.texts[0].match(/word/g)?.length ?? 0;
  expect(left).toBeGreaterThan(750);
  expect(left).toBeLessThan(850);
  expect(changedCopies([text, ''], 0.2, none, 1)).toEqual(copies);
  expect(changedCopies([text, ''], 0.2, none, 2)).not.toEqual(copies);
});

it('takes a synonym where there is one, whatever the case, and keeps everything else', () => {
  const lexicon = new Map([['sofa', ['couch', 'settee']]]);
  const texts = Array.from({ length: 50 }, () => 'Sofa? "SOFA", sofa!');
  const copies = changedCopies(texts, 0.5, lexicon, 3);
  for (const text of copies.texts)
    expect(text).toMatch(/^(Sofa|couch|settee)\? "(SOFA|couch|settee)", (sofa|couch|settee)!$/);
  expect(copies.texts.join(' ')).toContain('settee');
});

it('copies no more than can be read, none that is unchanged, and none that has nothing left', () => {
  const many = Array.from({ length: 6000 }, (_, i) => `one two three four five six ${i}`);
  const copies = changedCopies(many, 0.5, none, 1);
  expect(copies.texts.length).toBeLessThanOrEqual(5000);
  expect(copies.texts.length).toBeGreaterThan(4500);
  copies.of.forEach((of, i) => {
    expect(copies.texts[i]).not.toBe(many[of]);
  });
  expect(changedCopies(['...', 'a', `x ${'long '.repeat(3000)}`], 0.5, none, 1).texts).toEqual([]);
  expect(['tea', 'green tea', '', '!'].map(isOneWord)).toEqual([true, false, false, false]);
});

it('teaches a network that a copy means what its text means', () => {
  const { design, oblique } = plantTexts(800, 800, 6, 5);
  const y = Float64Array.from(design.codes, (text) => 2 * oblique[text]);
  const asked = [{ y, use: new Uint8Array(800).fill(1), family: 'gaussian' as const }];
  const options = networkOptions({ kind: 'network', options: { hidden: 8, epochs: 30 } });
  // Copies are on the other side of the first axis, so that it cannot matter.
  const embedding = design.embedding.map((x, i) => (i % 6 === 0 ? -x : x));
  const copies = { of: Int32Array.from({ length: 800 }, (_, i) => i), embedding, ngrams: design.ngrams };
  const moved = (taught: boolean): number => {
    const [head] = fitNetwork(taught ? { ...design, copies } : design, asked, options, 1, unwatched);
    const [one, other] = [design, { ...design, embedding }].map((each) => scoreNetwork(each, head));
    return one.reduce((sum, score, i) => sum + Math.abs(score - other[i]), 0);
  };
  expect(moved(true)).toBeLessThan(0.5 * moved(false));
});
