import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../../kernel/src/statistics/random.js';
import { Cancelled, createTask, type Task, unwatched } from '../../../../kernel/src/task.js';
import { openEncoder } from '../../../../kernel/src/text/encoder.js';
import { basisId, isBasis, type LsaBasis } from '../../../../kernel/src/text/lsa/basis.js';
import { corpusOf } from '../../../../kernel/src/text/lsa/corpus.js';
import { learnBasis } from '../../../../kernel/src/text/lsa/learn-basis.js';

const learn = (texts: readonly string[], task: Task = unwatched): LsaBasis =>
  learnBasis(corpusOf(texts, task), task);

async function vectorsOf(basis: LsaBasis, texts: readonly string[]): Promise<number[][]> {
  const encoder = await openEncoder('lsa', {}, { basis });
  const vectors = await encoder.encode(texts, unwatched);
  const { dimensions } = encoder;
  return texts.map((_, i) => Array.from(vectors.slice(i * dimensions, (i + 1) * dimensions)));
}

const cosine = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, j) => sum + x * b[j], 0);
const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/** Words that share no pieces of three letters but by chance. */
function inventWords(count: number, random: Random): string[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return Array.from({ length: count }, () =>
    Array.from({ length: 7 }, () => letters[random.below(26)]).join(''),
  );
}

/** Texts of eight words, each about one of the topics. */
function aboutTopics(topics: readonly (readonly string[])[], texts: number, random: Random, joint = ' ') {
  return Array.from({ length: texts }, (_, i) => {
    const words = topics[i % topics.length];
    return Array.from({ length: 8 }, () => words[random.below(words.length)]).join(joint);
  });
}

/** Mean cosine of texts of one topic that share no word, less that of texts of two topics. */
async function margin(topics: readonly (readonly string[])[], texts: number, joint = ' '): Promise<number> {
  const basis = learn(aboutTopics(topics, texts, createRandom(3), joint));
  const halves = topics.flatMap((words) => [words.slice(0, 8).join(joint), words.slice(8, 16).join(joint)]);
  const vectors = await vectorsOf(basis, halves);
  const near = topics.map((_, t) => cosine(vectors[2 * t], vectors[2 * t + 1]));
  const far = topics.slice(1).map((_, t) => cosine(vectors[2 * t], vectors[2 * t + 3]));
  return mean(near) - mean(far);
}

describe('lsa', () => {
  test('brings words together that keep the same company, though the texts share none', async () => {
    const random = createRandom(1);
    const topics = Array.from({ length: 20 }, () => inventWords(60, random));
    expect(await margin(topics, 1200)).toBeGreaterThan(0.5);
  });

  test.each([
    [
      'Chinese',
      ['登山帐篷睡袋背包雪地徒步露营', '茶叶咖啡牛奶面包早餐水果蔬菜', '电视手机耳机电脑键盘屏幕充电'],
      2,
    ],
    [
      'Japanese',
      ['テント寝袋登山靴焚火星空湖畔釣竿', 'コーヒー牛乳朝食卵焼魚味噌汁', '携帯電話画面充電音楽鍵盤録画'],
      2,
    ],
  ] as const)('does so in %s, which has no spaces', async (_, characters, size) => {
    const topics = characters.map((run) => {
      const all = [...run];
      return Array.from({ length: 16 }, (_, i) =>
        Array.from({ length: size }, (_, j) => all[(i * size + j * 3 + (i >> 2)) % all.length]).join(''),
      );
    });
    expect(await margin(topics, 16, '')).toBeGreaterThan(0.5);
  });

  test('knows a word by its pieces: misspelt or bent it stays near', async () => {
    const random = createRandom(2);
    const topics = Array.from({ length: 4 }, () => inventWords(20, random));
    const basis = learn(aboutTopics(topics, 300, random));
    const [word] = topics[0];
    const bent = `${word.slice(0, 5)}xs`;
    const [right, wrong, other] = await vectorsOf(basis, [word, bent, topics[1][0]]);
    expect(cosine(right, wrong)).toBeGreaterThan(0.5);
    expect(cosine(right, wrong)).toBeGreaterThan(cosine(wrong, other) + 0.4);
  });

  test('learns the same in whatever order texts come, and another basis of other texts', () => {
    const texts = aboutTopics([inventWords(20, createRandom(4))], 300, createRandom(4));
    expect(basisId(learn(texts.toReversed()))).toBe(basisId(learn(texts)));
    expect(basisId(learn([...texts, 'one more']))).not.toBe(basisId(learn(texts)));
  });

  test('has vectors of length 1, the same bits in any company, and zeros for what says nothing', async () => {
    const texts = ['a red lamp', 'the lamp is broken', 'great gift', 'great lamp', 'red red red', 'gift'];
    const basis = learn(texts);
    const strange = ['', '   ', '\ud800', '\u0000', 'qqqq zzzz'];
    const all = await vectorsOf(basis, [...strange, ...texts]);
    const lengths = all.map((vector) => Math.hypot(...vector));
    expect(lengths.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    for (const length of lengths.slice(5)) expect(length).toBeCloseTo(1, 6);
    for (const [i, text] of texts.entries()) expect(await vectorsOf(basis, [text])).toEqual([all[5 + i]]);
  });

  test('has fewer dimensions where texts are few, and one where they say nothing', () => {
    const texts = aboutTopics([inventWords(200, createRandom(5))], 1000, createRandom(5));
    expect(learn(texts).dimensions).toBe(100);
    expect(learn(texts.slice(0, 80)).dimensions).toBe(40);
    expect(learn(['a red lamp']).dimensions).toBe(1);
    expect(learn(['', ' ']).dimensions).toBe(1);
    expect(learn([]).dimensions).toBe(1);
  });

  test('names its basis in its version, so that vectors of two never mix', async () => {
    const [one, other] = [learn(['a red lamp', 'a gift']), learn(['a red lamp', 'a book'])];
    const versions = [one, other].map(async (basis) => (await openEncoder('lsa', {}, { basis })).version);
    expect(new Set(await Promise.all(versions)).size).toBe(2);
    await expect(openEncoder('lsa')).rejects.toThrow('nothing to go by');
  });
});

/** A task that tells the longest work, in milliseconds of the processor, during which it was not looked at. */
function timedTask(): { task: Task; longest: () => number } {
  const worked = () => process.cpuUsage().user / 1000;
  let [last, longest] = [worked(), 0];
  const check = () => {
    const now = worked();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const task: Task = { check, report: check, part: () => task };
  return {
    task,
    longest: () => {
      check();
      return longest;
    },
  };
}

describe('lsa of much', () => {
  const random = createRandom(6);
  const words = inventWords(5000, random);
  const common = () => words[Math.floor(words.length * random.next() ** 3)];
  const texts = Array.from({ length: 3000 }, () => Array.from({ length: 20 }, common).join(' '));

  test('learns from and reads thousands of texts in seconds, and looks up all the time', async () => {
    const { task, longest } = timedTask();
    const start = process.cpuUsage();
    const basis = learn(texts, task);
    const encoder = await openEncoder('lsa', {}, { basis });
    await encoder.encode(texts, task);
    expect(process.cpuUsage(start).user).toBeLessThan(15_000_000);
    expect(longest()).toBeLessThan(500);
    expect(basis.directions.byteLength).toBeLessThanOrEqual(2 * 32_768 * 100);
  }, 60_000);

  test('stops while it learns and while it reads', async () => {
    const some = texts.slice(0, 500);
    const basis = learn(some);
    const encoder = await openEncoder('lsa', {}, { basis });
    for (let at = 1; at < 200; at *= 3) {
      const flag = new Int32Array(new SharedArrayBuffer(4));
      let reports = 0;
      const task = createTask(flag, () => {
        reports += 1;
        if (reports === at) Atomics.store(flag, 0, 1);
      });
      if (at < 60) expect(() => learn(some, task)).toThrow(Cancelled);
      if (at < 30) await expect(encoder.encode(some, task)).rejects.toBeInstanceOf(Cancelled);
    }
  });

  test('reads a bounded part of 10 MB, be it one word, and says so', async () => {
    const many = `${'lamp battery '.repeat(800_000)}gift`;
    const one = 'x'.repeat(10_000_000);
    const { task, longest } = timedTask();
    const basis = learn([many, one, 'a lamp', 'a battery'], task);
    const encoder = await openEncoder('lsa', {}, { basis });
    const vectors = await encoder.encode([many, 'lamp battery '.repeat(20_000)], task);
    expect(vectors.slice(0, basis.dimensions)).toEqual(vectors.slice(basis.dimensions));
    expect(longest()).toBeLessThan(500);
    const known = ['lamp '.repeat(encoder.window), 'a lamp'];
    expect(await encoder.countCut([many, one, ...known], unwatched)).toBe(2);
  });
});

describe('a basis that was kept', () => {
  const basis = learn(['a red lamp', 'the lamp is broken', 'great gift']);
  const wrong: Record<string, unknown> = {
    'no object': 'basis',
    'nothing at all': null,
    'too many dimensions': { ...basis, dimensions: 4096 },
    'no dimension': { ...basis, dimensions: 0 },
    'buckets out of order': { ...basis, buckets: basis.buckets.toReversed() },
    'a bucket that does not exist': { ...basis, buckets: basis.buckets.with(0, -1) },
    'a weight that is no number': { ...basis, weights: basis.weights.with(0, Number.NaN) },
    'too few weights': { ...basis, weights: basis.weights.slice(1) },
    'too few directions': { ...basis, directions: basis.directions.slice(1) },
    'directions of another kind': { ...basis, directions: Array.from(basis.directions) },
    'a step that is no number': { ...basis, steps: basis.steps.with(0, Number.POSITIVE_INFINITY) },
  };

  test('is known for one', () => {
    expect(isBasis(basis)).toBe(true);
  });

  test.each(Object.keys(wrong))('is refused with %s', (name) => {
    expect(isBasis(wrong[name])).toBe(false);
  });
});
