import { say } from '../../../kernel/src/words/say.js';
import { html } from './dom.js';
import { shorten } from './names.js';
import { tableView } from './table-view.js';
import type { Description, Section } from './tables/section.js';
import { type Tab, tabs } from './tabs.js';
import { withTwins } from './twin.js';

/** Draws the chart of a section, which is called by the section's sentence. */
export type Charts = Map<string, (sentence: string) => Element>;

const longestName = 100;

const headingOf = ({ kind, name, facts }: Description, document: Document): HTMLElement =>
  html(
    document,
    'header',
    { class: 'cs-header' },
    html(
      document,
      'h2',
      {},
      html(document, 'span', { class: 'cs-kind' }, kind),
      ' ',
      html(document, 'span', { dir: 'auto', class: 'cs-name' }, shorten(name, longestName)),
    ),
    html(
      document,
      'p',
      { class: 'cs-facts' },
      ...facts.map((fact) => html(document, 'span', { dir: 'auto' }, shorten(fact, longestName))),
    ),
  );

/** A chart that cannot be drawn takes nothing else with it: its table stays. */
function draw(charts: Charts, section: Section, document: Document): Element | undefined {
  const drawing = charts.get(section.id);
  if (!drawing) return undefined;
  try {
    return drawing(section.sentence);
  } catch {
    return html(
      document,
      'p',
      { class: 'cs-undrawn' },
      say`The chart could not be drawn; the table holds its numbers.`,
    );
  }
}

/** The chart with its tables folded beneath it; the tables alone, open, where there is no chart. */
function content(charts: Charts, section: Section, document: Document): HTMLElement {
  const chart = draw(charts, section, document);
  const views = section.tables.map((table) => tableView(document, table));
  const body = withTwins(html(document, 'div', { class: 'cs-content' }), section.tables);
  if (!chart) {
    body.append(...views);
    return body;
  }
  body.append(chart);
  if (views.length) {
    body.append(
      html(
        document,
        'details',
        {},
        html(
          document,
          'summary',
          {},
          section.fold ?? (views.length > 1 ? say`The same as tables` : say`The same as a table`),
        ),
        ...views,
      ),
    );
  }
  return body;
}

function warningList(warnings: readonly string[], document: Document): HTMLElement[] {
  if (warnings.length === 0) return [];
  const items = warnings.map((warning) =>
    html(document, 'li', { dir: 'auto', 'data-head': say`Warning: ${''}` }, warning),
  );
  return [html(document, 'ul', { class: 'cs-warnings', 'aria-label': say`Warnings` }, ...items)];
}

/** Tabs; a single detail folds instead, since one tab alone is no choice. */
function detailsView(details: readonly Tab[], name: string, document: Document): HTMLElement[] {
  if (details.length === 0) return [];
  if (details.length > 1) return [tabs(document, say`Details of ${shorten(name, longestName)}`, details)];
  const [{ title, content: only }] = details;
  return [html(document, 'details', {}, html(document, 'summary', {}, title), only)];
}

/** A result as a whole: heading, sentence, the leading chart, and the details behind tabs. */
export function card(description: Description, charts: Charts, document: Document): HTMLElement {
  const [lead, ...rest] = description.sections;
  const details = rest.map((section) => ({
    title: section.title,
    content: html(
      document,
      'div',
      {},
      html(document, 'p', { class: 'cs-section-sentence', dir: 'auto' }, section.sentence),
      content(charts, section, document),
    ),
  }));
  return html(
    document,
    'article',
    { class: 'cs-result', 'aria-label': `${description.kind} ${shorten(description.name, longestName)}` },
    headingOf(description, document),
    html(document, 'p', { class: 'cs-sentence', dir: 'auto' }, description.sentence),
    ...(description.note ? [html(document, 'p', { class: 'cs-note', dir: 'auto' }, description.note)] : []),
    ...(description.notes ?? []).map((note) => html(document, 'p', { class: 'cs-note', dir: 'auto' }, note)),
    ...warningList(description.warnings, document),
    content(charts, lead, document),
    ...detailsView(details, description.name, document),
  );
}
