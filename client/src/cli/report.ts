import { createHash } from 'node:crypto';
import type { Result } from '../../../kernel/src/result.js';
import { toHtml } from '../renderer/fallback.js';
import type { Report } from '../renderer/report-page.js';

/**
 * A report as one self-contained HTML file that reaches nothing: its policy allows the one script in it, by its hash, and no
 * connection. The results stand in a block of data; without the script they can be read as plain tables.
 *
 * @param script the bundled report page, `dist/report.js`
 */
export function reportHtml({ title, created, results }: Report, script: string): string {
  // Inside a script element only its end tag has a meaning.
  const code = script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
  const hash = createHash('sha256').update(code).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  const data = JSON.stringify({ title, created, results } satisfies Report).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body>
<main id="causal-report">
<h1>${escapeHtml(title)}</h1>
${results.map(toHtml).join('\n')}
</main>
<script type="application/json" id="causal-results">${data}</script>
<script>${code}</script>
</body>
</html>
`;
}

/** The same for results that differ only in the place they were asked for at. */
export function identityOf(result: Result): string {
  return JSON.stringify({ ...result, provenance: { ...result.provenance, place: undefined } });
}

/** Results in the order found; the same one asked for twice, as by `train` and `report`, stands once. */
export function distinctResults(results: readonly Result[]): Result[] {
  return [...new Map(results.map((result) => [identityOf(result), result])).values()];
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
