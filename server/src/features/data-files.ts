import { dirname, relative } from 'node:path';
import { OperationCancelled, type URI } from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import { type DataEngine, openEngine } from '../../../kernel/src/data/open.js';
import { isInside } from '../../../kernel/src/data/paths.js';
import { columnSummaries, fromFolder, readSchema } from '../../../kernel/src/data/schema.js';
import { InputError } from '../../../kernel/src/problem.js';
import type { ColumnSummary, FileSchema } from '../../../kernel/src/process/protocol.js';
import { Cancelled, createTask, type Task } from '../../../kernel/src/task.js';
import type { SchemaSource } from '../language/schemas.js';
import { defaultServerOptions, type ServerOptions } from '../protocol.js';

/** What hover asks of a data file. */
export interface SummarySource {
  /** Range, distinct values and share missing of every column; undefined where the file may not or cannot be read. */
  summaries(path: string, relativeTo: URI): Promise<readonly ColumnSummary[] | undefined>;
}

/**
 * The data files of the workspace, as far as the editor looks into them. The data engine is opened at the first question,
 * one per workspace folder; in a workspace that is not trusted nothing is opened at all.
 */
export class DataFiles implements SchemaSource, SummarySource {
  private options: ServerOptions = defaultServerOptions;
  private folders: readonly string[] = [];
  private readonly engines = new Map<string, Promise<DataEngine>>();

  /** @param report told what kept the engine from opening or reading, for the server's log */
  constructor(private readonly report: (fault: unknown) => void) {}

  /** To be called at initialisation; `folders` are the absolute paths of the workspace's folders. */
  configure(options: ServerOptions, folders: readonly string[]): void {
    this.options = options;
    this.folders = folders;
  }

  async columns(path: string, relativeTo: URI, token?: CancellationToken): Promise<FileSchema | undefined> {
    return this.asked(relativeTo, token, (engine, folder, task) =>
      readSchema(engine, fromFolder(folder, path), task),
    );
  }

  async summaries(path: string, relativeTo: URI): Promise<readonly ColumnSummary[] | undefined> {
    return this.asked(relativeTo, undefined, async (engine, folder, task) => {
      try {
        return await columnSummaries(engine, fromFolder(folder, path), task);
      } catch (error) {
        if (error instanceof InputError) return undefined;
        throw error;
      }
    });
  }

  /** The engine of the workspace folder a document lies in; undefined where the workspace is not trusted. */
  async engineFor(uri: URI): Promise<{ engine: DataEngine; folder: string } | undefined> {
    if (!this.options.workspaceTrusted) return undefined;
    const own = folderOf(uri);
    const around = this.folders.filter((folder) => own !== undefined && isInside(folder, own));
    const root = around.sort((a, b) => b.length - a.length)[0] ?? own ?? this.folders[0];
    if (root === undefined) return undefined;
    const engine = await this.open(root);
    return { engine, folder: own === undefined ? '' : relative(root, own) };
  }

  private async asked<T>(
    uri: URI,
    token: CancellationToken | undefined,
    question: (engine: DataEngine, folder: string, task: Task) => Promise<T>,
  ): Promise<T | undefined> {
    const flag = new Int32Array(1);
    const listening = token?.onCancellationRequested(() => Atomics.store(flag, 0, 1));
    try {
      const found = await this.engineFor(uri);
      return found && (await question(found.engine, found.folder, createTask(flag)));
    } catch (error) {
      if (error instanceof Cancelled) throw OperationCancelled;
      this.report(error);
      return undefined;
    } finally {
      listening?.dispose();
    }
  }

  private open(workspace: string): Promise<DataEngine> {
    const kept = this.engines.get(workspace);
    if (kept) return kept;
    const { memoryLimitMb } = this.options;
    const engine = openEngine({ workspace, memoryLimitMb, threads: 1 });
    engine.catch(() => this.engines.delete(workspace));
    this.engines.set(workspace, engine);
    return engine;
  }
}

/** Folder of a spec file, or of the notebook a cell belongs to; undefined for a document that was never saved. */
function folderOf(uri: URI): string | undefined {
  if (uri.scheme !== 'file' && uri.scheme !== 'vscode-notebook-cell') return undefined;
  return dirname(uri.with({ scheme: 'file', fragment: '' }).fsPath);
}
