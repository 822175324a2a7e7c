import type { LangiumDocument } from 'langium';
import type { LinkedEditingRanges, Position } from 'vscode-languageserver';
import { mentionAt, type Occurrences } from './occurrences.js';

/** Names that one spec alone knows and may change: a column is named by its file. */
const own = new Set(['declaration', 'derived', 'unobserved']);

/** What an unquoted name may become while it is typed over. */
const wordPattern = '[\\p{L}_][\\p{L}\\p{N}_]*';

/**
 * Places that change together while one of them is typed over (an editor has to be told to, by `editor.linkedEditing`): a declaration, a derived
 * column or an unobserved variable, and all that names it in this document.
 */
export function linkedEditing(
  document: LangiumDocument,
  position: Position,
  occurrences: Occurrences,
): LinkedEditingRanges | undefined {
  const mention = mentionAt(document, document.textDocument.offsetAt(position));
  if (!mention || !own.has(mention.subject.kind) || mention.cst.text.startsWith('`')) return undefined;
  const found = occurrences.of(mention.subject, document);
  // Cells beside this one cannot be linked: a rename changes those.
  if (found.some((other) => other.document !== document)) return undefined;
  const ranges = found.map(({ mention: { cst } }) => cst.range);
  return ranges.length > 1 ? { ranges, wordPattern } : undefined;
}
