import type { Task } from '../task.js';
import type { Encoder } from '../text/encoder.js';
import type { TextDesign } from '../text/text-design.js';
import { counted } from '../words/phrases.js';

/** Tells of texts that are longer than what the encoder reads of one; nothing where there are none. */
export async function cutWarning(
  { name, texts }: TextDesign,
  encoder: Encoder,
  task: Task,
): Promise<string[]> {
  const { window, windows } = encoder;
  // A token is a character or more, and few of a window mark its ends: most texts need not be looked at.
  const long = texts.filter((text) => text.length > (window * windows) / 2);
  if (long.length === 0) return [];
  const cut = await encoder.countCut(long, task);
  if (cut === 0) return [];
  const size = window.toLocaleString('en-US');
  const read = windows === 1 ? `the ${size} words` : `the ${windows} windows of ${size} tokens`;
  return [
    `${counted(cut, 'text')} of ${texts.length.toLocaleString('en-US')} in ${name} ${cut === 1 ? 'is' : 'are'} longer than ${read} that \`${encoder.name}\` reads of one: what lies behind them was left out.`,
  ];
}
