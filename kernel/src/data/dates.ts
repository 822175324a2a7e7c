/** A moment as a person writes it: `2026-04-17`, with the time of day only where there is one. UTC. */
export function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/T00:00:00\.000Z$/, '');
}
