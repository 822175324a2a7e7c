import { OperationCancelled, type URI } from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import { type DataEngine, openEngine } from '../../../kernel/src/data/open.js';
import { columnSummaries, fromFolder, readSchema } from '../../../kernel/src/data/schema.js';
import { InputError } from '../../../kernel/src/problem.js';
import type { ColumnSummary, FileSchema } from '../../../kernel/src/process/protocol.js';
import { Cancelled, createTask, type Task } from '../../../kernel/src/task.js';
import type { SchemaSource } from '../language/schemas.js';
import { defaultServerOptions, type ServerOptions } from '../protocol.js';
import { WorkspaceFolders } from './workspace-folders.js';

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
  private folders = new WorkspaceFolders([]);
  private readonly engines = new Map<string, Promise<DataEngine>>();

  /** @param report told what kept the engine from opening or reading, for the server's log */
  constructor(private readonly report: (fault: unknown) => void) {}

  /** To be called at initialisation. */
  configure(options: ServerOptions, folders: WorkspaceFolders): void {
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

  private async asked<T>(
    uri: URI,
    token: CancellationToken | undefined,
    question: (engine: DataEngine, folder: string, task: Task) => Promise<T>,
  ): Promise<T | undefined> {
    const flag = new Int32Array(1);
    const listening = token?.onCancellationRequested(() => Atomics.store(flag, 0, 1));
    try {
      const place = this.options.workspaceTrusted ? this.folders.locate(uri) : undefined;
      if (!place) return undefined;
      return await question(await this.open(place.workspace), place.folder, createTask(flag));
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
