import { contest } from '../../shared/contest.js';
import { versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { forestSides } from './causal-forest.js';

/** MB of a forest of grf 2.6.1 from R, and the seconds it took. */
const onRecord = { memory: 218, seconds: 64 };

export const forestMemory: Part = {
  title: 'Memory of a forest',
  note:
    'A causal forest of 2,000 trees on 10,000 x 20. "Held" is what the forest itself takes once it is grown; "grown by" is how much the process grew at its peak, with what growing takes and the ' +
    'effects of all rows. The Python binding of grf keeps the forest twice. Goal: at most a tenth of grf’s 218 MB.',
  columns: ['side', 'threads', 'time', 'held', 'grown by', 'ours by theirs', 'load'],
  measures: {},
  run() {
    const sides = forestSides(10_000, 20, 2000, 2).slice(0, 2);
    const answers = contest(sides, 1);
    const [ours] = answers;
    const rows = sides.map(({ name, job }, i) => {
      const answer = answers[i];
      if (!answer) return [name, String(job.threads), 'not to be had on this machine', '', '', '', ''];
      const held = i === 0 ? `${Number(answer.heldMb).toFixed(1)} MB` : '';
      const ratio = i > 0 && ours ? (ours.grownMb / answer.grownMb).toFixed(3) : '';
      return [
        ...[name, String(job.threads), `${answer.seconds.toFixed(1)} s`, held],
        ...[`${answer.grownMb.toFixed(0)} MB`, ratio, answer.load.toFixed(1)],
      ];
    });
    const ratio = ours ? (Number(ours.heldMb) / onRecord.memory).toFixed(3) : '';
    const { memory, seconds } = onRecord;
    rows.push(['grf 2.6.1, on record', '2', `${seconds} s`, `${memory} MB`, '', ratio, '']);
    return { rows, versions: versionsOf(answers) };
  },
};
