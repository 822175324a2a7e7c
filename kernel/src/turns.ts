/** How long a loop may hold the thread, in milliseconds. */
const longestTurn = 4;

/**
 * Lets others have their turn in a long loop on a thread that also answers a person typing.
 * @returns to be awaited at every step of the loop; gives the thread away whenever it was held long enough
 */
export function takingTurns(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < longestTurn) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
