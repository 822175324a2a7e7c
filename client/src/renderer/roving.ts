/** Where a key moves to along `count` things that share one tab stop, or undefined where the key does not move. */
export function movedTo(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(count - 1, from + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, from - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** Keeps a key that was ours from the page around us: a notebook would take an arrow to mean the next cell. */
export function keep(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
