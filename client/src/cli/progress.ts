import type { Io } from './io.js';

/** Shortest time between two drawings of the bar, in milliseconds. */
const redrawMs = 80;
const barWidth = 24;

/** What a run is doing, on stderr: a bar on a terminal, elsewhere a line whenever something else is being done. */
export class ProgressLine {
  private drawn = 0;
  private shown = '';
  private said = '';

  constructor(private readonly io: Io) {}

  report(fraction: number, message: string): void {
    const { terminal } = this.io;
    if (!terminal) {
      if (message === this.said || message === '') return;
      this.said = message;
      this.io.err(`${message}\n`);
      return;
    }
    const now = Date.now();
    if (now - this.drawn < redrawMs) return;
    this.drawn = now;
    const full = Math.round(barWidth * fraction);
    const bar = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${String(Math.floor(100 * fraction)).padStart(3)} %  `;
    this.shown = (bar + message).slice(0, terminal.columns - 1);
    this.io.err(`\r\x1b[2K${this.shown}`);
  }

  /** Takes the bar away, so that something else can be printed. */
  clear(): void {
    if (this.shown !== '') this.io.err('\r\x1b[2K');
    this.shown = '';
  }
}
