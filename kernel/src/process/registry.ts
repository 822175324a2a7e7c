import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyOf, openStore, type Store } from '../artifacts/store.js';
import { writeAtomically } from '../files/atomic.js';
import { fileError } from '../files/file-error.js';
import type { Plan } from '../plan.js';
import { inputError } from '../problem.js';
import type { ComparisonResult, EffectResult, Metric, ModelResult, Provenance } from '../result.js';
import type { SeenRows } from './seen-rows.js';

/** A fit that was promoted: the plan it follows, what it was made from, and what it found. */
export interface Version {
  /** Of the fit, in the registry. */
  readonly key: string;
  /** ISO time. */
  readonly promoted: string;
  readonly plan: Plan;
  readonly provenance: Provenance;
  readonly n: number;
  /** Headline numbers by name, as `estimate`, `low`, `high`. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** What was in its data, where it can be continued. */
  readonly seen?: SeenRows;
  /** Where it was not fitted from scratch: the version it went on from, and the rounds added to the fit from scratch in all. */
  readonly continued?: { readonly from: string; readonly rounds: number };
}

/** All versions of one effect or model that were promoted, in order, and which of them scores files. */
export interface Registered {
  readonly version: 1;
  readonly name: string;
  readonly versions: readonly Version[];
  /** Place of the one that is live. */
  readonly live: number;
}

/** What became of the versions, and what there is to say of it. */
export interface Changed {
  readonly registered: Registered;
  readonly said: string;
  readonly notes?: readonly string[];
  readonly warnings?: readonly string[];
}

/**
 * Promoted fits of a workspace: a folder `registry` in the store, with a file per effect or model and a store of its own for the fits, so that none is
 * swept away that a file may be scored with.
 */
export class Registry {
  private fits: Promise<Store> | undefined;
  private readonly folder: string;

  constructor(store: Store) {
    this.folder = join(store.folder, 'registry');
  }

  /** @throws InputError CS1144 where the file is damaged */
  async of({ spec }: Plan, name: string): Promise<Registered | undefined> {
    let text: string;
    try {
      text = await readFile(this.place(spec, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw fileError(error, 'registry', 'read');
    }
    const [sum, body = ''] = [text.slice(0, 64), text.slice(65)];
    if (sum !== keyOf(body)) {
      const message = `What is registered of ${name} is damaged and cannot be told; promote it again.`;
      throw inputError('CS1144', message, { file: spec });
    }
    return JSON.parse(body) as Registered;
  }

  async write({ spec }: Plan, registered: Registered): Promise<void> {
    await this.store();
    const body = JSON.stringify(registered);
    try {
      const parts = [Buffer.from(`${keyOf(body)}\n${body}`)];
      await writeAtomically(this.place(spec, registered.name), join(this.folder, 'tmp'), parts);
    } catch (error) {
      throw fileError(error, 'registry', 'write');
    }
  }

  /** The fits. */
  async store(): Promise<Store> {
    this.fits ??= openStore(this.folder, () => undefined, Number.POSITIVE_INFINITY);
    return this.fits;
  }

  private place(spec: string, name: string): string {
    return join(this.folder, `${keyOf(spec, name)}.json`);
  }
}

/** What is told of a version beside others. */
export function figuresOf(result: EffectResult | ModelResult): Version['figures'] {
  if (result.kind === 'model') {
    return figuresOfMetrics(result.metrics.at(-1)?.metrics ?? []);
  }
  const several = result.contrasts.length > 1;
  const entries = result.contrasts.flatMap(({ arm, estimate, interval: [low, high] }) => {
    const of = several ? ` of ${arm}` : '';
    return [
      [`estimate${of}`, estimate],
      [`low${of}`, low],
      [`high${of}`, high],
    ] as const;
  });
  return Object.fromEntries(entries);
}

export function figuresOfMetrics(metrics: readonly Metric[]): Version['figures'] {
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** With a version more, which is live. What was rolled back from is no version to go back to. */
export function withLive(before: Registered | undefined, name: string, version: Version): Registered {
  const earlier = before?.versions.slice(0, before.live + 1) ?? [];
  const versions = [...earlier.filter(({ key }) => key !== version.key), version];
  return { version: 1, name, versions, live: versions.length - 1 };
}

/** Versions side by side, those of today's spec and data last, where they are not promoted. */
export function compareVersions(
  { name, versions, live }: Registered,
  today: Pick<Version, 'n' | 'figures' | 'provenance'> | undefined,
): Pick<ComparisonResult, 'columns' | 'rows'> {
  const all = [
    ...versions.map(({ n, figures, provenance }) => ({ n, figures, provenance })),
    ...(today ? [today] : []),
  ];
  const isContinued = versions.some(({ continued }) => continued);
  const origin = (version: Version | undefined): string => {
    const from = version?.continued?.from;
    const place = versions.findIndex(({ key }) => key === from);
    return place < 0 ? '' : `${name} ${place + 1}`;
  };
  const names = [...new Set(all.flatMap(({ figures }) => Object.keys(figures)))];
  const rows = all.map(({ n, figures, provenance: { dataHash, specHash } }, i) => ({
    name: versions[i] ? `${name} ${i + 1}` : `${name}, not promoted`,
    values: [
      ...[
        i === live && versions[i] ? 'live' : '',
        versions[i]?.promoted.slice(0, 16).replace('T', ' ') ?? '',
        ...(isContinued ? [origin(versions[i])] : []),
        n,
      ],
      ...names.map((figure) => figures[figure] ?? null),
      ...[dataHash.slice(0, 8), specHash.slice(0, 8)],
    ],
  }));
  const from = isContinued ? ['continued from'] : [];
  return { columns: ['', 'promoted', ...from, 'rows', ...names, 'data', 'spec'], rows };
}
