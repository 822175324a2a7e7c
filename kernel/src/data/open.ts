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

/** A file being read (or written) by the data engine, which can touch that file and nothing else. */
export interface Session {
  /** Rows of a small answer. */
  all(sql: string, values?: readonly DuckDBValue[]): Promise<DuckDBValue[][]>;
  /** Streams an answer of any size, chunk by chunk (about 2,048 rows each). */
  each(sql: string, values: readonly DuckDBValue[], visit: (chunk: DuckDBDataChunk) => void): Promise<void>;
  /** The same for whoever fetches: no more is read ahead than the engine holds in its buffer. */
  chunks(sql: string, values: readonly DuckDBValue[]): AsyncGenerator<DuckDBDataChunk>;
  readonly connection: DuckDBConnection;
}

/** What one database may use. */
export interface Limits {
  /** Above it a query ends with an error instead of the process with a crash. */
  readonly memoryLimitMb: number;
  readonly threads: number;
}

export interface EngineOptions extends Limits {
  /** Absolute path; nothing outside it is read or written. */
  readonly workspace: string;
}

/** Reads and writes data files of one workspace. */
export interface DataEngine {
  /** Absolute, symlinks resolved. */
  readonly workspace: string;
  /** Shared by all that read schemas through this engine; see `readSchema`. */
  readonly cache: Map<string, unknown>;
  /**
   * Opens a fresh in-memory database that may touch `path` (or paths, resolved and checked by the caller) and no other file,
   * and closes it after `use`. A stop asked of `task` interrupts a running query within {@link pollMs}.
   *
   * @param limits of this database, where they are lower than those of the engine
   */
  withFile<T>(
    path: string | readonly string[],
    task: Task,
    use: (session: Session) => Promise<T>,
    limits?: Partial<Limits>,
  ): Promise<T>;
}

/** A text as an SQL literal. DuckDB knows no escapes in one but the doubled quote. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

class FileSession implements Session {
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
    for await (const chunk of this.chunks(sql, values)) visit(chunk);
  }

  async *chunks(sql: string, values: readonly DuckDBValue[]): AsyncGenerator<DuckDBDataChunk> {
    const answer = await this.watched(() => this.connection.stream(sql, [...values]));
    const next = () => this.watched(() => answer.fetchChunk());
    for (let chunk = await next(); chunk && chunk.rowCount > 0; chunk = await next()) {
      this.task.check();
      yield chunk;
    }
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

function lower(own: Limits, { memoryLimitMb, threads }: Partial<Limits>): Limits {
  return {
    memoryLimitMb: Math.min(own.memoryLimitMb, memoryLimitMb ?? own.memoryLimitMb),
    threads: Math.min(own.threads, threads ?? own.threads),
  };
}

/**
 * Opens the data engine: DuckDB in memory, one hardened database per file read. Extensions are neither fetched nor loaded,
 * files other than the one asked for are out of reach, and the configuration is locked before any file is opened. Only
 * SQL built from typed expressions ever runs.
 */
export async function openEngine(options: EngineOptions): Promise<DataEngine> {
  const workspace = await realpath(options.workspace);
  const settings = ({ memoryLimitMb, threads }: Limits) => ({
    memory_limit: `${Math.max(64, Math.floor(memoryLimitMb))}MiB`,
    threads: String(Math.max(1, Math.floor(threads))),
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  return {
    workspace,
    cache: new Map(),
    async withFile(path, task, use, limits = {}) {
      task.check();
      const paths = typeof path === 'string' ? [path] : path;
      const instance = await DuckDBInstance.create(':memory:', settings(lower(options, limits)));
      const connection = await instance.connect();
      try {
        await connection.run("SET TimeZone = 'UTC'");
        await connection.run(`SET allowed_paths = [${paths.map(quoted).join(', ')}]`);
        await connection.run('SET enable_external_access = false');
        await connection.run('SET lock_configuration = true');
        return await use(new FileSession(connection, paths[0], task));
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
  };
}
