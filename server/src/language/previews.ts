import { type AstNode, AstUtils, type URI } from 'langium';
import {
  type Answer,
  type Answers,
  keyOfQuestion,
  type Question,
} from '../../../kernel/src/preview/question.js';
import { contextOf } from './context.js';

/** Where answers to questions about the rows of data files come from. */
export interface PreviewSource {
  /**
   * What is known, by the keys of the questions. A source that reads in the background has the document built again once it knows
   * more; any other reads before it answers.
   * @param document the spec (a file, a notebook cell or an untitled document)
   */
  answers(questions: readonly Question[], document: URI): Promise<ReadonlyMap<string, Answer>>;
}

/** Reads nothing. */
export const noPreviews: PreviewSource = { answers: async () => new Map() };

let noted: Set<string> | undefined;

/** Notes the keys of what is asked while something runs. */
export function noteAsked(keys: Set<string>, run: () => void): void {
  noted = keys;
  try {
    run();
  } finally {
    noted = undefined;
  }
}

/** What is known of the rows; a question not answered yet is kept, to be asked. */
export function answerTo<Q extends Question>(node: AstNode, question: Q): Answers[Q['ask']] | undefined {
  const { asked, answers } = contextOf(node);
  const key = keyOfQuestion(question);
  asked.set(key, question);
  noted?.add(key);
  return answers.get(key) as Answers[Q['ask']] | undefined;
}

/**
 * Has the questions that rules asked of a spec answered.
 * @returns whether anything is known now that was not
 */
export async function askQuestions(root: AstNode, source: PreviewSource): Promise<boolean> {
  const { asked, answers } = contextOf(root);
  const uri = AstUtils.findRootNode(root).$document?.uri;
  const open = [...asked].filter(([key]) => !answers.has(key)).map(([, question]) => question);
  if (!uri) return false;
  const found = await source.answers(open, uri);
  for (const [key, answer] of found) answers.set(key, answer);
  return found.size > 0;
}

/** Questions without an answer, by their keys. */
export type OpenQuestions = ReadonlyMap<string, Question>;

/** Which of some questions that were asked of a spec are still open. */
export function stillOpen(root: AstNode, keys: ReadonlySet<string>): OpenQuestions {
  const { asked, answers } = contextOf(root);
  const open = [...keys].filter((key) => !answers.has(key));
  return new Map(
    open.flatMap((key) => {
      const question = asked.get(key);
      return question ? [[key, question] as const] : [];
    }),
  );
}

/** Asks questions again that were open at a former look, without the rules that asked them. */
export function askAgain(root: AstNode, open: OpenQuestions): void {
  const { asked } = contextOf(root);
  for (const [key, question] of open) asked.set(key, question);
}

/** Whether any of some questions has an answer by now. */
export function someAnswered(root: AstNode, open: OpenQuestions): boolean {
  const { answers } = contextOf(root);
  return [...open.keys()].some((key) => answers.has(key));
}
