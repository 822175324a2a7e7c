import { realpath } from 'node:fs/promises';
import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBValue,
} from '@duckdb/node-api';
import { Cancelled, type Task } from '../task.js';
import { engineError } from './errors.js';

/** Every how many milliseconds a running query looks whether it was stopped. */
const pollMs = 25;

/** One file being read (or written) by the data engine, which can touch that file and nothing else. */
export interface Session {
  /** Rows of a small answer. */
  all(sql: string, values?: readonly DuckDBValue[]): Promise<DuckDBValue[][]>;
  /** Streams an answer of any size, chunk by chunk (about 2,048 rows each). */
  each(sql: string, values: readonly DuckDBValue[], visit: (chunk: DuckDBDataChunk) => void): Promise<void>;
  readonly connection: DuckDBConnection;
}

export interface EngineOptions {
  /** Absolute path; nothing outside it is read or written. */
  readonly workspace: string;
  /** Above it a query ends with an error instead of the process with a crash. */
  readonly memoryLimitMb: number;
  readonly threads: number;
}

/** Reads and writes data files of one workspace. */
export interface DataEngine {
  /** Absolute, symlinks resolved. */
  readonly workspace: string;
  /** Shared by all that read schemas through this engine; see `readSchema`. */
  readonly cache: Map<string, unknown>;
  /**
   * Opens a fresh in-memory database that may touch `path` (resolved and checked by the caller) and no other file,
   * and closes it after `use`. A stop asked of `task` interrupts a running query within {@link pollMs}.
   */
  withFile<T>(path: string, task: Task, use: (session: Session) => Promise<T>): Promise<T>;
}

/** A text as an SQL literal. DuckDB knows no escapes in one but the doubled quote. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

class OneFileSession implements Session {
  constructor(
    readonly connection: DuckDBConnection,
    private readonly file: string,
    private readonly task: Task,
  ) {}

  async all(sql: string, values: readonly DuckDBValue[] = []): Promise<DuckDBValue[][]> {
    return this.watched(async () => (await this.connection.runAndReadAll(sql, [...values])).getRows());
  }

  async each(
    sql: string,
    values: readonly DuckDBValue[],
    visit: (chunk: DuckDBDataChunk) => void,
  ): Promise<void> {
    await this.watched(async () => {
      const answer = await this.connection.stream(sql, [...values]);
      for (
        let chunk = await answer.fetchChunk();
        chunk && chunk.rowCount > 0;
        chunk = await answer.fetchChunk()
      ) {
        this.task.check();
        visit(chunk);
      }
    });
  }

  private async watched<T>(work: () => Promise<T>): Promise<T> {
    let stopped: unknown;
    const timer = setInterval(() => {
      try {
        this.task.check();
      } catch (error) {
        stopped = error;
        this.connection.interrupt();
      }
    }, pollMs);
    try {
      return await work();
    } catch (error) {
      throw stopped ?? (error instanceof Cancelled ? error : engineError(error, this.file));
    } finally {
      clearInterval(timer);
    }
  }
}

/**
 * Opens the data engine: DuckDB in memory, one hardened database per file read. Extensions are neither fetched nor loaded,
 * files other than the one asked for are out of reach, and the configuration is locked before any file is opened. Only
 * SQL built from typed expressions ever runs.
 */
export async function openEngine(options: EngineOptions): Promise<DataEngine> {
  const workspace = await realpath(options.workspace);
  const settings = {
    memory_limit: `${Math.max(64, Math.floor(options.memoryLimitMb))}MiB`,
    threads: String(Math.max(1, Math.floor(options.threads))),
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  };
  return {
    workspace,
    cache: new Map(),
    async withFile(path, task, use) {
      task.check();
      const instance = await DuckDBInstance.create(':memory:', settings);
      const connection = await instance.connect();
      try {
        await connection.run("SET TimeZone = 'UTC'");
        await connection.run(`SET allowed_paths = [${quoted(path)}]`);
        await connection.run('SET enable_external_access = false');
        await connection.run('SET lock_configuration = true');
        return await use(new OneFileSession(connection, path, task));
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
  };
}
