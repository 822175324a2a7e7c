/**
 * Holm's step-down procedure (1979): p-values adjusted so that rejecting those of at most `a` rejects any true hypothesis with a
 * probability of at most `a`, however the tests depend on each other.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(pValues.length);
  let least = 0;
  order.forEach((test, i) => {
    least = Math.max(least, Math.min(1, (pValues.length - i) * pValues[test]));
    adjusted[test] = least;
  });
  return adjusted;
}
