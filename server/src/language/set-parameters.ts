import type { LangiumParser } from 'langium';
import type { Problem } from '../../../kernel/src/problem.js';
import { closest } from '../../../kernel/src/words/closest.js';
import { say, told, toTell } from '../../../kernel/src/words/say.js';
import { isDate } from './dates.js';
import { type Expression, isParameter, type Parameter, type Spec } from './generated/ast.js';

/** Values from outside, as they were typed, by the name of the parameter. */
export type Settings = ReadonlyMap<string, string>;

/** Specs with values from outside in the place of their own, and what is wrong with these values. */
export interface SetTexts {
  readonly texts: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Writes values from outside into the specs that declare the parameters, so that everything is checked, compiled and hashed as if it had been
 * written there.
 *
 * @param texts the cells of a notebook, or one spec
 * @param file how problems name it
 */
export function setParameters(
  texts: readonly string[],
  settings: Settings,
  file: string,
  parser: LangiumParser,
): SetTexts {
  const specs = texts.map((text) => parser.parse<Spec>(text).value);
  const declared = specs.map(({ declarations }) => declarations.filter(isParameter));
  const names = declared.flat().flatMap(({ name }) => name ?? []);
  const problems: Problem[] = [];
  const set = texts.map((text, i) => {
    const ends = declared[i]!.filter(({ name, value }) => settings.has(name) && value?.$cstNode).reverse();
    return ends.reduce((so, parameter) => {
      const written = literalOf(parameter, settings.get(parameter.name) ?? '');
      if (typeof written !== 'string') problems.push({ ...written.problem, place: placeOf(parameter, file) });
      const { offset, end } = parameter.value.$cstNode!;
      return typeof written === 'string' ? so.slice(0, offset) + written + so.slice(end) : so;
    }, text);
  });
  const unknown = [...settings.keys()].filter((name) => !names.includes(name));
  return {
    texts: set,
    problems: [...unknown.map((name) => unknownParameter(name, names, file)), ...problems],
  };
}

function unknownParameter(name: string, names: readonly string[], file: string): Problem {
  const near = closest(name, names);
  const known =
    names.length === 0 ? say`it declares none` : say`it declares ${names.slice(0, 8).join(say`, `)}`;
  const hint = near === undefined ? say`; ${known}.` : say`; did you mean "${near}"?`;
  const message = say`"${file}" has no parameter "${name}" to set${hint}`;
  return { code: 'CS1015', severity: 'error', message, place: { file } };
}

function placeOf({ $cstNode }: Parameter, file: string): Problem['place'] {
  const start = $cstNode?.range.start;
  return { file, ...(start && { line: start.line + 1, character: start.character + 1 }) };
}

/** The value as the language writes it, of the kind that the spec's own is. */
function literalOf({ name, value }: Parameter, given: string): string | { problem: Problem } {
  const kind = kindOf(value);
  const written = kinds[kind].write(given);
  if (written !== undefined) return written;
  const message = say`Parameter ${name} is ${told(kinds[kind].what)}, and "${given.slice(0, 60)}" is none; write it as in --set ${name}=${kinds[kind].example}.`;
  return { problem: { code: 'CS1016', severity: 'error', message } };
}

type Kind = 'number' | 'text' | 'date' | 'boolean';

function kindOf(value: Expression): Kind {
  switch (value.$type) {
    case 'TextValue':
      return 'text';
    case 'DateValue':
      return 'date';
    case 'BooleanValue':
      return 'boolean';
    default:
      return 'number';
  }
}

interface KindInfo {
  readonly what: string;
  readonly example: string;
  /** Undefined of what is no value of the kind. */
  write(given: string): string | undefined;
}

const kinds: Readonly<Record<Kind, KindInfo>> = {
  number: {
    what: toTell`a number`,
    example: '500',
    write: (given) =>
      /^-?(\d+(\.\d+)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(given.trim()) ? given.trim() : undefined,
  },
  date: {
    what: toTell`a date`,
    example: '2026-01-31',
    write: (given) => (isDate(given.trim()) ? `date "${given.trim()}"` : undefined),
  },
  boolean: {
    what: toTell`true or false`,
    example: 'true',
    write: (given) => (/^(true|false)$/.test(given.trim()) ? given.trim() : undefined),
  },
  text: { what: toTell`a text`, example: 'words', write: quoted },
};

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
  '"': '\\"',
};

function quoted(text: string): string {
  return `"${text.replace(/[\n\r\t\\"]/g, (character) => escapes[character] ?? character)}"`;
}
