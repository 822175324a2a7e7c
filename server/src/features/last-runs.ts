import { setTimeout as delay } from 'node:timers/promises';
import type { URI } from 'langium';
import { filePathOf } from '../language/file-path.js';
import type { LastRun, LastRunSource, LastRuns } from '../language/last-runs.js';

/** A small file is hashed within this many milliseconds, and is waited for; what takes longer is told with the next build. */
const patienceMs = 20;

/** Where the hashes of data files come from; undefined where a file may not or cannot be read. */
export interface HashSource {
  hash(path: string, relativeTo: URI): Promise<string | undefined>;
}

interface Look {
  readonly found: string | undefined;
  /** Whether it is another than was known. */
  readonly news: boolean;
}

/** The last runs that the client told of, as long as the server lives; the client keeps them longer. */
export class KeptRuns implements LastRunSource {
  /** By path of the spec or notebook, then by name. */
  private readonly kept = new Map<string, Map<string, LastRun>>();
  /** Hashes as they were last found, by document and path. */
  private readonly seen = new Map<string, string>();
  private readonly looking = new Map<string, Promise<Look>>();

  /** @param known told of a document once the hash of one of its files has turned out to be another */
  constructor(
    private readonly hashes: HashSource,
    private readonly known: (document: URI) => void,
  ) {}

  /** Takes what was estimated; a later run takes the place of an earlier one. */
  record(document: URI, runs: readonly LastRun[]): void {
    const path = filePathOf(document);
    const own = this.kept.get(path) ?? new Map<string, LastRun>();
    for (const run of runs) own.set(run.name, run);
    this.kept.set(path, own);
  }

  async of(document: URI, paths: readonly string[]): Promise<LastRuns> {
    const runs = this.kept.get(filePathOf(document)) ?? new Map<string, LastRun>();
    const dataHashes = new Map<string, string>();
    if (runs.size === 0) return { runs, dataHashes };
    await Promise.all(
      [...new Set(paths)].map(async (path) => {
        const hash = await this.hashNow(path, document);
        if (hash !== undefined) dataHashes.set(path, hash);
      }),
    );
    return { runs, dataHashes };
  }

  /** To be called when files have changed: what is being read may be what they held before. */
  lookAgain(): void {
    this.looking.clear();
  }

  /** As it is now, or as it was when it was last looked at, where looking takes long. */
  private async hashNow(path: string, document: URI): Promise<string | undefined> {
    const key = `${filePathOf(document)}\0${path}`;
    const looking = this.looking.get(key) ?? this.look(key, path, document);
    const waited = await Promise.race([looking, delay(patienceMs, undefined, { ref: false })]);
    if (waited) return waited.found;
    // Told of what is new alone: a build that is told of what it knew would be followed by another, without end.
    void looking.then(({ news }) => news && this.known(document));
    return this.seen.get(key);
  }

  /** One look at a time, however often one is built meanwhile. */
  private look(key: string, path: string, document: URI): Promise<Look> {
    const looking: Promise<Look> = this.hashes.hash(path, document).then((found) => {
      const latest = this.looking.get(key) === looking;
      if (latest) this.looking.delete(key);
      const news = latest && found !== undefined && found !== this.seen.get(key);
      if (news) this.seen.set(key, found);
      return { found, news };
    });
    this.looking.set(key, looking);
    return looking;
  }
}
