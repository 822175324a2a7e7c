import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { keyOf } from '../../kernel/src/words/say.js';

const root = join(import.meta.dirname, '../..');

/** A message as a source has it. */
export interface Message {
  /** `{0}`, `{1}` where values stand. */
  readonly key: string;
  /** Numbers of the values that a translation may leave out: words that English bends. */
  readonly bent: ReadonlySet<number>;
  readonly file: string;
  readonly line: number;
}

/** Sources below a folder, relative to the root; generated ones not among them. */
export function sourcesOf(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return path.endsWith('.ts') ? [path] : [];
  return readdirSync(join(root, path))
    .filter((name) => name !== 'generated')
    .sort()
    .flatMap((name) => sourcesOf(`${path}/${name}`));
}

export function parsed(file: string): ts.SourceFile {
  const text = readFileSync(join(root, file), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

/** Every message of a file: `` say`...` ``, `counted(n, 'row')` and `vscode.l10n.t('...')`. */
export function messagesOf(file: string): Message[] {
  const source = parsed(file);
  const found: Message[] = [];
  const note = (node: ts.Node, key: string, values: readonly ts.Expression[] = []) => {
    const bent = new Set(values.flatMap((value, i) => (isInflected(value) ? [i] : [])));
    found.push({ key, bent, file, line: lineOf(source, node) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && isTag(node.tag)) {
      const { template } = node;
      if (ts.isNoSubstitutionTemplateLiteral(template)) note(node, template.text);
      else {
        const parts = [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
        const values = template.templateSpans.map(({ expression }) => expression);
        note(node, keyOf(parts), values);
      }
    } else if (ts.isCallExpression(node)) {
      const [first, second] = node.arguments;
      const called = node.expression.getText();
      if (called === 'vscode.l10n.t') {
        if (!ts.isStringLiteralLike(first)) throw new Error(`${file}: a message has to be a literal`);
        note(node, first.text);
      }
      if (/^(counted|formatCounted)$/.test(called) && second && ts.isStringLiteralLike(second)) {
        note(node, `{0} ${second.text}`);
        note(node, `{0} ${second.text}s`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isTag = (tag: ts.Node): boolean => tag.getText() === 'say' || tag.getText() === 'toTell';

const isInflected = (value: ts.Expression): boolean =>
  ts.isCallExpression(value) && value.expression.getText() === 'inflected';

export const lineOf = (source: ts.SourceFile, node: ts.Node): number =>
  source.getLineAndCharacterOfPosition(node.getStart()).line + 1;

/** Numbers of the values that a text has places for. */
export const placesOf = (text: string): Set<number> =>
  new Set([...text.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number)));

/** What is wrong with the translations of messages: missing ones, and those with places too few or too many. */
export function faultsOf(
  messages: readonly Message[],
  catalogue: Readonly<Record<string, string>>,
): string[] {
  return messages.flatMap(({ key, bent, file, line }) => {
    const where = `${file}:${line} ${key}`;
    if (!Object.hasOwn(catalogue, key)) return [`no translation: ${where}`];
    const [asked, given] = [placesOf(key), placesOf(catalogue[key])];
    const lacking = [...asked].filter((place) => !given.has(place) && !bent.has(place));
    const invented = [...given].filter((place) => !asked.has(place));
    return [
      ...lacking.map((place) => `lacks {${place}}: ${where}`),
      ...invented.map((place) => `invents {${place}}: ${where}`),
    ];
  });
}

/** Three words in a row, which only what a person reads has. */
const sentence = /[A-Za-z]{2,},? [A-Za-z`]{2,}[,`]* [A-Za-z`]{2,}/;

/** Texts of a file that read like sentences and are no message, so that they would be in English whatever the person reads. The log is in English. */
export function bareSentences(file: string): string[] {
  const source = parsed(file);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      /^vscode\.l10n\.t$|\b(log\.\w+|complain)$/.test(node.expression.getText())
    )
      return;
    if (ts.isTaggedTemplateExpression(node) && isTag(node.tag)) {
      if (ts.isTemplateExpression(node.template))
        for (const { expression } of node.template.templateSpans) visit(expression);
      return;
    }
    const text = ts.isTemplateExpression(node)
      ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' … ')
      : ts.isStringLiteralLike(node)
        ? node.text
        : '';
    if (sentence.test(text)) found.push(`${file}:${lineOf(source, node)} ${text}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
