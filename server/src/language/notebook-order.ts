import type { URI } from 'langium';

/** The order of the cells of a notebook, which alone decides what a cell sees. */
export interface CellOrder {
  /**
   * The cells above a cell in the same notebook, top first; undefined for a document that is no cell.
   * Must reflect moves and deletions at once: scoping asks at every build.
   */
  cellsBefore(uri: URI): readonly URI[] | undefined;
}

/** For programs that open no notebooks: every document stands alone. */
export const noNotebooks: CellOrder = { cellsBefore: () => undefined };

/** A notebook held in memory, top cell first: for the terminal and for tests. */
export function cellsInOrder(cells: readonly URI[]): CellOrder {
  const place = new Map(cells.map((uri, index) => [uri.toString(), index]));
  return {
    cellsBefore(uri) {
      const index = place.get(uri.toString());
      return index === undefined ? undefined : cells.slice(0, index);
    },
  };
}
