/** The option nearest to a misspelt name (at most two letters in five changed), to ask "did you mean". */
export function closest(name: string, options: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(1, Math.ceil(0.4 * name.length)) + 1;
  for (const option of options) {
    const changes = editDistance(name.toLowerCase(), option.toLowerCase());
    if (changes < fewest) {
      fewest = changes;
      best = option;
    }
  }
  return best;
}

/** Levenshtein's distance: letters inserted, deleted or replaced. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, above[j] + 1, row[j - 1] + 1));
    }
    above = row;
  }
  return above[b.length];
}
