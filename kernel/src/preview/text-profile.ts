import type { LoadQuery } from '../data/load-query.js';
import type { OpenFile } from '../data/schema.js';
import { cutAbout } from '../text/cut-estimate.js';
import type { EncoderInfo } from '../text/encoder-interface.js';
import { encoders } from '../text/encoder-list.js';
import { languagesOf } from '../text/language.js';
import type { TextAnswer, TextQuestion } from './question.js';

/** Texts looked at, and characters of each: a share is known to one in 30, a language by far fewer characters. */
const sampleSize = 1000;
const longestRead = 2000;

/** The languages an encoder was trained on, as BCP 47 tags; none where it lists none. */
export function languagesLearnt({ languages }: EncoderInfo): readonly string[] {
  return Array.isArray(languages) ? languages : [];
}

/** Length and language of a sample of the texts of a column, beside what their encoder can read. */
export async function profileOfTexts(
  query: LoadQuery,
  file: OpenFile,
  { column, encoder }: TextQuestion,
): Promise<TextAnswer | null> {
  const info = encoders.find(({ name }) => name === encoder);
  const answer = await query.ask(
    file,
    [column],
    (rows) => `SELECT left(x0, ${longestRead}), length(x0) FROM ${rows} WHERE trim(x0) <> ''
      ORDER BY hash(r) LIMIT ${sampleSize}`,
  );
  if (!answer || !info) return null;
  const texts = answer.map(([start, length]) => ({ start: String(start), length: Number(length) }));
  if (texts.length === 0) return { texts: 0, cut: 0, foreign: 0 };
  const cut = cutAbout(info, texts) / texts.length;
  const learnt = languagesLearnt(info);
  if (learnt.length === 0) return { texts: texts.length, cut, foreign: 0 };
  const languages = await languagesOf(texts.map(({ start }) => start));
  const foreign = languages.filter(({ tag }) => !learnt.includes(tag));
  const share = foreign.reduce((sum, language) => sum + language.share, 0);
  return { texts: texts.length, cut, foreign: share, ...(foreign[0] && { language: foreign[0] }) };
}
