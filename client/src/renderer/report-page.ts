/** The script of the self-contained report: reads the results the page carries and shows them all. */
import type { Result } from '../../../kernel/src/result.js';
import { html } from './dom.js';
import { renderResult } from './render.js';

/** What `<script type="application/json" id="causal-results">` holds. */
export interface Report {
  readonly title: string;
  readonly results: readonly Result[];
  /** When it was written, ISO 8601. */
  readonly created: string;
}

function isReport(value: unknown): value is Report {
  const report = value as Partial<Report> | null;
  return (
    typeof report?.title === 'string' && typeof report.created === 'string' && Array.isArray(report.results)
  );
}

function read(document: Document): Report | undefined {
  try {
    const value: unknown = JSON.parse(document.getElementById('causal-results')?.textContent ?? '');
    return isReport(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function show(document: Document): void {
  const main = document.getElementById('causal-report');
  if (!main) return;
  const report = read(document);
  if (!report) {
    main.replaceChildren(html(document, 'p', { role: 'alert' }, 'This report is damaged. Write it again.'));
    return;
  }
  main.replaceChildren(
    html(document, 'h1', { class: 'cs-title', dir: 'auto' }, report.title),
    html(
      document,
      'p',
      { class: 'cs-created' },
      `Written ${report.created.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC')}`,
    ),
    ...report.results.map((result) => renderResult(result, document)),
  );
}

show(document);
