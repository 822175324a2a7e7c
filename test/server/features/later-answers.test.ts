import { URI } from 'langium';
import { describe, expect, test, vi } from 'vitest';
import type { Preview } from '../../../kernel/src/preview/preview.js';
import { type Answer, keyOfQuestion, type Question } from '../../../kernel/src/preview/question.js';
import { LaterAnswers } from '../../../server/src/features/later-answers.js';
import { loadStep } from '../../kernel/data/workspace.js';

const spec = URI.file('/shop/spec.causal');
const load = loadStep('visits.csv');
const about = (first: string): Question => ({ ask: 'order', load, earlier: first, later: 'sent_at' });
const answer: Answer = { rows: 4, wrong: 1, row: 3 };

/** Files of which nothing is known until it is read, which takes as long as the test likes. */
function slowFiles() {
  const kept = new Map<string, Answer | null>();
  const read: string[] = [];
  let release = (): void => undefined;
  let held = Promise.resolve();
  const previews = async (questions: readonly Question[]): Promise<Preview[]> =>
    questions.map((question) => ({
      question,
      known: kept.get(keyOfQuestion(question)),
      read: async () => {
        read.push(question.ask === 'order' ? question.earlier : '');
        await held;
        if (question.ask === 'order' && question.earlier === 'broken') {
          kept.set(keyOfQuestion(question), null);
          throw new Error('no such file');
        }
        kept.set(keyOfQuestion(question), answer);
        return answer;
      },
    }));
  const hold = () => {
    held = new Promise((resolve) => {
      release = resolve;
    });
  };
  return { previews, read, hold, release: () => release() };
}

function started() {
  const files = slowFiles();
  const rebuilt: string[] = [];
  const faults: unknown[] = [];
  const answers = new LaterAnswers(
    files,
    (document) => rebuilt.push(document.toString()),
    (fault) => faults.push(fault),
  );
  return { files, rebuilt, faults, answers };
}

const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

describe('answers about rows', () => {
  test('are given at once as far as they are known, and the document is built again when there are more', async () => {
    const { files, rebuilt, answers } = started();
    expect((await answers.answers([about('a')], spec)).size).toBe(0);
    expect(files.read).toEqual([]);
    await soon(() => expect(rebuilt).toEqual([spec.toString()]));
    expect([...(await answers.answers([about('a')], spec)).values()]).toEqual([answer]);
    expect(files.read).toEqual(['a']);
  });

  test('are not read while typing goes on, and only for the last state of a document', async () => {
    const { files, rebuilt, answers } = started();
    for (const name of ['a', 'ab', 'abc']) await answers.answers([about(name)], spec);
    await soon(() => expect(rebuilt).toHaveLength(1));
    expect(files.read).toEqual(['abc']);
  });

  test('are read no further once typing goes on, until it pauses again', async () => {
    const { files, rebuilt, answers } = started();
    files.hold();
    await answers.answers([about('a'), about('b')], spec);
    await soon(() => expect(files.read).toEqual(['a']));
    await answers.answers([about('b'), about('c')], spec);
    files.release();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(files.read).toEqual(['a']);
    await soon(() => expect(rebuilt).toEqual([spec.toString()]));
    expect(files.read).toEqual(['a', 'b', 'c']);
  });

  test('that nobody waits for any more do not have a document built again', async () => {
    const { files, rebuilt, answers } = started();
    files.hold();
    await answers.answers([about('a'), about('b')], spec);
    await soon(() => expect(files.read).toEqual(['a']));
    await answers.answers([], spec);
    files.release();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(files.read).toEqual(['a']);
    expect(rebuilt).toEqual([]);
  });

  test('are waited for by who asks for them now', async () => {
    const { files, answers } = started();
    expect(await answers.settle([spec])).toBe(false);
    await answers.answers([about('a')], spec);
    expect(await answers.settle([spec])).toBe(true);
    expect(files.read).toEqual(['a']);
    expect(await answers.settle([spec])).toBe(false);
  });

  test('that cannot be had are told to the log once', async () => {
    const { files, rebuilt, faults, answers } = started();
    await answers.answers([about('broken'), about('a')], spec);
    await soon(() => expect(rebuilt).toHaveLength(1));
    expect(faults).toHaveLength(1);
    expect((await answers.answers([about('broken'), about('a')], spec)).size).toBe(1);
    expect(files.read).toEqual(['broken', 'a']);
  });
});
