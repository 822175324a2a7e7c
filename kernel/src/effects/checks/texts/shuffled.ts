import { normalQuantile, studentQuantile } from '../../../statistics/normal.js';
import { createRandom } from '../../../statistics/random.js';
import type { TextDesign } from '../../../text/text-design.js';
import { figure, listed } from '../../../words/phrases.js';
import { pairedDifference } from '../../inference/paired-difference.js';
import { studyOf, withoutTexts } from '../../study.js';
import type { Checker } from '../check.js';
import { refit } from '../refit.js';
import { notMeasured } from './not-measured.js';

/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/**
 * Shuffled text: the texts are dealt out among the rows anew, so that they say nothing, and everything is learned again. Null hypothesis: the effect is the
 * one without the texts. The check fails where it is further from that than 1 in 20 would be by chance, by the error of the difference over the
 * same rows (Bonferroni over contrasts). It judges whether reading texts makes up confounding, or lets a row's own outcome in.
 */
export const shuffledTextCheck: Checker = ({ modes }, task) => {
  const without = modes?.found.find(({ mode }) => mode === 'without text');
  if (!modes || !without) return notMeasured('shuffled text', normalQuantile(1 - falseAlarms / 2));
  const { request, sample } = modes.full;
  const { parameters } = request;
  const texts = request.texts.map((text, t) => shuffled(text, sample.rows, parameters.seed, t));
  // How long histories are would still be known.
  const { adjustment } = withoutTexts(request).parameters;
  const asked = { ...request, texts, parameters: { ...parameters, adjustment, textMode: 'full' as const } };
  const study = studyOf(asked, sample, task.part(0, 0.6, 'Reading shuffled texts'));
  const { estimated, averages } = refit(study, task.part(0.6, 1));
  const probability = 1 - falseAlarms / 2 / averages.length;
  const judged = averages.map((average, i) => {
    const one = { average, scores: estimated[i].scores };
    const other = { average: without.averages[i], scores: without.estimated[i].scores };
    const { estimate, stdError } = pairedDifference(sample, one, other, parameters.level);
    const freedom = average.freedom;
    const allowed =
      freedom === undefined || !sample.clusters
        ? normalQuantile(probability)
        : studentQuantile(probability, freedom);
    return {
      arm: sample.arms[i + 1],
      estimate,
      distance: stdError > 0 ? Math.abs(estimate) / stdError : 0,
      allowed,
    };
  });
  const worst = judged.reduce((a, b) => (b.distance / b.allowed > a.distance / a.allowed ? b : a));
  const passed = worst.distance <= worst.allowed;
  const names = listed(parameters.texts.map(({ name }) => name));
  const verdict = passed
    ? 'so reading texts adds no effect of its own.'
    : 'so reading texts moves the effect even where they say nothing: there are too few rows for so much text.';
  return {
    name: 'shuffled text',
    passed,
    value: worst.distance,
    threshold: worst.allowed,
    sentence: `With ${names} shuffled among the rows the effect must be the one without it: that of "${worst.arm}" is ${figure(worst.estimate)} off, ${figure(worst.distance)} standard errors of the difference where chance allows for ${figure(worst.allowed)}, ${verdict}`,
  };
};

/** The texts of the rows `rows`, dealt out among them (Fisher and Yates). */
function shuffled(design: TextDesign, rows: Int32Array, seed: number, stream: number): TextDesign {
  const random = createRandom(seed, 60 + stream);
  const codes = design.codes.slice();
  for (let i = rows.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [codes[rows[i]], codes[rows[j]]] = [codes[rows[j]], codes[rows[i]]];
  }
  return { ...design, codes };
}
