/** Probabilities of tests that are made together, each adjusted so that a false alarm of any is as rare as one of a single test (Holm 1979). */
export function holm(p: readonly number[]): number[] {
  const order = [...p.keys()].sort((a, b) => p[a] - p[b]);
  const adjusted = new Array<number>(p.length);
  let most = 0;
  order.forEach((test, rank) => {
    most = Math.max(most, Math.min(1, (p.length - rank) * p[test]));
    adjusted[test] = most;
  });
  return adjusted;
}
