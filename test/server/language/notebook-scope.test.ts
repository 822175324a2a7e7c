import { EmptyFileSystem, TextDocument, URI } from 'langium';
import { describe, expect, it } from 'vitest';
import { checkedSpec } from '../../../server/src/compile.js';
import { createCausalServices } from '../../../server/src/language/module.js';
import type { CellOrder } from '../../../server/src/language/notebook-order.js';
import { build, buildCells, shopFiles, told } from '../in-memory.js';

const data = 'data visits from "visits.csv"';
const effect = 'effect lift { of coupon on spend from visits adjust for tenure }';

describe('a file', () => {
  it('sees its own declarations in any order', async () => {
    expect(told(await build(`train lift\n${effect}\n${data}`))).toEqual([]);
  });

  it('sees nothing of another file', async () => {
    const { shared } = createCausalServices({ ...EmptyFileSystem, schemas: shopFiles });
    const documents = [data, effect].map((text, i) =>
      shared.workspace.LangiumDocumentFactory.fromString(text, URI.file(`/shop/${i}.causal`)),
    );
    for (const document of documents) shared.workspace.LangiumDocuments.addDocument(document);
    await shared.workspace.DocumentBuilder.build(documents, { validation: true });
    expect(told(documents[1]!)[0]).toContain('CS1002 There is no data "visits"');
  });
});

describe('a cell', () => {
  it('sees the cells above it', async () => {
    const cells = await buildCells([data, effect, 'train lift']);
    expect(cells.flatMap(told)).toEqual([]);
  });

  it('sees nothing of the cells below it', async () => {
    const [first] = await buildCells([effect, data]);
    expect(told(first!)[0]).toContain('CS1002 There is no data "visits"');
  });

  it('may not declare a name of a cell above again', async () => {
    const [, second] = await buildCells([data, data]);
    expect(told(second!)).toEqual([
      'CS1004 "visits" is already the name of data in a cell above; rename one of them.',
    ]);
  });

  it('cannot run while a cell above it has an error', async () => {
    const [, second] = await buildCells(['data visits from "visits.csv" { keep tenure }', effect]);
    const { plan, problems } = checkedSpec(second!, 'book.causalnb');
    expect(plan).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'CS2002', place: { file: 'book.causalnb (cell 1)', line: 1 } }]);
  });
});

describe('a notebook that changes', () => {
  const uris = ['a', 'b'].map((name) => URI.parse(`vscode-notebook-cell:/shop/book.causalnb#${name}`));

  async function open(texts: readonly string[], order: URI[]) {
    const cells: CellOrder = {
      cellsBefore: (uri) =>
        order.slice(
          0,
          order.findIndex((one) => one.toString() === uri.toString()),
        ),
    };
    const { shared } = createCausalServices({ ...EmptyFileSystem, schemas: shopFiles, cells: () => cells });
    const { LangiumDocuments, LangiumDocumentFactory, DocumentBuilder, TextDocuments } = shared.workspace;
    DocumentBuilder.updateBuildOptions = { validation: true };
    const documents = texts.map((text, i) => {
      const source = TextDocument.create(uris[i]!.toString(), 'causal', 1, text);
      TextDocuments.set(source);
      return LangiumDocumentFactory.fromTextDocument(source);
    });
    for (const document of documents) LangiumDocuments.addDocument(document);
    await DocumentBuilder.build(documents, { validation: true });
    return { documents, DocumentBuilder };
  }

  it('is judged anew where a cell was moved', async () => {
    const order = [...uris];
    const { documents, DocumentBuilder } = await open([data, effect], order);
    expect(documents.flatMap(told)).toEqual([]);
    order.reverse();
    await DocumentBuilder.update([uris[1]!], []);
    expect(told(documents[1]!)[0]).toContain('CS1002');
  });

  it('is judged anew where a cell above was deleted', async () => {
    const order = [...uris];
    const { documents, DocumentBuilder } = await open([data, effect], order);
    order.shift();
    await DocumentBuilder.update([], [uris[0]!]);
    expect(told(documents[1]!)[0]).toContain('CS1002');
  });
});
