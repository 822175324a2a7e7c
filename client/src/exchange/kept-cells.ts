import { errorMime } from '../notebook/cell-output.js';
import type { NotebookCell } from '../notebook/format.js';
import { type KeptOutputs, type OutputStore, outputKeys } from '../notebook/kept-outputs.js';
import type { ShownCell } from './shown-notebook.js';

/** Calls back for every code cell with the name its outputs are kept under. */
function eachCode<Cell extends NotebookCell, Found>(
  cells: readonly Cell[],
  folder: string,
  found: (cell: Cell, key: string) => Promise<Found>,
): Promise<(Found | Cell)[]> {
  const code = cells.filter(({ kind }) => kind === 'code').map(({ text }) => text);
  const keys = outputKeys(folder, code).values();
  return Promise.all(
    cells.map(async (cell) => {
      const key = cell.kind === 'code' ? keys.next().value : undefined;
      return key === undefined ? cell : found(cell, key);
    }),
  );
}

/** Cells with the outputs that are kept of them. @param folder of the notebook, relative to its workspace, with `/` */
export function withKept(
  cells: readonly NotebookCell[],
  store: OutputStore,
  folder: string,
): Promise<ShownCell[]> {
  return eachCode<NotebookCell, ShownCell>(cells, folder, async (cell, key) => ({
    ...cell,
    outputs: (await store.read(key))?.outputs ?? [],
  }));
}

/** Keeps what the cells of a notebook from elsewhere show, for the editor to find. */
export async function keepShown(
  cells: readonly ShownCell[],
  store: OutputStore,
  folder: string,
): Promise<void> {
  const now = Date.now();
  let order = 0;
  await eachCode(cells, folder, async ({ outputs = [] }, key) => {
    if (outputs.length === 0) return;
    const failed = outputs.some(({ items }) => items.some(({ mime }) => mime === errorMime));
    order++;
    const kept: KeptOutputs = { succeeded: !failed, order, startedAt: now, endedAt: now, outputs };
    await store.write(key, kept);
  });
}
