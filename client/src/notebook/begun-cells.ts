import type * as vscode from 'vscode';

/** A cell that runs or waits to, by its place and text. */
interface BegunCell {
  readonly index: number;
  readonly text: string;
}

const place = 'causal.begunCells';

const isBegun = (value: unknown): value is BegunCell => {
  const { index, text } = (value ?? {}) as Partial<BegunCell>;
  return typeof index === 'number' && typeof text === 'string';
};

/** Cells that were begun and have not ended: after the window was reloaded they go on, where their kernel is found again. */
export class BegunCells {
  constructor(private readonly memento: vscode.Memento) {}

  begin(cells: readonly vscode.NotebookCell[]): void {
    for (const { notebook, index, document } of cells) {
      const others = this.of(notebook).filter((each) => each.index !== index);
      this.keep(notebook, [...others, { index, text: document.getText() }]);
    }
  }

  end({ notebook, document }: vscode.NotebookCell): void {
    const text = document.getText();
    this.keep(
      notebook,
      this.of(notebook).filter((each) => each.text !== text),
    );
  }

  /** Cells of the notebook that were begun before and say the same still, in the order they were begun in; they are forgotten. */
  take(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
    const begun = this.of(notebook);
    this.keep(notebook, []);
    const cells = notebook.getCells();
    return begun.flatMap(({ index, text }) =>
      cells[index]?.document.getText() === text ? [cells[index]] : [],
    );
  }

  private of({ uri }: vscode.NotebookDocument): BegunCell[] {
    const kept = this.memento.get<Record<string, unknown>>(place, {})[uri.toString()];
    return Array.isArray(kept) ? kept.filter(isBegun) : [];
  }

  private keep({ uri }: vscode.NotebookDocument, cells: readonly BegunCell[]): void {
    const { [uri.toString()]: _, ...others } = this.memento.get<Record<string, unknown>>(place, {});
    void this.memento.update(place, cells.length > 0 ? { ...others, [uri.toString()]: cells } : others);
  }
}
