/** Seconds as a person reads them. */
export function timeText(seconds: number): string {
  return seconds < 0.001 ? `${(1e6 * seconds).toFixed(1)} us` : `${seconds.toFixed(seconds < 10 ? 3 : 1)} s`;
}
