import { createHash } from 'node:crypto';
import type { Result } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { toHtml } from '../renderer/fallback.js';
import type { Report } from '../renderer/report-page.js';
import { markdownHtml, tableHtml } from './markdown-html.js';
import { escapeHtml } from './markup.js';
import { partsOfNote, type Shown, type ShownNotebook, shownIn } from './shown-notebook.js';

/** A piece of a page, top first. */
export type PagePart =
  | Shown
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'source'; readonly text: string };

export interface Page {
  readonly title: string;
  /** ISO 8601. */
  readonly created: string;
  readonly parts: readonly PagePart[];
}

/** The parts of a notebook: its texts, its cells and what they show. */
export function partsOf(notebook: ShownNotebook): PagePart[] {
  return notebook.cells.flatMap((cell): PagePart[] => {
    if (cell.kind === 'markdown') return [{ kind: 'markdown', text: cell.text }];
    return [
      { kind: 'source', text: cell.text },
      ...(cell.outputs ?? []).flatMap((output) => shownIn(output) ?? []),
    ];
  });
}

/**
 * A report as one self-contained HTML file that reaches nothing: its policy allows the one script in it, by its hash, and no
 * connection. The results stand in a block of data, from which the script draws them; without it they can be read as plain tables.
 *
 * @param script the bundled report page, `dist/report.js`
 */
export function pageHtml({ title, created, parts }: Page, script: string): string {
  // Inside a script element only its end tag has a meaning.
  const code = script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
  const hash = createHash('sha256').update(code).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const results = parts.flatMap((part) => (part.kind === 'result' ? [part.result] : []));
  const data = JSON.stringify({ title, created, results } satisfies Report).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<!doctype html>
<html lang="${say`en`}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body>
<main id="causal-report">
<h1 class="cs-title" dir="auto">${escapeHtml(title)}</h1>
<p class="cs-created">${escapeHtml(say`Written ${minuteOf(created)}`)}</p>
${parts.map(partHtml).join('\n')}
</main>
<script type="application/json" id="causal-results">${data}</script>
<script>${code}</script>
</body>
</html>
`;
}

/** A moment of ISO 8601, to the minute. */
export const minuteOf = (moment: string): string =>
  moment.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');

function partHtml(part: PagePart): string {
  switch (part.kind) {
    case 'markdown':
      return `<section class="cs-prose">${markdownHtml(part.text)}</section>`;
    case 'source':
      return `<pre class="cs-source" tabindex="0"><code>${escapeHtml(part.text)}</code></pre>`;
    case 'result':
      return resultHtml(part.result);
    case 'error':
      return `<pre class="cs-failed-run" role="note">${escapeHtml(`${part.name}: ${part.message}`)}</pre>`;
    case 'note':
      return `<section class="cs-prose">${partsOfNote(part.text)
        .map((piece) =>
          'rows' in piece
            ? tableHtml(piece.rows.map((cells) => cells.map(escapeHtml)))
            : `<p dir="auto">${escapeHtml(piece.line)}</p>`,
        )
        .join('\n')}</section>`;
  }
}

/** The script puts the drawn result here, the n-th of its results into the n-th of these. */
function resultHtml(result: Result): string {
  return `<div class="cs-place">${toHtml(result)}</div>`;
}
