import fc from 'fast-check';
import { EmptyFileSystem } from 'langium';
import { describe, expect, test } from 'vitest';
import { changeGraph } from '../../../server/src/graph-edits/change-graph.js';
import { applied } from '../../../server/src/graph-edits/replacements.js';
import { dagOf } from '../../../server/src/language/adjustment.js';
import { nodesOf } from '../../../server/src/language/declarations.js';
import { type Graph, isGraph, type Spec } from '../../../server/src/language/generated/ast.js';
import { createCausalServices } from '../../../server/src/language/module.js';
import { quoteName } from '../../../server/src/language/names.js';
import type { GraphChange } from '../../../server/src/protocol.js';

const { Causal } = createCausalServices({
  ...EmptyFileSystem,
  schemas: { columns: async (path) => ({ path, columns: [], problems: [] }) },
});

/** The graph of a spec, which must be without syntax errors. */
function graphIn(text: string): Graph {
  const { value, lexerErrors, parserErrors } = Causal.parser.LangiumParser.parse<Spec>(text);
  expect([...lexerErrors, ...parserErrors].map(({ message }) => message)).toEqual([]);
  const graph = value.declarations.find(isGraph);
  if (!graph) throw new Error('There is no graph in this text.');
  return graph;
}

function changed(text: string, change: GraphChange): string {
  const found = changeGraph(graphIn(text), change);
  return 'refusal' in found ? `refused: ${found.refusal}` : applied(text, found.replacements);
}

function said(text: string, change: GraphChange): string {
  const found = changeGraph(graphIn(text), change);
  return 'refusal' in found ? found.refusal : found.said;
}

const draw = (from: string, to: string): GraphChange => ({ do: 'draw arrow', from, to });
const erase = (from: string, to: string): GraphChange => ({ do: 'delete arrow', from, to });
const drop = (name: string): GraphChange => ({ do: 'delete variable', name });
const mark = (name: string, observed = false): GraphChange => ({ do: 'mark', name, observed });
const add = (name: string, as: 'cause' | 'effect', of: string, observed = true): GraphChange => ({
  do: 'add variable',
  name,
  as,
  of,
  observed,
});

const shop = `/// Why?
graph shop {
  // what they had
  tenure, browsing         -> coupon
  tenure, browsing, coupon -> purchased // the question
  taste?                   -> browsing, purchased
}
`;

describe('a change of a graph', () => {
  test('draws an arrow into the list with the same effect, or of the same cause, whichever is longer', () => {
    expect(changed(shop, draw('taste', 'coupon'))).toBe(
      shop.replace('tenure, browsing         ->', 'tenure, browsing, taste         ->'),
    );
    expect(changed('graph g { a -> b  c -> d, e  f -> b }', draw('c', 'b'))).toBe(
      'graph g { a -> b  c -> d, e, b  f -> b }',
    );
    expect(changed('graph g { a -> b  c -> d }', draw('a', 'd'))).toBe('graph g { a -> b, d  c -> d }');
  });

  test('gives it a line of its own where no list is its', () => {
    const text = 'graph g {\n\ta, b -> c, d // why\n}\n';
    expect(changed(text, draw('a', 'b'))).toBe('graph g {\n\ta, b -> c, d // why\n\ta -> b\n}\n');
    expect(changed('graph g { a, b -> c, d }', draw('a', 'b'))).toBe('graph g { a, b -> c, d  a -> b }');
    expect(changed('graph g {\r\n  a, b -> c, d /* so\r\n it is */\r\n}', draw('c', 'd'))).toBe(
      'graph g {\r\n  a, b -> c, d /* so\r\n it is */\r\n  c -> d\r\n}',
    );
  });

  test('deletes an arrow from its list, from all that draw it, and its line with the last one', () => {
    expect(changed(shop, erase('taste', 'browsing'))).toBe(
      shop.replace(
        'taste?                   -> browsing, purchased',
        'taste?                   -> purchased',
      ),
    );
    expect(changed('graph g {\n  a -> b\n  a, c -> b // why\n}', erase('a', 'b'))).toBe(
      'graph g {\n  c -> b // why\n}',
    );
    expect(changed('graph g {\n  a -> b // why\n  c -> d\n}', erase('a', 'b'))).toBe(
      'graph g {\n  // why\n  c -> d\n}',
    );
    expect(changed('graph g { a -> b }', erase('a', 'b'))).toBe('graph g { }');
    expect(changed('graph g { a -> b  c -> d }', erase('a', 'b'))).toBe('graph g { c -> d }');
    expect(changed('graph g { a -> b  c -> d }', erase('c', 'd'))).toBe('graph g { a -> b }');
  });

  test('takes one arrow out of several causes of several effects', () => {
    expect(changed('graph g {\n  a, b, c -> d, e\n}', erase('b', 'd'))).toBe(
      'graph g {\n  a, c -> d, e\n  b -> e\n}',
    );
    expect(changed('graph g {\n  a, b -> c, d, e // all\n}', erase('a', 'd'))).toBe(
      'graph g {\n  a, b -> c, e // all\n  b -> d\n}',
    );
  });

  test('keeps what nobody observed marked where the mark goes', () => {
    expect(changed('graph g {\n  taste? -> a\n  taste -> b\n}', erase('taste', 'a'))).toBe(
      'graph g {\n  taste? -> b\n}',
    );
    expect(changed('graph g { taste?, b -> c, d }', erase('taste', 'c'))).toBe(
      'graph g { b -> c, d  taste? -> d }',
    );
  });

  test('keeps comments within lists', () => {
    expect(changed('graph g {\n  a, // first\n  b, /* second */ c -> d\n}', drop('b'))).toBe(
      'graph g {\n  a // first\n  , /* second */ c -> d\n}',
    );
    expect(changed('graph g {\n  a, // only\n  b\n  -> d\n  e -> f\n}', drop('d'))).toBe(
      'graph g {\n   // only\n  \n   \n  e -> f\n}',
    );
  });

  test('deletes a variable with its arrows and says who leaves with it', () => {
    expect(changed(shop, drop('browsing'))).toBe(`/// Why?
graph shop {
  // what they had
  tenure         -> coupon
  tenure, coupon -> purchased // the question
  taste?                   -> purchased
}
`);
    expect(said(shop, drop('browsing'))).toBe('Deleted browsing with its 3 arrows.');
    expect(said('graph g { a, b -> c }', erase('a', 'c'))).toBe(
      'Deleted the arrow a -> c; a has no other arrow and leaves the graph.',
    );
    expect(said('graph g { a, b -> c }', drop('c'))).toBe(
      'Deleted c with its 2 arrows; a and b have no other arrow and leave the graph.',
    );
  });

  test('marks and unmarks', () => {
    expect(changed('graph g { `first order` -> b  `first order` -> c }', mark('first order'))).toBe(
      'graph g { `first order`? -> b  `first order` -> c }',
    );
    expect(changed('graph g { a ? -> b  a? -> c }', mark('a', true))).toBe('graph g { a -> b  a -> c }');
    expect(said('graph g { a? -> b }', mark('a'))).toBe('"a" is marked as not observed already.');
  });

  test('adds a variable by an arrow, also to a graph without any', () => {
    expect(changed(shop, add('mood', 'cause', 'browsing', false))).toBe(
      shop.replace('-> browsing, purchased\n', '-> browsing, purchased\n  mood? -> browsing\n'),
    );
    expect(changed('graph g { a -> b }', add('with', 'effect', 'a'))).toBe('graph g { a -> b, `with` }');
    expect(changed('graph g {\n}\n', add('a', 'cause', 'b'))).toBe('graph g {\n  a -> b\n}\n');
    expect(changed('graph g {}', add('a', 'cause', 'b', false))).toBe('graph g { a? -> b }');
    expect(changed('graph g { /* none */ }', add('a', 'cause', 'b'))).toBe('graph g { /* none */ a -> b }');
  });

  test.each([
    [
      draw('purchased', 'taste'),
      'The arrow purchased -> taste would close the circle purchased -> taste -> purchased',
    ],
    [draw('purchased', 'tenure'), 'circle purchased -> tenure -> purchased; delete one of its arrows first.'],
    [draw('coupon', 'taste'), 'circle coupon -> taste -> browsing -> coupon'],
    [draw('tenure', 'coupon'), 'The arrow tenure -> coupon is there already.'],
    [draw('tenure', 'tenure'), '"tenure" cannot be a cause of itself.'],
    [draw('tenure', 'age'), 'Graph shop has no variable "age"'],
    [erase('coupon', 'tenure'), 'Graph shop has no arrow coupon -> tenure.'],
    [drop('age'), 'Graph shop has no variable "age"'],
    [add('taste', 'cause', 'coupon'), '"taste" is in graph shop already.'],
    [add('a`b', 'cause', 'coupon'), '"a`b" cannot be a name'],
    [add('a\nb', 'cause', 'coupon'), 'cannot be a name'],
    [add('', 'cause', 'coupon'), 'cannot be a name'],
    [add('mood', 'effect', 'age'), 'Graph shop has no variable "age"'],
  ])('refuses %j', (change, why) => {
    expect(changed(shop, change)).toContain('refused: ');
    expect(said(shop, change)).toContain(why);
  });
});

/** A graph as arrows and marks, on which changes are what anybody would expect. */
interface Model {
  readonly arrows: ReadonlySet<string>;
  readonly unobserved: ReadonlySet<string>;
}

function modelOf(graph: Graph): Model {
  const arrows = graph.edges.flatMap(({ causes, effects }) =>
    causes.flatMap((cause) => effects.map((effect) => `${cause.name}>${effect.name}`)),
  );
  const marked = nodesOf(graph).flatMap((node) => (node.unobserved ? [node.name] : []));
  return { arrows: new Set(arrows.sort()), unobserved: new Set(marked.sort()) };
}

/** A graph has no variable without an arrow, and so no mark either. */
function model(arrows: Iterable<string>, unobserved: Iterable<string>): Model {
  const all = [...new Set(arrows)].sort();
  const ends = new Set(all.flatMap((arrow) => arrow.split('>')));
  return {
    arrows: new Set(all),
    unobserved: new Set([...unobserved].filter((name) => ends.has(name)).sort()),
  };
}

function expected({ arrows, unobserved }: Model, change: GraphChange): Model {
  switch (change.do) {
    case 'draw arrow':
      return model([...arrows, `${change.from}>${change.to}`], unobserved);
    case 'delete arrow':
      return model(
        [...arrows].filter((arrow) => arrow !== `${change.from}>${change.to}`),
        unobserved,
      );
    case 'delete variable':
      return model(
        [...arrows].filter((arrow) => !arrow.split('>').includes(change.name)),
        unobserved,
      );
    case 'mark': {
      const others = [...unobserved].filter((name) => name !== change.name);
      return model(arrows, change.observed ? others : [...others, change.name]);
    }
    case 'add variable': {
      const { name, of, as, observed } = change;
      const arrow = as === 'cause' ? `${name}>${of}` : `${of}>${name}`;
      return model([...arrows, arrow], observed ? unobserved : [...unobserved, name]);
    }
  }
}

const names = ['a', 'b', 'c', 'd', 'coupon', 'first order', 'with', '收藏'];
const blank = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  '  ',
  '\n  ',
  '\r\n\t',
  ' // note, a -> b?\n  ',
  ' /* a, b */ ',
  '/*x*/',
);
const space = fc.constantFrom('', '', ' ', '\n    ', ' /* , */ ', ' // , ->\n ');
const variable = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom('', '', '?', ' ?', ' /* ? */?'))
  .map(([name, unobserved]) => quoteName(name) + unobserved);
const list = fc
  .tuple(fc.array(fc.tuple(variable, space, space), { minLength: 1, maxLength: 4 }))
  .map(([all]) => all.map(([each, left, right], i) => (i === 0 ? each : `${left},${right}${each}`)).join(''));
const edge = fc
  .tuple(list, space, space, list)
  .map(([causes, left, right, effects]) => `${causes}${left}->${right}${effects}`);
const graphText = fc
  .tuple(space, fc.array(fc.tuple(blank, edge), { maxLength: 5 }), space)
  .map(
    ([before, edges, behind]) =>
      `data d from "d.csv" // first\n\ngraph g {${before}${edges.flat().join('')}${behind}}\n\ntrain g // last\n`,
  );
const name = fc.constantFrom(...names);
const change: fc.Arbitrary<GraphChange> = fc.oneof(
  fc.record({ do: fc.constant('draw arrow' as const), from: name, to: name }),
  fc.record({ do: fc.constant('delete arrow' as const), from: name, to: name }),
  fc.record({ do: fc.constant('delete variable' as const), name }),
  fc.record({ do: fc.constant('mark' as const), name, observed: fc.boolean() }),
  fc.record({
    do: fc.constant('add variable' as const),
    name: fc.constantFrom('new', 'in', 'all of it', ...names),
    observed: fc.boolean(),
    as: fc.constantFrom('cause' as const, 'effect' as const),
    of: name,
  }),
);

const commentsIn = (text: string) =>
  (text.match(/`[^`\n]*`|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g) ?? [])
    .filter((each) => each.startsWith('/'))
    .sort();

test('whatever is done to whatever graph: the text parses, says the graph that was meant, and has all its comments', () => {
  let done = 0;
  fc.assert(
    fc.property(graphText, fc.array(change, { minLength: 1, maxLength: 6 }), (text, changes) => {
      let now = text;
      for (const each of changes) {
        const before = graphIn(now);
        const found = changeGraph(before, each);
        if ('refusal' in found) continue;
        done++;
        const then = applied(now, found.replacements);
        expect(modelOf(graphIn(then))).toEqual(expected(modelOf(before), each));
        expect(commentsIn(then)).toEqual(commentsIn(now));
        const outside = (whole: string) => [whole.split('graph g {')[0], whole.slice(whole.lastIndexOf('}'))];
        expect(outside(then)).toEqual(outside(now));
        now = then;
      }
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(done).toBeGreaterThan(300);
});

test('an arrow is refused exactly where it closes a circle or is there', () => {
  fc.assert(
    fc.property(graphText, name, name, (text, from, to) => {
      const graph = graphIn(text);
      const { children } = dagOf(graph);
      if (!children.has(from) || !children.has(to)) return;
      const reached = new Set([to]);
      for (const each of reached) for (const next of children.get(each) ?? []) reached.add(next);
      const mayNot = reached.has(from) || (children.get(from)?.includes(to) ?? false);
      expect('refusal' in changeGraph(graph, draw(from, to))).toBe(mayNot);
    }),
    { numRuns: 200, seed: 7 },
  );
});
