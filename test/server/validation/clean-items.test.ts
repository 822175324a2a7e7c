import { EmptyFileSystem, TextDocument, URI } from 'langium';
import { expect, it } from 'vitest';
import { keyOfQuestion, type Question } from '../../../kernel/src/preview/question.js';
import { createCausalServices } from '../../../server/src/language/module.js';
import { filesInMemory, visits } from '../in-memory.js';

const spec = `data visits from "visits.csv" { time seen_at of coupon  time last_seen of history }
text browsing from visits.history
effect lift { of coupon on purchased  from visits  adjust for tenure, browsing }
graph other { tenure -> purchased }
effect whole { of tenure on purchased  from visits  in other }
`;

/** An editor whose questions about rows wait until they are said to be known. */
function editor() {
  let asked: string[] = [];
  let known = false;
  const answers = async (questions: readonly Question[]) => {
    asked = questions.map(keyOfQuestion).sort();
    const order = questions.filter(({ ask }) => ask === 'order');
    return new Map(known ? order.map((one) => [keyOfQuestion(one), { rows: 10, wrong: 2, row: 3 }]) : []);
  };
  const schemas = filesInMemory({ 'visits.csv': visits });
  const { shared } = createCausalServices({ ...EmptyFileSystem, schemas, previews: { answers } });
  const { TextDocuments, LangiumDocuments, DocumentBuilder } = shared.workspace;
  const uri = URI.file('/shop/spec.causal');
  let version = 0;
  return {
    answer: () => {
      known = true;
    },
    async show(text: string) {
      TextDocuments.set(TextDocument.create(uri.toString(), 'causal', ++version, text));
      await DocumentBuilder.update([uri], []);
      const { diagnostics = [] } = LangiumDocuments.getDocument(uri)!;
      return { asked, found: diagnostics.map(({ code, message }) => `${code} ${message.slice(0, 40)}`) };
    },
  };
}

it('asks for the rows of a declaration again that an edit leaves alone, and tells what is wrong once it is known', async () => {
  const { show, answer } = editor();
  const first = await show(spec);
  expect(first.found).toEqual([]);
  expect(first.asked.some((key) => key.includes('last_seen'))).toBe(true);
  const edited = await show(spec.replace('graph other { ', 'graph other { tenure -> spend  '));
  expect(edited).toEqual(first);
  answer();
  const told = await show(spec);
  expect(told.found).toEqual(['CS1604 Text "browsing" is younger than the trea']);
  expect(await show(`${spec}\n`)).toEqual(told);
});
