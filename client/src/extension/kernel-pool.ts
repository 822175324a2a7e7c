import * as vscode from 'vscode';
import { languageId } from '../../../server/src/protocol.js';
import { KernelHandle } from './kernel-handle.js';
import type { KnownKernels, RememberedKernel } from './known-kernels.js';
import { homeOf } from './workspace-folder.js';

const isNotebook = (uri: vscode.Uri): boolean =>
  vscode.workspace.notebookDocuments.some((notebook) => notebook.uri.toString() === uri.toString());

/** A notebook has a kernel of its own; the spec files of a workspace share one. */
function keyOf(document: vscode.Uri, workspace: string): string {
  return isNotebook(document) ? document.toString() : `workspace ${workspace}`;
}

/** All kernels of this window. A kernel process is started by its first run, not by opening a document. */
export class KernelPool implements vscode.Disposable {
  private readonly kernels = new Map<string, KernelHandle>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** A kernel came, went, or changed its state. */
  readonly onDidChange = this.changed.event;

  /** @param program the kernel's bundle */
  constructor(
    private readonly program: string,
    private readonly known: KnownKernels,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Goes back to the kernels that wait since before the window was reloaded. */
  async findAgain(): Promise<void> {
    const handles = [...this.known.all()].map(([key, { workspace }]) => this.at(key, workspace));
    await Promise.all(handles.map((handle) => handle.findAgain()));
  }

  /** The kernel of a document, whose data lie in this workspace. */
  of(document: vscode.Uri, workspace: string): KernelHandle {
    return this.at(keyOf(document, workspace), workspace);
  }

  private at(key: string, workspace: string): KernelHandle {
    const there = this.kernels.get(key);
    if (there) return there;
    const memory = {
      known: () => this.known.all().get(key),
      keep: (kernel: RememberedKernel | undefined) => this.known.keep(key, kernel),
    };
    const kernel = new KernelHandle(this.program, workspace, memory, this.log);
    kernel.onDidChangeState(() => this.changed.fire());
    this.kernels.set(key, kernel);
    this.changed.fire();
    return kernel;
  }

  /** Kernels of the notebook or spec in front of the person; all of them, where that is neither. */
  inFront(): KernelHandle[] {
    const notebook = vscode.window.activeNotebookEditor?.notebook.uri;
    const document = vscode.window.activeTextEditor?.document;
    const spec = document?.languageId === languageId ? document.uri : undefined;
    const uri = notebook ?? spec;
    const home = uri && homeOf(uri);
    if (!uri || !home) return [...this.kernels.values()];
    const kernel = this.kernels.get(keyOf(uri, home.workspace));
    return kernel ? [kernel] : [];
  }

  /** Ends the kernel of a notebook that was closed. */
  async release(notebook: vscode.Uri): Promise<void> {
    const kernel = this.kernels.get(notebook.toString());
    this.kernels.delete(notebook.toString());
    await kernel?.dispose();
    this.changed.fire();
  }

  /** Ends all kernels, so that the next run starts one with the settings of then. */
  async stopAll(): Promise<void> {
    const kernels = [...this.kernels.values()];
    this.kernels.clear();
    await Promise.all(kernels.map((kernel) => kernel.dispose()));
    this.changed.fire();
  }

  /** The window closes, or is reloaded: nobody can tell which. Kernels wait a while for it. */
  dispose(): void {
    for (const kernel of this.kernels.values()) kernel.leave();
    this.changed.dispose();
  }
}
