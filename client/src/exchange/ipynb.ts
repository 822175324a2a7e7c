import { createHash } from 'node:crypto';
import { languageId } from '../../../server/src/protocol.js';
import { type CellOutput, resultMime } from '../notebook/cell-output.js';
import { toMarkdown } from '../renderer/fallback.js';
import { toText } from '../renderer/plain-text.js';
import { type ShownCell, type ShownNotebook, shownIn } from './shown-notebook.js';

/** What a notebook's metadata hold of ours beside its language. */
export const ownMetadata = 'causal';

/**
 * A notebook as Jupyter and its kin keep it (nbformat 4.5). Outputs are plain text and Markdown, which nothing runs, and results beside them as
 * data, so that no number is lost. The same notebook gives the same bytes.
 */
export function writeIpynb(notebook: ShownNotebook): string {
  const file = {
    cells: notebook.cells.map(cellJson),
    metadata: {
      kernelspec: { display_name: 'Causal Spec', language: languageId, name: languageId },
      language_info: { file_extension: '.causal', mimetype: 'text/x-causal', name: languageId },
      ...(notebook.eol && { [ownMetadata]: { eol: notebook.eol } }),
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

function cellJson(cell: ShownCell, place: number): object {
  const id = createHash('sha256').update(`${place} ${cell.kind} ${cell.text}`).digest('hex').slice(0, 12);
  const source = linesOf(cell.text);
  if (cell.kind === 'markdown') return { cell_type: 'markdown', id, metadata: {}, source };
  return {
    cell_type: 'code',
    execution_count: null,
    id,
    metadata: { vscode: { languageId } },
    outputs: (cell.outputs ?? []).flatMap(outputJson),
    source,
  };
}

/** Lines with their ends, as the format has texts. */
const linesOf = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/));

function outputJson(output: CellOutput): object[] {
  const shown = shownIn(output);
  switch (shown?.kind) {
    case undefined:
      return [];
    case 'result': {
      const { result } = shown;
      return [
        {
          data: {
            [resultMime]: result,
            'text/markdown': linesOf(toMarkdown(result)),
            'text/plain': linesOf(toText(result)),
          },
          metadata: {},
          output_type: 'display_data',
        },
      ];
    }
    case 'error': {
      const { name, message } = shown;
      return [
        { ename: name, evalue: message, output_type: 'error', traceback: `${name}: ${message}`.split('\n') },
      ];
    }
    case 'note':
      return [{ data: { 'text/plain': linesOf(shown.text) }, metadata: {}, output_type: 'display_data' }];
  }
}
