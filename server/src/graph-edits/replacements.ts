/** A piece of text in place of what stands between two offsets. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** In reading order, those that touch or overlap made one: where they overlap, they only delete. */
export function merged(replacements: readonly Replacement[]): Replacement[] {
  const all: Replacement[] = [];
  for (const next of [...replacements].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = all.at(-1);
    if (!last || next.start > last.end) all.push(next);
    else {
      all[all.length - 1] = {
        start: last.start,
        end: Math.max(last.end, next.end),
        text: last.text + next.text,
      };
    }
  }
  return all;
}

/** A text with pieces of it replaced, as {@link merged} gives them. */
export function applied(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduceRight(
    (rest, { start, end, text: piece }) => rest.slice(0, start) + piece + rest.slice(end),
    text,
  );
}

/** Names in backticks, comments, and any other character, one by one. */
const pieces = /`[^`\r\n]*`|\/\*[\s\S]*?\*\/|\/\/[^\r\n]*|[\s\S]/g;

/** What must stay of a piece of a graph whose names and signs go: its comments, on the lines they were on; nothing where it has none. */
export function commentsOf(piece: string): string {
  const kept = (piece.match(pieces) ?? []).filter((each) => /^(\s|\/\/|\/\*)/.test(each));
  return kept.some((each) => each.startsWith('/')) ? kept.join('') : '';
}
