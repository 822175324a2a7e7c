import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  type AstNode,
  type CstNode,
  EmptyFileSystem,
  isAstNode,
  isCompositeCstNode,
  isReference,
  type LangiumDocument,
  TextDocument,
  URI,
} from 'langium';
import { describe, expect, it } from 'vitest';
import { isGraph, type Spec } from '../../../server/src/language/generated/ast.js';
import { createCausalServices } from '../../../server/src/language/module.js';
import { readTestSpec } from '../expectations.js';
import { filesInMemory } from '../in-memory.js';

const valid = readFileSync(join(import.meta.dirname, '../specs/valid.causal'), 'utf8');
const schemas = filesInMemory(readTestSpec(valid).files);

/** Two specs in one, with names that clash, comments between and behind, and a list of verbs. */
const spec = `${valid}
// The same again.
${valid.replaceAll('shop', 'market')} // behind
/* before
   a graph */ graph indented { tenure -> coupon }
graph last {
  tenure -> purchased
}
`;

/** An editor with one document, of which every edit is built as the server builds it. */
function editor() {
  const { shared } = createCausalServices({ ...EmptyFileSystem, schemas });
  const { TextDocuments, LangiumDocuments, DocumentBuilder } = shared.workspace;
  const uri = URI.file('/shop/spec.causal');
  let version = 0;
  return {
    close: () => DocumentBuilder.update([], [uri]),
    async show(text: string): Promise<LangiumDocument> {
      TextDocuments.set(TextDocument.create(uri.toString(), 'causal', ++version, text));
      await DocumentBuilder.update([uri], []);
      return LangiumDocuments.getDocument(uri)!;
    },
  };
}

/** Syntax nodes with their places, one a line. */
function syntax(node: CstNode, root: CstNode, indent = ''): string[] {
  const parts = isCompositeCstNode(node) ? node.content : [];
  const { start, end } = node.range;
  const place = `${node.offset}-${node.end} ${start.line}:${start.character}-${end.line}:${end.character}`;
  const hangs = node.root === root && parts.every((part) => part.container === node);
  const about = `${node.astNode.$type} ${node.grammarSource?.$type} ${node.hidden} ${hangs}`;
  const inside = parts.flatMap((part) => syntax(part, root, `${indent} `));
  return [`${indent}${place} ${about} ${JSON.stringify(node.text)}`, ...inside];
}

/** The tree as plain data: values, names of what is referred to, and where every node hangs. */
function tree(node: AstNode, container?: AstNode): unknown {
  const value = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(value);
    if (isAstNode(one)) return tree(one, node);
    if (isReference(one)) {
      const { ref, $refText, $refNode, error } = one;
      return [$refText, $refNode?.offset, ref?.$type, ref?.$cstNode?.offset, error?.message];
    }
    return one;
  };
  const own = Object.entries(node).filter(([name]) => !name.startsWith('$'));
  const { $type, $containerProperty, $containerIndex, $cstNode } = node;
  return [
    [
      $type,
      node.$container === container,
      $containerProperty,
      $containerIndex,
      $cstNode?.offset,
      $cstNode?.end,
    ],
    ...own.map(([name, one]) => [name, value(one)]).sort(),
  ];
}

function everything(document: LangiumDocument) {
  const { value, parserErrors, lexerErrors } = document.parseResult;
  const root = value.$cstNode!;
  return {
    tree: tree(value),
    syntax: syntax(root, root),
    parserErrors: parserErrors.map(({ message, token, context }) => [
      message,
      token.image,
      token.startOffset,
      token.startLine,
      context.ruleStack,
    ]),
    lexerErrors: lexerErrors.map(({ offset, length, line, column }) => [offset, length, line, column]),
    references: document.references.map(({ $refText, $refNode }) => [$refText, $refNode?.offset]),
    diagnostics: document.diagnostics,
  };
}

const [edited, fresh] = [editor(), editor()];

/** Builds each text after the one before, and each from scratch, and compares all there is. */
async function compare(texts: readonly string[]): Promise<void> {
  await edited.close();
  for (const text of texts) {
    await fresh.close();
    expect(everything(await edited.show(text))).toEqual(everything(await fresh.show(text)));
  }
}

/** A graph and data with many parts, in front of something else. */
const block = `data visits from "visits.csv" {
  // First of all.
  derive a = tenure + 1
  derive b = case when a > 2 then 1 else 0 end // behind
  /* two
     lines */ keep a in (1, 2)
  unit user_id   time seen_at of a,
    b
  split 80/20 by unit
}

graph shop { // here
  a -> b
  a, c? -> d, // on
    e
  /* x */ b -> f   c -> g
  f, g -> e
  d -> f
} // there
graph other { a -> b }
`;

const words = spec.split(/(?<=\s)|(?=\s)/).filter((word) => word.trim() !== '');
const pieces = spec.split(/(?<=^\}\n)/m);
const signs = [
  '{',
  '}',
  '"',
  '`',
  '/*',
  '*/',
  '// ',
  '\n',
  '\r\n',
  '  ',
  ',',
  ', ten',
  '(',
  ')',
  '->',
  '§',
  'not ',
];

/** Cut out a stretch and put something in. */
const edit = fc.record({
  at: fc.nat({ max: 9999 }),
  cut: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 5 }), fc.nat({ max: 200 })),
  put: fc.oneof(fc.constantFrom(...signs), fc.constantFrom(...words, ''), fc.constantFrom(...pieces)),
});

describe('a spec of which only what changed is parsed', () => {
  it('keeps the declarations that an edit leaves alone, all but its neighbours', async () => {
    const text = Array.from({ length: 7 }, (_, i) => `graph g${i} { a -> b }\n`).join('');
    const declarations = async (now: string) =>
      ((await edited.show(now)).parseResult.value as Spec).declarations;
    const before = await declarations(text);
    const after = await declarations(text.replace('g3 { a', 'g3 { a, c'));
    const kept = after.map((declaration, i) => declaration === before[i]);
    expect(kept).toEqual([true, true, true, false, true, true, true]);
  });

  it('keeps the arrows of a graph that an edit leaves alone, all but its neighbours', async () => {
    const text = `graph g {\n${Array.from({ length: 7 }, (_, i) => `  a -> b${i}\n`).join('')}}\n`;
    const shown = async (now: string) => (await edited.show(now)).parseResult.value as Spec;
    const edges = async (now: string) => (await shown(now)).declarations.filter(isGraph)[0].edges;
    const before = await edges(text);
    const after = await edges(text.replace('-> b3', '-> b3, c\n'));
    expect(after.map((edge, i) => edge === before[i])).toEqual([true, true, false, false, true, true, true]);
    expect(after[6].$cstNode?.range.start.line).toBe(8);
  });

  it('is the same as one that is parsed from scratch, wherever in a long block is typed', async () => {
    const put = fc.constantFrom(
      ...signs,
      ', b',
      '?',
      ' b -> c\n',
      ' b -> c ',
      '\n\n',
      '// b',
      '/* b */',
      ' keep a > 1',
    );
    const typed = fc.record({
      at: fc.nat({ max: block.length }),
      cut: fc.constantFrom(0, 0, 0, 1, 2, 9),
      put,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(typed, { maxLength: 4 }), async (edits) => {
        const texts = [block];
        for (const { at, cut, put } of edits) {
          const text = `${block.slice(0, at)}${put}${block.slice(at + cut)}`;
          texts.push(text, `${text} `, block);
        }
        await compare(texts);
      }),
      { numRuns: 150, seed: 7, endOnFailure: true },
    );
  });

  it('is the same as one that is parsed from scratch, whatever is typed', async () => {
    const history = fc.array(fc.oneof({ weight: 4, arbitrary: edit }, fc.constant('undo')), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(history, async (edits) => {
        const texts = [spec];
        for (const one of edits) {
          const text = texts.at(-1)!;
          if (one === 'undo') {
            texts.push(texts.at(-2) ?? spec);
          } else if (typeof one !== 'string') {
            const place = one.at % (text.length + 1);
            texts.push(`${text.slice(0, place)}${one.put}${text.slice(place + one.cut)}`);
          }
        }
        await compare(texts);
      }),
      { numRuns: 60, seed: 7, endOnFailure: true },
    );
  });
});
