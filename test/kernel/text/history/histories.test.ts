import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../kernel/src/statistics/random.js';
import { matchUnits } from '../../../../kernel/src/text/history/events.js';
import { cutHistories, type Histories } from '../../../../kernel/src/text/history/histories.js';
import { mixRows, mixVectors } from '../../../../kernel/src/text/history/mix-rows.js';
import { fitVectorizer, transformTexts } from '../../../../kernel/src/text/ngrams.js';
import { historyDesign, selectTextRows, termsOf } from '../../../../kernel/src/text/text-design.js';

type Event = readonly [unit: number, time: number, text: string];
type Row = readonly [unit: number, before: number];

function cut(events: readonly Event[], rows: readonly Row[], halfLife?: number): Histories {
  const texts = [...new Set(events.map(([, , text]) => text))];
  return cutHistories(
    {
      unit: Int32Array.from(events, ([unit]) => unit),
      time: Float64Array.from(events, ([, time]) => time),
      text: Int32Array.from(events, ([, , text]) => texts.indexOf(text)),
      texts,
    },
    {
      unit: Int32Array.from(rows, ([unit]) => unit),
      before: Float64Array.from(rows, ([, before]) => before),
      units: 1 + Math.max(...rows.map(([unit]) => unit)),
    },
    halfLife,
  );
}

/** The history of a row as text and share. */
function historyOf({ codes, texts, shares }: Histories, row: number): Record<string, number> {
  const code = codes[row];
  if (code < 0) return {};
  const places = Array.from(shares.column.keys()).slice(shares.start[code], shares.start[code + 1]);
  return Object.fromEntries(places.map((at) => [texts[shares.column[at]], shares.value[at]]));
}

const events: Event[] = [
  [0, 3, 'shoes'],
  [0, 1, 'lamp'],
  [0, 1, 'shoes'],
  [1, 2, 'tent'],
  [0, 5, 'coupon page'],
  [-1, 0, 'of nobody'],
];

describe('a history', () => {
  it('is what happened strictly before, each event weighing the same', () => {
    const found = cut(events, [
      [0, 4],
      [0, 3],
      [0, 5],
      [0, 1],
      [1, 9],
    ]);
    expect([...found.count]).toEqual([3, 2, 3, 0, 1]);
    expect(historyOf(found, 0)).toEqual({ lamp: Math.fround(1 / 3), shoes: Math.fround(2 / 3) });
    expect(historyOf(found, 1)).toEqual({ lamp: 0.5, shoes: 0.5 });
    // The coupon page was seen at the very moment.
    expect(historyOf(found, 2)).toEqual(historyOf(found, 0));
    expect(historyOf(found, 3)).toEqual({});
    expect(historyOf(found, 4)).toEqual({ tent: 1 });
    expect(found.codes[3]).toBe(-1);
    expect(found.texts).toEqual(['lamp', 'shoes', 'tent']);
  });

  it('weighs an event half at the age of the half-life, whenever its end is', () => {
    const found = cut(
      events,
      [
        [0, 4],
        [0, 400],
      ],
      2,
    );
    // Ages 1 and 3 by day 4: weights 2^-.5 for shoes, 2^-1.5 for lamp and shoes.
    const [late, early] = [2 ** -0.5, 2 ** -1.5];
    expect(historyOf(found, 0).lamp).toBeCloseTo(early / (late + 2 * early), 7);
    expect(historyOf(found, 0).shoes).toBeCloseTo((late + early) / (late + 2 * early), 7);
    // By day 400 the coupon page is the youngest of all.
    const [page, two, four] = [1, 2 ** -1, 2 ** -2];
    const all = page + two + 2 * four;
    expect(historyOf(found, 1)['coupon page']).toBeCloseTo(page / all, 7);
    expect(historyOf(found, 1).lamp).toBeCloseTo(four / all, 7);
    expect([...found.count]).toEqual([3, 4]);
  });

  it('forgets what is too old to count, over more half-lives than a number can hold', () => {
    const found = cut(
      [
        [0, 0, 'old'],
        [0, 1e6, 'shoes'],
        [0, 1e6 + 1, 'old'],
        [0, 3e6, 'lamp'],
        [0, 3e6, 'tent'],
      ],
      [
        [0, 1],
        [0, 2e6],
        [0, 4e6],
      ],
      1,
    );
    expect(historyOf(found, 0)).toEqual({ old: 1 });
    expect(historyOf(found, 1).old).toBeCloseTo(2 / 3, 7);
    expect(historyOf(found, 2)).toEqual({ lamp: 0.5, tent: 0.5 });
    expect([...found.count]).toEqual([1, 3, 5]);
  });

  it('is not known without unit or moment, and no event without unit, time or text is in one', () => {
    const found = cutHistories(
      {
        unit: Int32Array.of(0, 0, 0, -1),
        time: Float64Array.of(Number.NaN, 1, 1, 1),
        text: Int32Array.of(0, -1, 1, 1),
        texts: ['a', 'b'],
      },
      { unit: Int32Array.of(-1, 0, 0), before: Float64Array.of(5, Number.NaN, 5), units: 1 },
    );
    expect([...found.count]).toEqual([Number.NaN, Number.NaN, 1]);
    expect([...found.codes]).toEqual([-1, -1, 0]);
    expect(found.texts).toEqual(['b']);
  });

  it('is held once, however many rows and units have it', () => {
    const many: Event[] = [0, 1, 2].flatMap((unit): Event[] => [
      [unit, 1 + unit, 'shoes'],
      [unit, 3 + unit, 'lamp'],
    ]);
    const rows: Row[] = [0, 1, 2].flatMap((unit): Row[] => [
      [unit, 9],
      [unit, 99],
      [unit, 2 + unit],
    ]);
    const found = cut(many, rows, 2);
    expect(found.shares.rows).toBe(2);
    expect([...found.codes]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1].map((code) => 1 - code));
  });

  it('does not change, to the last bit, by what happens at its end or later', () => {
    const random = createRandom(11);
    const drawn = Array.from({ length: 3000 }, (): Event => {
      return [random.below(50), Math.floor(100 * random.next()), `page ${random.below(40)}`];
    });
    const rows = Array.from({ length: 50 }, (_, unit): Row => [unit, 40 + (unit % 20)]);
    const late = (unit: number): number => 40 + (unit % 20);
    const early = drawn.filter(([unit, time]) => time < late(unit));
    const leaks = Array.from(
      { length: 500 },
      (_, i): Event => [i % 50, late(i % 50) + (i % 3), `told ${i % 7}`],
    );
    const mixed = [...leaks.slice(0, 250), ...drawn, ...leaks.slice(250)];
    for (const halfLife of [undefined, 7]) {
      const [without, withLeaks] = [cut(early, rows, halfLife), cut(mixed, rows, halfLife)];
      expect(withLeaks).toEqual(without);
      expect(without.shares.rows).toBe(50);
    }
  });

  it('follows a plain count of weights over random events', () => {
    const random = createRandom(12);
    const drawn = Array.from({ length: 2000 }, (): Event => {
      return [random.below(30), 100 * random.next(), `page ${random.below(15)}`];
    });
    const rows = Array.from({ length: 90 }, (_, i): Row => [i % 30, 100 * random.next()]);
    const found = cut(drawn, rows, 13);
    rows.forEach(([unit, before], row) => {
      const own = drawn.filter(([whose, time]) => whose === unit && time < before);
      const weight = new Map<string, number>();
      let total = 0;
      for (const [, time, text] of own) {
        const age = 0.5 ** ((before - time) / 13);
        weight.set(text, (weight.get(text) ?? 0) + age);
        total += age;
      }
      const told = historyOf(found, row);
      expect(Object.keys(told).sort()).toEqual([...weight.keys()].sort());
      for (const [text, share] of Object.entries(told))
        expect(share).toBeCloseTo((weight.get(text) ?? 0) / total, 6);
      expect(found.count[row]).toBe(own.length);
    });
  });
});

describe('units', () => {
  const numbers = (values: number[]) =>
    ({ kind: 'numeric', name: 'id', type: 'numeric', values: Float64Array.from(values) }) as const;
  const words = (codes: number[], levels: string[]) =>
    ({ kind: 'category', name: 'id', type: 'categorical', codes: Int32Array.from(codes), levels }) as const;
  const texts = (codes: number[], distinct: string[]) =>
    ({ kind: 'text', name: 'id', type: 'text', codes: Int32Array.from(codes), distinct }) as const;

  it('are matched by number, or by name whatever kind of words they are', () => {
    expect(matchUnits(numbers([7, Number.NaN, 3, 7]), numbers([3, 8, 7, Number.NaN]))).toEqual({
      rows: Int32Array.of(0, -1, 1, 0),
      events: Int32Array.of(1, -1, 0, -1),
      units: 2,
    });
    expect(
      matchUnits(words([1, -1, 0], ['ann', 'bob']), texts([0, 1, -1, 2], ['bob', 'cid', 'ann'])),
    ).toEqual({
      rows: Int32Array.of(0, -1, 1),
      events: Int32Array.of(0, -1, -1, 1),
      units: 2,
    });
    expect(matchUnits(numbers([1]), words([0], ['1']))).toBeUndefined();
  });
});

describe('what is seen of histories', () => {
  const found = cut(
    [
      [0, 1, 'red lamp'],
      [0, 2, 'red shoes'],
      [0, 3, 'red lamp'],
      [1, 1, 'blue tent'],
      [2, 9, 'too late'],
    ],
    [
      [0, 9],
      [1, 9],
      [2, 9],
      [0, 3],
    ],
  );
  // blue tent, red lamp, red shoes
  const vectors = Float32Array.of(4, 0, 0, 1, 3, -1);

  it('are means of the vectors and n-grams of their events', () => {
    const design = historyDesign('browsing', found, vectors, 2, { minDocuments: 1 });
    expect(found.texts).toEqual(['blue tent', 'red lamp', 'red shoes']);
    expect([...design.codes]).toEqual([1, 2, -1, 0]);
    const row = (code: number) => [...design.embedding.subarray(2 * code, 2 * code + 2)];
    expect(row(1)[0]).toBeCloseTo(1, 6);
    expect(row(1)[1]).toBeCloseTo(1 / 3, 6);
    expect(row(2)).toEqual([4, 0]);
    expect(row(0)).toEqual([1.5, 0]);
    const parts = transformTexts(design.vectorizer, found.texts);
    const dense = (matrix: typeof parts, i: number) => {
      const values = new Float64Array(matrix.columns);
      for (let k = matrix.start[i]; k < matrix.start[i + 1]; k++) values[matrix.column[k]] = matrix.value[k];
      return values;
    };
    const [lamp, shoes] = [dense(parts, 1), dense(parts, 2)];
    dense(design.ngrams, 1).forEach((value, j) => {
      expect(value).toBeCloseTo((2 * lamp[j] + shoes[j]) / 3, 6);
    });
    expect([...(design.counts ?? [])]).toEqual([3, 1, 0, 2]);
    const some = selectTextRows(design, Int32Array.of(3, 0));
    expect([...some.codes]).toEqual([0, 1]);
    expect([...(some.counts ?? [])]).toEqual([2, 3]);
  });

  it('count a term once for every text of every history that holds it', () => {
    // Histories: {lamp, shoes}, {tent}, {lamp, shoes}: five documents, four of them red.
    const { vectorizer } = historyDesign('browsing', found, vectors, 2, { minDocuments: 1 });
    const weight = vectorizer.weights[vectorizer.terms.indexOf('red')];
    expect(weight).toBeCloseTo(Math.log(6 / 5) + 1, 12);
    const kept = historyDesign('browsing', found, vectors, 2).vectorizer.terms;
    expect(kept).toContain('lamp');
    expect(kept).not.toContain('tent');
  });

  it('can be read in the columns of another design', () => {
    const design = historyDesign('browsing', found, vectors, 2);
    const other = fitVectorizer(['red lamp', 'red tent', 'blue lamp'], { minDocuments: 1 });
    expect(termsOf(design, other)).toEqual(mixRows(found.shares, transformTexts(other, found.texts)));
    expect(termsOf(design, design.vectorizer)).toEqual(design.ngrams);
    expect(design.embedding).toEqual(mixVectors(found.shares, vectors, 2));
  });

  it('refuse vectors of other texts', () => {
    expect(() => historyDesign('browsing', found, new Float32Array(4), 2)).toThrow('4 numbers are not 3 x 2');
  });
});
