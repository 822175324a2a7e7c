import { type AstNode, GrammarUtils } from 'langium';
import type { Told } from '../../../kernel/src/preview/question.js';
import { languagesLearnt } from '../../../kernel/src/preview/text-profile.js';
import { tokensRead } from '../../../kernel/src/text/cut-estimate.js';
import { encoders } from '../../../kernel/src/text/encoder-list.js';
import { figure, percent } from '../../../kernel/src/words/phrases.js';
import { say, told, toTell } from '../../../kernel/src/words/say.js';
import { defaultEncoder } from '../compiler/steps.js';
import { adjustedNames } from '../language/adjustment.js';
import { clauseOf, dataOf } from '../language/declarations.js';
import {
  type Effect,
  isEncoderClause,
  isOfClause,
  isPredictClause,
  isText,
  isUsingClause,
  type Model,
  type Text,
} from '../language/generated/ast.js';
import { historyOf } from '../language/history.js';
import { answerTo } from '../language/previews.js';
import { variablesInScope } from '../language/variables.js';
import { mentionOf, rowsOf } from './previewed.js';
import type { Finding, Fix, Report, Rule } from './rule.js';

/** A share of texts below which it is not worth a word that an encoder does not read them to their end. */
const fewCut = 0.05;

/** CS1601 */
export const textBeyondWindow: Rule<Text> = (text, report) => {
  const found = previewOf(text);
  if (!found || found.answer.cut < fewCut) return;
  const { name, info, answer } = found;
  report({
    ...markOf(text),
    message: say`About ${percent(answer.cut)} of the texts of ${name} are longer than the ${figure(tokensRead(info))} tokens that "${info.name}" reads, and the rest of each is left out; shorten them, or choose another encoder.`,
  });
};

/** CS1602 */
export const foreignText: Rule<Text> = (text, report) => {
  const found = previewOf(text);
  const { foreign = 0, language } = found?.answer ?? {};
  // Names of products look like now this language and now that one: one of them must lead the known ones.
  if (!found || !language || foreign <= 0.5 || language.share <= 1 - foreign) return;
  const { name, info } = found;
  const known = languagesLearnt(info)
    .map((tag) => new Intl.DisplayNames(say`en`, { type: 'language' }).of(tag))
    .join(say`, `);
  const any = encoders.some((each) => each.name === anyLanguage);
  const advice = any
    ? say`write \`encoder "${anyLanguage}"\``
    : say`name a model that knows them, as "hf:organisation/model"`;
  report({
    ...markOf(text),
    message: say`About ${percent(foreign)} of the texts of ${name} are not in ${known}, all that "${info.name}" has learnt, but most of these in ${language.name}; ${advice}.`,
    fix: any ? encoderFix(text) : undefined,
  });
};

/** The encoder that reads any language. */
const anyLanguage = 'lsa';

/** What is known of a text's rows beside the encoder that is to read them. */
function previewOf(text: Text) {
  const encoder = clauseOf(text, isEncoderClause)?.encoder ?? defaultEncoder;
  const info = encoders.find(({ name }) => name === encoder);
  const load = text.data?.ref && rowsOf(text.data.ref, text);
  if (!load || !info || !text.column) return undefined;
  const answer = answerTo(text, { ask: 'text', load, column: text.column, encoder });
  return answer && { name: text.name, info, answer };
}

/** The encoder's name, or the text's where it names none. */
function markOf(text: Text): Pick<Finding<AstNode>, 'node' | 'range'> {
  const clause = clauseOf(text, isEncoderClause);
  const cst = clause
    ? GrammarUtils.findNodeForProperty(clause.$cstNode, 'encoder')
    : GrammarUtils.findNodeForProperty(text.$cstNode, 'name');
  return { node: clause ?? text, range: cst?.range };
}

function encoderFix(text: Text): Fix | undefined {
  if (clauseOf(text, isEncoderClause)) return { fix: 'replace', with: `"${anyLanguage}"` };
  const open = GrammarUtils.findNodeForKeyword(text.$cstNode, '{');
  const at = (open ?? text.$cstNode)?.range.end;
  const clause = `encoder "${anyLanguage}"`;
  const title = say`Add ${clause}`;
  const words = open ? `\n  ${clause}` : ` {\n  ${clause}\n}`;
  return at && { fix: 'edit', range: { start: at, end: at }, text: words, title };
}

/** CS1603 */
export const textQuotes: Rule<Effect> = (effect, report) => {
  const of = clauseOf(effect, isOfClause);
  const asked = { treatment: of?.treatment?.name, outcome: of?.outcome?.name };
  for (const name of adjustedNames(effect) ?? [])
    tellQuotes(effect, name, asked, mentionOf(effect, name), report);
};

/** CS1603 */
export const textQuotesPredicted: Rule<Model> = (model, report) => {
  const outcome = clauseOf(model, isPredictClause)?.outcome?.name;
  for (const variable of clauseOf(model, isUsingClause)?.variables ?? []) {
    if (variable.name) tellQuotes(model, variable.name, { outcome }, variable, report);
  }
};

const remedies: Readonly<Record<Told, string>> = {
  treatment: toTell`if it quotes the treatment, cut it from the text; if the treatment was given for it, these rows have nobody to be compared with`,
  outcome: toTell`if it was written when the outcome was known, use the text as it stood before`,
};

function tellQuotes(
  subject: Effect | Model,
  name: string,
  asked: Readonly<Partial<Record<Told, string>>>,
  node: AstNode,
  report: Report,
): void {
  const text = variablesInScope(subject).get(name)?.declaredAt;
  const data = dataOf(subject);
  // What a history quotes came before the row's time.
  if (!data || !isText(text) || historyOf(text)) return;
  const load = rowsOf(data, subject);
  if (!load) return;
  const answer = answerTo(subject, { ask: 'quote', load, column: text.column, ...asked });
  for (const role of ['treatment', 'outcome'] as const) {
    const quote = answer?.[role];
    if (!quote) continue;
    const { term, value, rows, agree } = quote;
    const who = agree === rows ? say`All ${rows} rows looked at` : say`${agree} of ${rows} rows looked at`;
    report({
      node,
      message: say`${who} whose text ${name} says "${term}" have ${asked[role]} ${value}; ${told(remedies[role])}.`,
      related: [{ node: text, message: say`Text ${name}.` }],
    });
  }
}
