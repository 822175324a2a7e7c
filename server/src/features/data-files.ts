import type { URI } from 'langium';
import { hashFile } from '../../../kernel/src/data/hash-file.js';
import { type DataEngine, openEngine } from '../../../kernel/src/data/open.js';
import { columnSummaries, fromFolder, readSchema } from '../../../kernel/src/data/schema.js';
import { type Preview, previewsOf } from '../../../kernel/src/preview/preview.js';
import type { Question } from '../../../kernel/src/preview/question.js';
import { InputError } from '../../../kernel/src/problem.js';
import type { ColumnSummary, FileSchema } from '../../../kernel/src/process/protocol.js';
import { unwatched } from '../../../kernel/src/task.js';
import type { SchemaSource } from '../language/schemas.js';
import { defaultServerOptions, type ServerOptions } from '../protocol.js';
import type { HashSource } from './last-runs.js';
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
export class DataFiles implements SchemaSource, SummarySource, HashSource {
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

  /** Not stopped by the next keystroke: what is read is kept, and that keystroke's build will ask for it again. */
  async columns(path: string, relativeTo: URI): Promise<FileSchema | undefined> {
    return this.asked(relativeTo, (engine, folder) => readSchema(engine, fromFolder(folder, path)));
  }

  async summaries(path: string, relativeTo: URI): Promise<readonly ColumnSummary[] | undefined> {
    return this.asked(relativeTo, (engine, folder) =>
      unlessRefused(columnSummaries(engine, fromFolder(folder, path))),
    );
  }

  /** sha256 of a file's bytes, as results carry it. */
  async hash(path: string, relativeTo: URI): Promise<string | undefined> {
    return this.asked(relativeTo, (engine, folder) =>
      unlessRefused(hashFile(engine, fromFolder(folder, path), unwatched)),
    );
  }

  /** What is known of questions about rows, and a way to know more; none where files may not be read. */
  async previews(questions: readonly Question[], relativeTo: URI): Promise<readonly Preview[]> {
    const asked = this.asked(relativeTo, (engine, folder) => previewsOf(engine, folder, questions));
    return (await asked) ?? [];
  }

  private async asked<T>(
    uri: URI,
    question: (engine: DataEngine, folder: string) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      const place = this.options.workspaceTrusted ? this.folders.locate(uri) : undefined;
      if (!place) return undefined;
      return await question(await this.open(place.workspace), place.folder);
    } catch (error) {
      this.report(error);
      return undefined;
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

/** A file that cannot be read is told of by its schema. */
async function unlessRefused<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
