import { say } from '../../../kernel/src/words/say.js';
import { fenceFor } from '../notebook/format.js';
import { toMarkdown } from '../renderer/fallback.js';
import { escapeMarkdown } from './markup.js';
import { minuteOf, type Page, type PagePart, partsOf } from './page.js';
import { type NotePart, partsOfNote, type Shown, type ShownNotebook } from './shown-notebook.js';

/** A notebook as Markdown that any viewer shows: its texts, its cells as code, and what they found in sentences and tables. */
export function notebookMarkdown(notebook: ShownNotebook): string {
  return joined(partsOf(notebook).map(partMarkdown));
}

/** A page as Markdown, its title first: headings of its texts stand below that, as on the page. */
export function pageMarkdown({ title, created, parts }: Page): string {
  const written = parts.map((part) => {
    const text = partMarkdown(part);
    return part.kind === 'markdown' ? text.replace(/^#{1,5} /gm, '#$&') : text;
  });
  return joined([`# ${escapeMarkdown(title)}`, say`Written ${minuteOf(created)}`, ...written]);
}

function joined(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function partMarkdown(part: PagePart): string {
  if (part.kind === 'markdown') return part.text.replace(/^\s*\n|\s+$/g, '');
  return part.kind === 'source' ? fenced(part.text, 'causal') : shownMarkdown(part);
}

/** Code between fences that nothing in it closes. */
export function fenced(code: string, language: string): string {
  const fence = fenceFor(code.split('\n'));
  return `${fence}${language}\n${code}\n${fence}`;
}

function shownMarkdown(shown: Shown): string {
  switch (shown.kind) {
    case 'result':
      return toMarkdown(shown.result);
    case 'error':
      return fenced(`${shown.name}: ${shown.message}`, 'text');
    case 'note':
      return partsOfNote(shown.text).map(noteMarkdown).join('\n\n');
  }
}

function noteMarkdown(part: NotePart): string {
  if ('line' in part) return escapeMarkdown(part.line);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head, ...body] = part.rows.map((cells) => cells.map(escapeMarkdown));
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
