import type { Result } from '../../../kernel/src/result.js';
import { formOf } from '../exchange/forms.js';
import { pageMarkdown } from '../exchange/notebook-markdown.js';
import { pageHtml } from '../exchange/page.js';
import { writeText } from '../exchange/write-text.js';
import { distinctResults } from './distinct-results.js';
import { type ReportSetting, reportOf } from './report.js';

/**
 * Writes a report of results: as Markdown where the name of its file says so, else as a page.
 *
 * @param path absolute
 * @param script gives the bundled report page, `dist/report.js`
 */
export async function writeReport(
  results: readonly Result[],
  setting: Omit<ReportSetting, 'created'>,
  path: string,
  script: () => Promise<string>,
): Promise<void> {
  const page = reportOf(distinctResults(results), { ...setting, created: new Date().toISOString() });
  await writeText(path, formOf(path) === 'markdown' ? pageMarkdown(page) : pageHtml(page, await script()));
}
