import { describe, expect, it } from 'vitest';
import { toHtml, toMarkdown } from '../../client/src/renderer/fallback.js';
import { toText } from '../../client/src/renderer/plain-text.js';
import { readResult } from '../../client/src/renderer/shape.js';
import { examples } from './examples.js';

type Path = readonly (string | number)[];
type Holder = Record<string | number, unknown>;

/** Of a list the first so many are like all others. */
const mostOfList = 3;
const nothing = Symbol('nothing');
const others = [nothing, null, 7, 'x', [], {}, true] as const;

/** Paths of all that a value holds, but of long lists. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const parts = Array.isArray(value) ? value.slice(0, mostOfList) : value;
  const below = Object.entries(parts).flatMap(([name, part]) => pathsIn(part, [...path, name]));
  return path.length === 0 ? below : [path, ...below];
}

/** A copy of the value with one part of it changed, or taken out of its record. */
function changed(json: string, path: Path, to: unknown): unknown {
  const copy: unknown = JSON.parse(json);
  const holder = path.slice(0, -1).reduce((at, name) => (at as Holder)[name], copy) as Holder;
  const name = path.at(-1)!;
  if (to !== nothing) holder[name] = to;
  else if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else delete holder[name];
  return copy;
}

describe('a result of which a part is another', () => {
  it.each([...examples])('%s is refused, or can be read', (_, example) => {
    const json = JSON.stringify(example);
    let refused = 0;
    for (const path of pathsIn(example)) {
      for (const to of others) {
        const reading = readResult(changed(json, path, to));
        if (!reading.ok) refused++;
        else
          for (const write of [toText, toMarkdown, toHtml]) expect(() => write(reading.result)).not.toThrow();
      }
    }
    expect(refused).toBeGreaterThan(20);
  });
});
