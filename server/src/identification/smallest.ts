/**
 * Of some items a part that is enough and of which nothing can be spared, where all of them are enough and more never harm: with k
 * items left of n, in the order of k log(n / k) tests. Items that come first are kept by preference.
 *
 * Junker 2004, "QuickXplain: preferred explanations and relaxations for over-constrained problems".
 */
export function smallestEnough<Item>(
  items: readonly Item[],
  enough: (items: readonly Item[]) => boolean,
): readonly Item[] {
  const needed = (base: readonly Item[], rest: readonly Item[], grown: boolean): readonly Item[] => {
    if (rest.length === 0 || (grown && enough(base))) return [];
    if (rest.length === 1) return rest;
    const middle = rest.length >> 1;
    const [first, second] = [rest.slice(0, middle), rest.slice(middle)];
    const ofSecond = needed([...base, ...first], second, true);
    const ofFirst = needed([...base, ...ofSecond], first, ofSecond.length > 0);
    return [...ofFirst, ...ofSecond];
  };
  return enough([]) ? [] : needed([], items, false);
}
