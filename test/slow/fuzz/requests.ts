import type { Position, Range } from 'vscode-languageserver';
import type { Random } from '../../../kernel/src/statistics/random.js';
import {
  changeGraphRequest,
  codePageRequest,
  graphAtRequest,
  overviewRequest,
  planRequest,
  stepsRequest,
} from '../../../server/src/protocol.js';
import { below, oneOf } from './mutants.js';

/** An open document as the client of a language server knows it. */
export interface OpenText {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

type Parameters = (random: Random, open: OpenText) => unknown;

function position(random: Random, { text }: OpenText): Position {
  const before = text.slice(0, below(random, text.length + 1)).split('\n');
  return { line: before.length - 1, character: before[before.length - 1]!.length };
}

function range(random: Random, open: OpenText): Range {
  const ends = [position(random, open), position(random, open)];
  ends.sort((a, b) => a.line - b.line || a.character - b.character);
  return { start: ends[0]!, end: ends[1]! };
}

const document: Parameters = (_, { uri }) => ({ textDocument: { uri } });
const place: Parameters = (random, open) => ({
  textDocument: { uri: open.uri },
  position: position(random, open),
});
const stretch: Parameters = (random, open) => ({
  textDocument: { uri: open.uri },
  range: range(random, open),
});
const ofText: Parameters = (_, { uri }) => ({ uri });

const options = { tabSize: 2, insertSpaces: true };
const names = ['tenure', 'coupon', 'purchased', 'shop', 'new name', '`odd`', '', 'in'];
const name = (random: Random) => oneOf(random, names);

const change: Parameters = (random, { uri, version }) => {
  const [from, to] = [name(random), name(random)];
  const all = [
    { do: 'draw arrow', from, to },
    { do: 'delete arrow', from, to },
    { do: 'delete variable', name: from },
    { do: 'mark', name: from, observed: random.next() < 0.5 },
    { do: 'add variable', name: from, observed: true, as: 'cause', of: to },
  ];
  return { uri, version, graph: oneOf(random, ['shop', 'g', '']), change: oneOf(random, all) };
};

const hierarchyItem: Parameters = (random, open) => {
  const at = range(random, open);
  return { item: { name: name(random), kind: 13, uri: open.uri, range: at, selectionRange: at } };
};

/** Every request that the server answers, with parameters as a client may send them. */
export const requests: Readonly<Record<string, Parameters>> = {
  'textDocument/completion': place,
  'textDocument/hover': place,
  'textDocument/signatureHelp': place,
  'textDocument/definition': place,
  'textDocument/references': (random, open) => ({
    ...Object(place(random, open)),
    context: { includeDeclaration: true },
  }),
  'textDocument/documentHighlight': place,
  'textDocument/documentSymbol': document,
  'textDocument/foldingRange': document,
  'textDocument/documentLink': document,
  'textDocument/semanticTokens/full': document,
  'textDocument/semanticTokens/range': stretch,
  'textDocument/codeLens': document,
  'textDocument/codeAction': (random, open) => ({
    ...Object(stretch(random, open)),
    context: { diagnostics: [] },
  }),
  'textDocument/inlayHint': stretch,
  'textDocument/prepareRename': place,
  'textDocument/rename': (random, open) => ({ ...Object(place(random, open)), newName: name(random) }),
  'textDocument/formatting': (_, { uri }) => ({ textDocument: { uri }, options }),
  'textDocument/rangeFormatting': (random, open) => ({ ...Object(stretch(random, open)), options }),
  'textDocument/onTypeFormatting': (random, open) => ({ ...Object(place(random, open)), ch: '}', options }),
  'textDocument/selectionRange': (random, open) => ({
    textDocument: { uri: open.uri },
    positions: [position(random, open), position(random, open)],
  }),
  'textDocument/linkedEditingRange': place,
  'textDocument/prepareCallHierarchy': place,
  'callHierarchy/incomingCalls': hierarchyItem,
  'callHierarchy/outgoingCalls': hierarchyItem,
  'workspace/symbol': (random) => ({ query: name(random) }),
  [planRequest.method]: ofText,
  [stepsRequest.method]: ofText,
  [overviewRequest.method]: ofText,
  [codePageRequest.method]: (random) => ({ code: `CS${1000 + below(random, 9000)}` }),
  [graphAtRequest.method]: (random, open) => ({ uri: open.uri, position: position(random, open) }),
  [changeGraphRequest.method]: change,
};
