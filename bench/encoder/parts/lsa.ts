import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';
import { openEncoder } from '../../../kernel/src/text/encoder.js';
import type { LsaBasis } from '../../../kernel/src/text/lsa/basis.js';
import { corpusOf } from '../../../kernel/src/text/lsa/corpus.js';
import { learnBasis } from '../../../kernel/src/text/lsa/learn-basis.js';
import { measured, measuredLater } from '../../shared/clock.js';
import { contest, type Job, type Side } from '../../shared/contest.js';
import type { Part } from '../../shared/part.js';
import { timeText } from '../../shared/time-text.js';

/** Texts of twenty words of three to ten letters, some words much more common than others. */
function textsOf(count: number): string[] {
  const random = createRandom(6);
  const letters = 'etaoinshrdlucmfwypvbgkqjxz';
  const letter = () => letters[Math.floor(letters.length * random.next() ** 2)];
  const words = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 3 + random.below(8) }, letter).join(''),
  );
  const word = () => words[Math.floor(words.length * random.next() ** 3)];
  return Array.from({ length: count }, () => Array.from({ length: 20 }, word).join(' '));
}

function lsaLearns({ texts }: Job): object {
  const all = textsOf(Number(texts));
  return measured(() => learnBasis(corpusOf(all, unwatched), unwatched)).cost;
}

async function lsaReads({ texts }: Job): Promise<object> {
  const all = textsOf(Number(texts));
  const basis: LsaBasis = learnBasis(corpusOf(all, unwatched), unwatched);
  const encoder = await openEncoder('lsa', {}, { basis });
  return (await measuredLater(() => encoder.encode(all, unwatched))).cost;
}

export const lsa: Part = {
  title: 'Learning from the texts themselves',
  note:
    '`lsa` learns from different texts of 20 words, then reads them all. It learns from 6,000 of them at most, so that beyond that only reading takes longer. ' +
    'Time is of one core, the time of the processor beside it: where the machine has other things to do, that is the one to look at.',
  columns: ['texts', 'work', 'time', 'time of the processor', 'peak memory', 'load'],
  measures: { lsaLearns, lsaReads },
  run() {
    const sides: Side[] = [5000, 20_000, 80_000].flatMap((texts) =>
      [
        ['learning', 'lsaLearns'],
        ['reading', 'lsaReads'],
      ].map(([name, ours]) => ({ name, runs: { ours }, job: { texts, threads: 1 } })),
    );
    const rows = contest(sides, 1).map((answer, i) => {
      const { name, job } = sides[i];
      const texts = Number(job.texts).toLocaleString('en-US');
      if (!answer) return [texts, name, 'failed', '', '', ''];
      const { seconds, cpuSeconds, peakMb, load } = answer;
      return [
        texts,
        name,
        timeText(seconds),
        timeText(cpuSeconds),
        `${peakMb.toFixed(0)} MB`,
        load.toFixed(1),
      ];
    });
    return { rows, versions: [] };
  },
};
