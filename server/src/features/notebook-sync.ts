import { TextDocument, URI, UriUtils } from 'langium';
import type { TextDocuments } from 'langium/lsp';
import type {
  Connection,
  DidChangeNotebookDocumentParams,
  DidCloseNotebookDocumentParams,
  DidOpenNotebookDocumentParams,
  NotebookCellArrayChange,
  NotebookDocumentSyncOptions,
} from 'vscode-languageserver';
import type { CellOrder } from '../language/notebook-order.js';
import { languageId, notebookTypes } from '../protocol.js';

/** What the server tells the client it wants to hear of notebooks. */
export const notebookSyncOptions: NotebookDocumentSyncOptions = {
  notebookSelector: notebookTypes.map((notebookType) => ({
    notebook: { notebookType },
    cells: [{ language: languageId }],
  })),
};

/** What must be built again after a notebook has changed. */
export type Rebuild = (changed: readonly URI[], deleted: readonly URI[]) => void;

/**
 * Open notebooks: which cells they have, in which order, with which text. Takes the place of Langium's
 * `NotebookDocuments`, which stays silent when a cell is moved, keeps deleted cells, and lets the texts of cells be built
 * before their notebook is known. Here the order is set first, then the texts, then everything from the first touched cell
 * downwards is built once, since a cell sees the cells above it.
 */
export class NotebookSync implements CellOrder {
  /** Cells by notebook, top first; keys and values are normalised URIs. */
  private readonly cells = new Map<string, string[]>();
  private readonly notebookOf = new Map<string, string>();

  /** @param texts where the texts of all open documents are kept; asked late, because services need each other */
  constructor(private readonly openTexts: () => TextDocuments<TextDocument>) {}

  cellsBefore(uri: URI): URI[] | undefined {
    const cell = UriUtils.normalize(uri);
    const order = this.orderAround(cell);
    return order && this.causalCells(order.slice(0, order.indexOf(cell)));
  }

  /** All cells of the notebook a cell belongs to, top first; undefined for a document that is no cell. */
  cellsAround(uri: URI): URI[] | undefined {
    const order = this.orderAround(UriUtils.normalize(uri));
    return order && this.causalCells(order);
  }

  /** All cells of a notebook, top first; undefined for a document that is no open notebook. */
  cellsOf(notebook: URI): URI[] | undefined {
    const order = this.cells.get(UriUtils.normalize(notebook));
    return order && this.causalCells(order);
  }

  /** Whether a document is a cell of an open notebook, whose builds come from here. */
  owns(uri: string): boolean {
    return this.notebookOf.has(UriUtils.normalize(uri));
  }

  /** To be called before the connection listens. */
  listen(connection: Connection, rebuild: Rebuild): void {
    const { synchronization } = connection.notebooks;
    synchronization.onDidOpenNotebookDocument((params) => this.opened(params, rebuild));
    synchronization.onDidChangeNotebookDocument((params) => this.changed(params, rebuild));
    synchronization.onDidCloseNotebookDocument((params) => this.closed(params, rebuild));
  }

  private opened(params: DidOpenNotebookDocumentParams, rebuild: Rebuild): void {
    const notebook = UriUtils.normalize(params.notebookDocument.uri);
    const order = params.notebookDocument.cells.map((cell) => UriUtils.normalize(cell.document));
    this.cells.set(notebook, order);
    for (const cell of order) this.notebookOf.set(cell, notebook);
    for (const text of params.cellTextDocuments) this.openText(text);
    rebuild(this.causalCells(order), []);
  }

  private changed(params: DidChangeNotebookDocumentParams, rebuild: Rebuild): void {
    const notebook = UriUtils.normalize(params.notebookDocument.uri);
    const order = this.cells.get(notebook);
    const change = params.change.cells;
    if (!order || !change) return;
    let first = order.length;
    let gone: string[] = [];
    if (change.structure) {
      const { array, didOpen = [], didClose = [] } = change.structure;
      first = Math.min(first, array.start);
      this.splice(notebook, order, array);
      gone = didClose.map((cell) => UriUtils.normalize(cell.uri)).filter((cell) => !order.includes(cell));
      for (const cell of gone) this.closeText(cell);
      for (const text of didOpen) this.openText(text);
    }
    for (const { document, changes } of change.textContent ?? []) {
      const cell = UriUtils.normalize(document.uri);
      const text = this.texts.get(cell);
      if (!text) continue;
      this.texts.set(TextDocument.update(text, changes, document.version));
      first = Math.min(first, order.indexOf(cell));
    }
    const touched = this.causalCells(order.slice(Math.max(0, first)));
    rebuild(
      touched,
      gone.map((cell) => URI.parse(cell)),
    );
  }

  private closed(params: DidCloseNotebookDocumentParams, rebuild: Rebuild): void {
    const notebook = UriUtils.normalize(params.notebookDocument.uri);
    const order = this.cells.get(notebook) ?? [];
    this.cells.delete(notebook);
    for (const cell of order) this.closeText(cell);
    rebuild(
      [],
      order.map((cell) => URI.parse(cell)),
    );
  }

  private splice(notebook: string, order: string[], change: NotebookCellArrayChange): void {
    const added = (change.cells ?? []).map((cell) => UriUtils.normalize(cell.document));
    order.splice(change.start, change.deleteCount, ...added);
    for (const cell of added) this.notebookOf.set(cell, notebook);
  }

  private openText(text: { uri: string; languageId: string; version: number; text: string }): void {
    this.texts.set(
      TextDocument.create(UriUtils.normalize(text.uri), text.languageId, text.version, text.text),
    );
  }

  /** The text goes before the mark of being a cell, so that the update handler leaves the closing to {@link Rebuild}. */
  private closeText(cell: string): void {
    this.texts.delete(cell);
    this.notebookOf.delete(cell);
  }

  private causalCells(order: readonly string[]): URI[] {
    return order
      .filter((cell) => this.texts.get(cell)?.languageId === languageId)
      .map((cell) => URI.parse(cell));
  }

  private orderAround(cell: string): string[] | undefined {
    const notebook = this.notebookOf.get(cell);
    return notebook === undefined ? undefined : this.cells.get(notebook);
  }

  private get texts(): TextDocuments<TextDocument> {
    return this.openTexts();
  }
}
