/** What one head of a network says of a text. */
export interface NetworkQuestion {
  /** One value per row; 0 and 1 for a yes or no. NaN where it is not known. */
  readonly y: Float64Array;
  /** 1 for rows that may be learned from. */
  readonly use: Uint8Array;
  readonly family: 'gaussian' | 'binomial';
}

/** A question's score is `shift + stretch * output`: numbers are learned with mean 0 and variance 1, of a yes or no the log odds. */
export interface Standard {
  readonly shift: number;
  readonly stretch: number;
}

/** Rows as they are learned from. */
export interface Lesson {
  readonly questions: number;
  /** Text of each row. */
  readonly texts: Int32Array;
  /** Per row and question: the answer, and 1 where there is one. */
  readonly answers: Float32Array;
  readonly answered: Float32Array;
}

/** Mean and spread of a question over the rows that are seen. */
export function standardOf(
  codes: Int32Array,
  question: NetworkQuestion,
  seen: (row: number) => boolean,
): Standard {
  if (question.family === 'binomial') return { shift: 0, stretch: 1 };
  let [n, sum, squares] = [0, 0, 0];
  question.y.forEach((value, row) => {
    if (codes[row] < 0 || !answers(question, row) || !seen(row)) return;
    n += 1;
    sum += value;
    squares += value * value;
  });
  const mean = n > 0 ? sum / n : 0;
  const variance = n > 0 ? squares / n - mean * mean : 0;
  return { shift: mean, stretch: variance > (1e-12 * squares) / n ? Math.sqrt(variance) : 1 };
}

/**
 * The rows that are wanted, have a text and answer something.
 *
 * @param smoothing share of every yes or no that is spread over both
 */
export function lessonOf(
  codes: Int32Array,
  questions: readonly NetworkQuestion[],
  standards: readonly Standard[],
  smoothing: number,
  wanted: (row: number, text: number) => boolean,
): Lesson {
  const rows = Int32Array.from(codes.keys()).filter(
    (row) =>
      codes[row] >= 0 && wanted(row, codes[row]) && questions.some((question) => answers(question, row)),
  );
  const count = questions.length;
  const lesson = {
    questions: count,
    texts: rows.map((row) => codes[row]),
    answers: new Float32Array(rows.length * count),
    answered: new Float32Array(rows.length * count),
  };
  rows.forEach((row, i) => {
    questions.forEach((question, q) => {
      if (!answers(question, row)) return;
      const { shift, stretch } = standards[q];
      const y = question.y[row];
      lesson.answered[i * count + q] = 1;
      lesson.answers[i * count + q] =
        question.family === 'binomial' ? y * (1 - smoothing) + smoothing / 2 : (y - shift) / stretch;
    });
  });
  return lesson;
}

function answers({ y, use }: NetworkQuestion, row: number): boolean {
  return use[row] === 1 && !Number.isNaN(y[row]);
}
