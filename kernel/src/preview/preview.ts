import { stat } from 'node:fs/promises';
import { LoadQuery } from '../data/load-query.js';
import type { DataEngine } from '../data/open.js';
import { resolveDataFile } from '../data/paths.js';
import { fromFolder, withKnownFile } from '../data/schema.js';
import { InputError } from '../problem.js';
import { unwatched } from '../task.js';
import { orderOfTimes } from './order-of-times.js';
import { type Answer, keyOfQuestion, type Question } from './question.js';
import { quoteIn } from './quote-in.js';
import { profileOfTexts } from './text-profile.js';

/** A question as far as it is answered. */
export interface Preview {
  readonly question: Question;
  /** There since somebody asked before; null where the question has no answer. */
  readonly known?: Answer | null;
  /** Reads what is not known, and keeps it until the file changes. */
  read(): Promise<Answer | null>;
}

/**
 * What can be said of data before anything runs. Reads a bounded part of a file: all of a small one, else its first 100,000
 * rows; of texts a sample. What cannot be answered, as where the file or an expression is faulty, is told elsewhere.
 *
 * @param folder of the spec, relative to the workspace
 * @returns one entry per question
 */
export async function previewsOf(
  engine: DataEngine,
  folder: string,
  questions: readonly Question[],
): Promise<Preview[]> {
  const paths = [...new Set(questions.map(({ load }) => load.parameters.path))];
  const states = await Promise.all(paths.map((path) => stateOf(engine, fromFolder(folder, path))));
  const stateAt = new Map(paths.map((path, i) => [path, states[i]]));
  return questions.map((question) => {
    const { path } = question.load.parameters;
    const key = `preview\0${stateAt.get(path)}\0${keyOfQuestion(question)}`;
    const read = async () => {
      // A question that fails is not asked again and again.
      engine.cache.set(key, null);
      const answer = await answered(engine, fromFolder(folder, path), question);
      engine.cache.set(key, answer);
      return answer;
    };
    return { question, known: engine.cache.get(key) as Answer | null | undefined, read };
  });
}

/** Changes whenever a file does; undefined where it cannot be read. */
async function stateOf(engine: DataEngine, path: string): Promise<string | undefined> {
  try {
    const real = await resolveDataFile(engine.workspace, path);
    const { size, mtimeMs } = await stat(real);
    return `${real}\0${size}\0${mtimeMs}`;
  } catch {
    return undefined;
  }
}

/** An expression whose types do not fit, as may stand in a spec that has not been compiled. */
function isMistyped(error: unknown): boolean {
  return error instanceof Error && /^(Binder|Conversion) Error/.test(error.message);
}

async function answered(engine: DataEngine, path: string, question: Question): Promise<Answer | null> {
  try {
    return await withKnownFile(engine, path, unwatched, async (file) => {
      const query = new LoadQuery(file.facts, question.load, path, {});
      if (query.problems.length > 0) return null;
      switch (question.ask) {
        case 'text':
          return profileOfTexts(query, file, question);
        case 'quote':
          return quoteIn(query, file, question);
        case 'order':
          return orderOfTimes(query, file, question);
      }
    });
  } catch (error) {
    if (error instanceof InputError || isMistyped(error)) return null;
    throw error;
  }
}
