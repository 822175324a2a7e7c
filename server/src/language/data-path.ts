import { type Data, isTextValue } from './generated/ast.js';

/** The path of a data file, written where it is declared or as a parameter; undefined of one half written. */
export function pathOf({ path, source }: Data): string | undefined {
  const named = source?.ref?.value;
  return path ?? (isTextValue(named) ? named.value : undefined);
}

/** Where a data declaration says its path. */
export function pathPlace({ path }: Data): 'path' | 'source' {
  return path === undefined ? 'source' : 'path';
}
