import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cancelled, type Task, unwatched } from '../../../../kernel/src/task.js';
import { parseJson } from '../../../../kernel/src/trees/exchange/parse-json.js';

/** What a parser makes of a text: its value, or that it is none. */
function outcome(parse: (text: string) => unknown, text: string): { value: unknown } | 'no JSON' {
  try {
    return { value: parse(text) };
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return 'no JSON';
  }
}

const parse = (text: string): unknown => parseJson(text, unwatched);

test('reads every JSON value as JSON.parse does, indented or not', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 9 }), fc.nat({ max: 3 }), (text, indent) => {
      const shown = JSON.stringify(JSON.parse(text), null, indent);
      expect(parse(shown)).toEqual(JSON.parse(shown));
    }),
    { numRuns: 500 },
  );
});

test('accepts and refuses what JSON.parse accepts and refuses', () => {
  const piece = fc.constantFrom(...'{}[],:"\\ 1', 'null', '"a"', '1.5e3', 'tru', '\n');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      expect(outcome(parse, text)).toEqual(outcome(JSON.parse, text));
    }),
    { numRuns: 5000 },
  );
  const change = fc.tuple(fc.json({ maxDepth: 9 }), fc.nat(), piece);
  fc.assert(
    fc.property(change, ([text, at, inserted]) => {
      const place = at % (text.length + 1);
      const changed = text.slice(0, place) + inserted + text.slice(place + (at % 2));
      expect(outcome(parse, changed)).toEqual(outcome(JSON.parse, changed));
    }),
    { numRuns: 2000 },
  );
});

test('a key named __proto__ stays a key', () => {
  const read = parse('{"a":{"__proto__":{"polluted":true}}}') as { a: object };
  expect(Object.keys(read.a)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(read.a)).toBe(Object.prototype);
});

test('looks at its task before every part of a large list', () => {
  let looks = 0;
  const task: Task = {
    check: () => {
      if (++looks === 50) throw new Cancelled();
    },
    report: () => task.check(),
    part: () => task,
  };
  expect(() => parseJson(`{"trees":[${new Array(100).fill('{"left":[1,2]}').join()}]}`, task)).toThrow(
    Cancelled,
  );
});
