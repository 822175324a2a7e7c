/** Results as plain text: for terminals, and where an output can show nothing else. */

import type { Result } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { described } from './fallback.js';
import { longestText, shorten, widthOf } from './names.js';
import type { Section } from './tables/section.js';
import { textTable, wrapped } from './text-table.js';

/** Columns that fit most terminals, and a page. */
const usualWidth = 100;
/**
 * Aligned tables of at most 20 rows, no control characters.
 *
 * @param width columns of the terminal; sentences are broken to fit it
 */
export function toText(result: Result, width = usualWidth): string {
  const said = described(result);
  const sentence = (text: string): string => wrapped(shorten(text, longestText), width);
  if ('message' in said) return sentence(said.message);
  const [leading, ...details] = said.sections;
  const heading = sentence(`${said.kind} ${said.name} · ${said.facts.join(' · ')}`);
  return [
    `${heading}\n${'═'.repeat(Math.max(...heading.split('\n').map(widthOf)))}`,
    sentence(said.sentence),
    ...(said.note ? [sentence(said.note)] : []),
    ...(said.notes ?? []).map(sentence),
    ...said.warnings.map((warning) => sentence(say`Warning: ${warning}`)),
    ...(leading ? [textTables(leading, width)] : []),
    ...details.map((section) =>
      section.brief
        ? sentence(say`${section.title}: ${section.brief}`)
        : [sentence(say`${section.title}: ${section.sentence}`), textTables(section, width)]
            .filter(Boolean)
            .join('\n'),
    ),
  ].join('\n\n');
}

function textTables({ tables }: Section, width: number): string {
  return tables
    .filter((table) => !table.bins)
    .map((table) => textTable(table, width))
    .join('\n\n');
}
