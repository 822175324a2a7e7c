import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import {
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
} from 'vscode-languageserver-protocol';
import { drawnGraph } from '../../../server/src/features/drawn-graph.js';
import { focusAt } from '../../../server/src/features/graph-focus.js';
import { isEffect, isGraph } from '../../../server/src/language/generated/ast.js';
import {
  changeGraphRequest,
  type DrawnGraph,
  type GraphAtParameters,
  type GraphChange,
  graphAtRequest,
} from '../../../server/src/protocol.js';
import { type Client, cellUri, connect, notebookOf } from './client.js';
import { applied, workbench } from './workbench.js';

const spec = `data visits from "visits.csv"

graph shop {
  tenure       -> coupon
  tenure       -> purchased
  coupon       -> visited, purchased
  taste?       -> purchased
}

graph other { a -> b }

effect lift { of coupon on purchased  from visits  in shop }

effect seen {
  of tenure on visited  from visits  in shop
}

show graph other
`;

const uri = 'file:///shop/spec.causal';
let client: Client | undefined;
afterEach(() => client?.close());

const server = () => {
  if (!client) throw new Error('No server was started.');
  return client.client;
};

/** A server that may read no file, with a spec open in it. */
async function open(text = spec, options: object = {}): Promise<void> {
  client = await connect(options, '/shop');
  await server().sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'causal', version: 1, text },
  });
}

async function type(text: string, version: number): Promise<void> {
  await server().sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version },
    contentChanges: [{ text }],
  });
}

const ask = (parameters: Partial<GraphAtParameters>) =>
  server().sendRequest(graphAtRequest, { uri, position: { line: 0, character: 0 }, ...parameters });

/** What is at the first mention of a word. */
async function at(word: string, parameters: Partial<GraphAtParameters> = {}, text = spec) {
  const before = text.slice(0, text.indexOf(word)).split('\n');
  const position = { line: before.length - 1, character: before[before.length - 1].length };
  const found = await ask({ position, ...parameters });
  if (found.is !== 'graph') throw new Error(`The answer is ${found.is}.`);
  return found;
}

const rolesIn = ({ variables }: DrawnGraph) =>
  Object.fromEntries(variables.map(({ name, role }) => [name, role]));

describe('the graph at a cursor', () => {
  test('has variables, roles, arrows and their places, without any file', async () => {
    await open();
    const { graph, variable } = await at('taste');
    expect(variable).toBe('taste');
    expect(graph).toMatchObject({ uri, version: 1, name: 'shop', effect: 'lift', effects: ['lift', 'seen'] });
    expect(rolesIn(graph)).toEqual({
      coupon: 'treatment',
      purchased: 'outcome',
      taste: 'unobserved',
      tenure: 'confounder',
      visited: 'post-treatment',
    });
    expect(
      graph.arrows.filter(({ confounding }) => confounding).map(({ from, to }) => `${from} ${to}`),
    ).toEqual(['tenure coupon', 'tenure purchased']);
    expect(graph.variables.find(({ name }) => name === 'taste')?.range).toEqual({
      start: { line: 6, character: 2 },
      end: { line: 6, character: 8 },
    });
    expect(graph.arrows.find(({ to }) => to === 'visited')?.range.start).toEqual({ line: 5, character: 2 });
    expect(graph.sentence).toContain(
      '5 variables and 5 arrows. Of the effect of coupon on purchased: tenure confounds',
    );
  });

  test('is that of the effect the cursor is in, with its roles; else the chosen ones', async () => {
    await open();
    expect(await at('visited  from')).toMatchObject({
      variable: 'visited',
      graph: { name: 'shop', effect: 'seen' },
    });
    expect(await at('tenure  ', { effect: 'seen' })).toMatchObject({ graph: { effect: 'seen' } });
    const elsewhere = await at('lift {');
    expect(elsewhere).toMatchObject({ graph: { name: 'shop', effect: 'lift' } });
    expect(elsewhere.variable).toBeUndefined();
  });

  test('stays the one that is shown where the cursor is in none', async () => {
    await open();
    expect((await at('data')).graph.name).toBe('shop');
    expect((await at('data', { shown: 'other' })).graph.name).toBe('other');
    expect((await at('data', { shown: 'gone' })).graph.name).toBe('shop');
    expect((await at('other\n', { shown: 'shop' })).graph.name).toBe('other');
    expect((await at('show graph', { shown: 'shop' })).graph.name).toBe('other');
  });

  test('has no roles where no effect reads it, and goes in a circle where it does', async () => {
    await open('graph round { a -> b  b -> c  c -> a  d -> a }\n');
    const { graph } = await at('graph', {}, 'graph');
    expect(graph.effect).toBeUndefined();
    expect(new Set(Object.values(rolesIn(graph)))).toEqual(new Set(['other']));
    expect(graph.sentence).toBe(
      '4 variables and 4 arrows; no effect is read off this graph. It goes in a circle, a -> b -> c -> a.',
    );
  });

  test('is unreadable while the text is, and none where there is none', async () => {
    await open();
    await type(spec.replace('taste?', 'taste? ->'), 2);
    expect(await ask({})).toEqual({ is: 'unreadable' });
    await type('data visits from "visits.csv"', 3);
    expect(await ask({})).toEqual({ is: 'none' });
    expect(await ask({ uri: 'file:///shop/none.causal' })).toEqual({ is: 'none' });
    await type(spec, 4);
    expect((await at('taste')).graph.version).toBe(4);
  });

  test('of a notebook lies in the cell that declares it, and is read by effects below', async () => {
    client = await connect({}, '/shop');
    const [graph, rest] = [
      spec.slice(spec.indexOf('graph'), spec.indexOf('graph other')),
      spec.slice(spec.indexOf('effect lift')),
    ];
    await notebookOf(client, 'a.causalnb').open({
      one: graph,
      two: `data visits from "visits.csv"\n${rest.replace('show graph other', '')}`,
    });
    const [one, two] = [cellUri('a.causalnb', 'one'), cellUri('a.causalnb', 'two')];
    const above = await ask({ uri: one, position: { line: 1, character: 3 } });
    expect(above).toMatchObject({
      variable: 'tenure',
      graph: { uri: one, effect: 'lift', effects: ['lift', 'seen'] },
    });
    const below = await ask({ uri: two, position: { line: 4, character: 6 } });
    expect(below).toMatchObject({ variable: 'tenure', graph: { uri: one, effect: 'seen' } });
  });
});

describe('a change of it', () => {
  const change = (wanted: GraphChange, version = 1, graph = 'shop') =>
    server().sendRequest(changeGraphRequest, { uri, version, graph, change: wanted });

  test('is a change of the text that was seen', async () => {
    await open();
    const answer = await change({ do: 'draw arrow', from: 'visited', to: 'purchased' });
    if ('refusal' in answer) throw new Error(answer.refusal);
    const text = applied(spec, [...answer.edits]);
    expect(text).toBe(spec.replace('tenure       -> purchased', 'tenure, visited       -> purchased'));
    expect(answer.said).toBe('Drew the arrow visited -> purchased.');
    await type(text, 2);
    expect((await at('taste', {}, text)).graph.arrows).toHaveLength(6);
  });

  test.each<[string, number, string, GraphChange]>([
    ['The text has changed since', 7, 'shop', { do: 'mark', name: 'taste', observed: true }],
    ['There is no graph gone', 1, 'gone', { do: 'mark', name: 'taste', observed: true }],
    [
      'would close the circle purchased -> taste -> purchased',
      1,
      'shop',
      { do: 'draw arrow', from: 'purchased', to: 'taste' },
    ],
  ])('is refused: %s', async (why, version, graph, wanted) => {
    await open();
    const answer = await change(wanted, version, graph);
    expect('refusal' in answer && answer.refusal).toContain(why);
  });

  test('is refused in a text with a syntax error, and in one that is not open', async () => {
    await open(spec.replace('taste?', 'taste? ->'));
    expect(await change({ do: 'mark', name: 'taste', observed: true })).toMatchObject({
      refusal: expect.stringContaining('has a syntax error'),
    });
    const elsewhere = await server().sendRequest(changeGraphRequest, {
      uri: 'file:///shop/none.causal',
      version: 1,
      graph: 'shop',
      change: { do: 'delete variable', name: 'taste' },
    });
    expect(elsewhere).toMatchObject({ refusal: expect.stringContaining('not open') });
  });
});

test('a cursor anywhere in any text is borne, and whatever graph is left of it', async () => {
  const { open: build } = workbench();
  const words = spec.match(/\S+|\s+/g) ?? [];
  const mutation = fc.record({
    place: fc.nat(spec.length),
    cut: fc.nat(40),
    put: fc.array(fc.constantFrom(...words, '{', '}', '->', '?', ',', '`', '/*', '"'), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { maxLength: 4 }), fc.nat(), async (changes, anywhere) => {
      const text = changes.reduce(
        (before, { place, cut, put }) => before.slice(0, place) + put.join('') + before.slice(place + cut),
        spec,
      );
      const document = await build(text);
      focusAt(document, anywhere % (text.length + 1));
      const { declarations } = document.parseResult.value;
      for (const graph of declarations.filter(isGraph)) {
        const effects = declarations.filter(isEffect);
        const { arrows, variables } = drawnGraph(graph, document, effects, effects[1]);
        const names = new Set(variables.map(({ name }) => name));
        expect(arrows.filter(({ from, to }) => !names.has(from) || !names.has(to))).toEqual([]);
      }
    }),
    { numRuns: 100, seed: 7 },
  );
});
