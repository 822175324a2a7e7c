/** The script of the self-contained report: reads the results the page carries and draws each in its place. */

import type { Result } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { html } from './dom.js';
import { speakIn } from './language.js';
import { renderResult } from './render.js';
import { adoptStyle } from './style.js';

/** What `<script type="application/json" id="causal-results">` holds. */
export interface Report {
  readonly title: string;
  /** In the order of the places they are shown at. */
  readonly results: readonly Result[];
  /** When it was written, ISO 8601. */
  readonly created: string;
}

/** What a person sees of a result where there is no script. */
const places = '.cs-place';

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
  adoptStyle(document);
  const report = read(document);
  const shown = [...main.querySelectorAll(places)];
  if (report?.results.length !== shown.length) {
    main.prepend(html(document, 'p', { role: 'alert' }, say`This report is damaged. Write it again.`));
    return;
  }
  report.results.forEach((result, i) => {
    shown[i].replaceChildren(renderResult(result, document));
  });
}

speakIn(document.documentElement.lang);
show(document);
