import { decodeValue, encodeValue } from '../artifacts/codec.js';
import { keyOf, type Store } from '../artifacts/store.js';
import { dataHashOf } from '../data/data-hash.js';
import { hashFile } from '../data/hash-file.js';
import { matchingRows } from '../data/load.js';
import { readModelFile } from '../data/read-model-file.js';
import { fromFolder } from '../data/schema.js';
import { selectTable } from '../data/select-table.js';
import type { ColumnType, Table } from '../data/table.js';
import type { NamedRows } from '../effects/request.js';
import type { Plan } from '../plan.js';
import { InputError, inputError, type Problem } from '../problem.js';
import type { EffectResult, ModelResult, Provenance } from '../result.js';
import type { Task } from '../task.js';
import { tellAdaptation, tellAll } from '../text/adapter/adapting-words.js';
import { openTensors } from '../text/network/tensors.js';
import { selectTextRows, type TextDesign } from '../text/text-design.js';
import { importModel } from '../trees/exchange/exchange.js';
import type { TreeEnsemble } from '../trees/model/ensemble.js';
import { checkAdapters } from './adapters.js';
import { checkBases } from './bases.js';
import { effectTrainer } from './effect-trainer.js';
import { withCounts } from './history-counts.js';
import type { Learnt } from './learnt.js';
import { lexiconFile } from './lexicon.js';
import { modelTrainer } from './model-trainer.js';
import { Recent } from './recent.js';
import { withCopies } from './text-copies.js';
import type { Inputs, Trainer } from './trainer.js';
import { loadStepOf, type ReadingStep, type TrainableStep, type Workbench, warningsOf } from './workbench.js';

type TrainedResult = EffectResult | ModelResult;
type AnyTrainer = Trainer<TrainableStep, TrainedResult, unknown>;

/** What is kept beside a result, to score and explain rows later. */
export interface Kept extends Learnt {
  /** In the store: packed by the trainer. */
  readonly fitted: unknown;
  /** Types of the columns in training: a scored file is read with the same ones. */
  readonly types: ReadonlyMap<string, ColumnType>;
  /** Levels that categories had in training. */
  readonly levels: ReadonlyMap<string, readonly string[]>;
}

/** A fit that lies in a store of its own. */
export interface Pinned {
  readonly key: string;
  readonly provenance: Provenance;
  readonly store: Store;
}

export interface Trained {
  readonly result: TrainedResult;
  /** Nothing had to be computed. */
  readonly reused: boolean;
}

/** How steps of this kind learn. */
export function trainerOf(step: TrainableStep): AnyTrainer {
  // Each trainer is only ever given steps of its own kind and what it fitted itself.
  return (step.kind === 'effect' ? effectTrainer : modelTrainer) as unknown as AnyTrainer;
}

/** Trains effects and models, or takes up what was trained before from the same data by the same program. */
export class Training {
  private readonly recent = new Recent<Kept>(4);

  /**
   * @param plan of this run
   * @param folder of the spec, relative to the workspace
   * @param trouble told of what kept a result from being kept
   * @param pinned a fit to be used whatever spec and data are today
   */
  constructor(
    private readonly bench: Workbench,
    private readonly plan: Plan,
    private readonly folder: string,
    private readonly trouble: (problem: Problem) => void,
    private readonly pinned?: Pinned,
  ) {}

  /** The result of a step, computed or reused. */
  async train(step: TrainableStep, task: Task): Promise<Trained> {
    const { key, provenance } = await this.identify(step, task);
    const bytes = await this.bench.store.read(key, 'result');
    if (bytes) {
      const kept = JSON.parse(Buffer.from(bytes).toString('utf8')) as TrainedResult;
      return { result: { ...kept, name: step.name, provenance }, reused: true };
    }
    return { result: (await this.compute(step, key, provenance, task)).result, reused: false };
  }

  /** What was fitted, trained now where nothing usable is kept. */
  async fitted(step: TrainableStep, task: Task): Promise<Kept> {
    const { key, provenance } = await this.identify(step, task);
    const recent = this.recent.get(key);
    if (recent) return recent;
    const bytes = await (this.pinned?.store ?? this.bench.store).read(key, 'fitted');
    if (!bytes && this.pinned) {
      const message = `The promoted version of ${step.name} is damaged and cannot be used; promote it again.`;
      throw inputError('CS1144', message, { file: this.plan.spec });
    }
    if (!bytes) return (await this.compute(step, key, provenance, task)).kept;
    const { fitted, types, levels, bases, adapters } = decodeValue(bytes) as Kept;
    const kept = {
      fitted: trainerOf(step).unpack(fitted, task),
      types,
      levels,
      bases: checkBases(bases, this.bench.learntTexts(this.plan, step)),
      adapters: checkAdapters(adapters, this.bench.adaptedTexts(this.plan, step)),
    };
    this.recent.set(key, kept);
    return kept;
  }

  /** What was fitted, as it is kept in a store. */
  async fittedBytes(step: TrainableStep, task: Task): Promise<Uint8Array> {
    return packed(step, await this.fitted(step, task));
  }

  /**
   * Table and texts a step was given, before its `where`.
   * @param learnt of the texts in training; absent where it is to be learnt now
   */
  async inputs(step: TrainableStep, task: Task, learnt?: Learnt): Promise<Inputs> {
    const table = await this.bench.table(
      loadStepOf(this.plan, step),
      this.folder,
      task.part(0, 0.3, 'reading data'),
    );
    const part = task.part(0.3, 1);
    const asked = step.parameters.texts;
    const texts = await this.bench.textDesigns(this.plan, this.folder, asked, table, part, learnt);
    return { table: withCounts(table, asked, texts), texts };
  }

  /** The rows a step learns from, without its texts. */
  async rows(step: TrainableStep, task: Task): Promise<Table> {
    const table = await this.bench.table(loadStepOf(this.plan, step), this.folder, task);
    return (await this.narrowed(step, { table, texts: [] }, task)).table;
  }

  /** What results of a step are made from; the place is that of the step in the spec of today. */
  async provenance(step: ReadingStep, task: Task): Promise<Provenance> {
    return (await this.identify(step, task)).provenance;
  }

  /** Tells fits apart: the same key, the same fit. */
  async keyOf(step: TrainableStep, task: Task): Promise<string> {
    return (await this.identify(step, task)).key;
  }

  /** Plain data that follows from a step's result and some words more; made where it is not kept. */
  async derived<T>(
    step: ReadingStep,
    parts: readonly string[],
    task: Task,
    make: () => Promise<T>,
  ): Promise<T> {
    const bytes = await this.derivedBytes(step, parts, task, async () =>
      Buffer.from(JSON.stringify(await make())),
    );
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as T;
  }

  /** The same of bytes. */
  async derivedBytes(
    step: ReadingStep,
    parts: readonly string[],
    task: Task,
    make: () => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const { key: trained, provenance } = await this.identify(step, task);
    const key = keyOf('derived', trained, ...parts);
    const bytes = await this.bench.store.read(key, 'derived');
    if (bytes) return bytes;
    const made = await make();
    await this.keepBlobs(key, provenance, new Map([['derived', made]]));
    return made;
  }

  private async identify(step: ReadingStep, task: Task): Promise<{ key: string; provenance: Provenance }> {
    if (this.pinned) {
      const { key, provenance } = this.pinned;
      return { key, provenance: { ...provenance, place: step.place } };
    }
    const dataHash = await this.dataHash(step, task);
    const versions = await this.bench.versionsOf(this.plan, step);
    const { seed } = step.parameters;
    const { hash: stepHash, place } = step;
    const files = [
      importedFile(step, this.folder),
      ...step.parameters.texts.map((text) => lexiconFile(text, this.folder)),
    ].filter((file) => file !== undefined);
    const model: string[] = [];
    for (const file of files) model.push(await hashFile(this.bench.engine, file, task));
    const provenance = { stepHash, specHash: this.plan.specHash, dataHash, seed, versions, place };
    return {
      key: keyOf('result', stepHash, dataHash, seed, JSON.stringify(versions), this.bench.program, ...model),
      provenance,
    };
  }

  /** Of the data file; of that and all files of events where the step reads histories. */
  private async dataHash(step: ReadingStep, task: Task): Promise<string> {
    const hashes: string[] = [];
    for (const load of [loadStepOf(this.plan, step), ...this.bench.eventsOf(this.plan, step)])
      hashes.push(await this.bench.dataHash(load, this.folder, task));
    return dataHashOf(hashes);
  }

  private async compute(
    step: TrainableStep,
    key: string,
    provenance: Provenance,
    task: Task,
  ): Promise<{ result: TrainedResult; kept: Kept }> {
    const { all, inputs } = await this.prepared(step, task.part(0, 0.45));
    const part = task.part(0.45, 1, `training ${step.name}`);
    const { result: found, fitted } = this.inDataFile(step, () =>
      trainerOf(step).learn(step, inputs, provenance, part),
    );
    const { texts } = step.parameters;
    const told = await this.bench.historyWarnings(this.plan, this.folder, texts, all.table, task);
    const doubts = [
      ...warningsOf(all.table.warnings, usedColumns(step)),
      ...told.map(({ message }) => message),
    ];
    const reading = await this.bench.encoderWarnings(this.plan, step, all.texts, task);
    const adapting = tellAll(
      all.texts.flatMap(({ name, adaptation }) => (adaptation ? [tellAdaptation(name, adaptation)] : [])),
    );
    const notes = [...adapting.notes, ...(found.notes ?? [])];
    const warnings = [...doubts, ...reading, ...adapting.warnings, ...found.warnings];
    const result = { ...found, warnings, ...(notes.length > 0 && { notes }) };
    const bases = new Map(all.texts.flatMap(({ name, basis }) => (basis ? [[name, basis]] : [])));
    const adapters = new Map(all.texts.flatMap(({ name, adapter }) => (adapter ? [[name, adapter]] : [])));
    const kept: Kept = { fitted, ...typesAndLevels(step, all.table), bases, adapters };
    this.recent.set(key, kept);
    await this.keep(key, result, packed(step, kept));
    return { result, kept };
  }

  /** What a step learns from: all that it was given, and the rows of its `where` with texts whose heads are ready. */
  async prepared(step: TrainableStep, task: Task): Promise<{ all: Inputs; inputs: Inputs }> {
    const all = await this.inputs(step, task.part(0, 0.9));
    const imported = await this.imported(step, task);
    const { unit } = loadStepOf(this.plan, step).parameters;
    const groups = await this.groups(step, all, task);
    const narrowed = await this.narrowed(step, { ...all, groups }, task);
    task.report(0.9, `training ${step.name}`);
    const texts = await this.readyForHeads(step, narrowed.texts, task.part(0.9, 1));
    return { all, inputs: { ...narrowed, texts, unit, imported } };
  }

  /** Work on the rows of a step: its problems name the data file. */
  inDataFile<T>(step: ReadingStep, work: () => T): T {
    return inFile(fromFolder(this.folder, loadStepOf(this.plan, step).parameters.path), work);
  }

  /** Texts with all that their heads are trained on. */
  private async readyForHeads(
    step: TrainableStep,
    designs: readonly TextDesign[],
    task: Task,
  ): Promise<TextDesign[]> {
    const { texts, seed } = step.parameters;
    if (texts.some(({ head, adapt }) => head !== undefined || adapt !== undefined)) await openTensors();
    const ready: TextDesign[] = [];
    for (const [i, input] of texts.entries()) {
      ready.push(await withCopies(this.bench, this.plan, this.folder, input, designs[i], seed, task));
    }
    return ready;
  }

  /** The model that the step names instead of learning one. Problems name its file. */
  private async imported(step: TrainableStep, task: Task): Promise<TreeEnsemble | undefined> {
    const file = importedFile(step, this.folder);
    if (file === undefined) return undefined;
    const text = await readModelFile(this.bench.engine, file);
    return inFile(file, () => importModel(text, task));
  }

  /** Rows of the groups that an effect names. */
  private async groups(step: TrainableStep, { table }: Inputs, task: Task): Promise<NamedRows[] | undefined> {
    if (step.kind !== 'effect' || step.parameters.groups.length === 0) return undefined;
    const load = loadStepOf(this.plan, step);
    const { groups } = step.parameters;
    const conditions = groups.map(({ condition }) => condition);
    const rows = await matchingRows(this.bench.engine, load, this.folder, table, conditions, task);
    return groups.map(({ name }, i) => {
      const holds = new Uint8Array(table.rows);
      for (const row of rows[i]) holds[row] = 1;
      return { name, holds };
    });
  }

  /** Only the rows of `where`. */
  private async narrowed(step: TrainableStep, inputs: Inputs, task: Task): Promise<Inputs> {
    const { table, texts, groups } = inputs;
    const where = step.kind === 'effect' ? step.parameters.where : undefined;
    if (!where) return inputs;
    const load = loadStepOf(this.plan, step);
    const [rows] = await matchingRows(this.bench.engine, load, this.folder, table, [where], task);
    if (rows.length === 0) {
      throw inputError('CS1126', `No row fulfils the \`where\` of "${step.name}"; widen it.`);
    }
    return {
      table: selectTable(table, rows),
      texts: texts.map((text) => selectTextRows(text, rows)),
      groups: groups?.map(({ name, holds }) => ({ name, holds: Uint8Array.from(rows, (row) => holds[row]) })),
    };
  }

  /** A result that cannot be kept is still a result: the trouble is told, and the run goes on. */
  private async keep(key: string, result: TrainedResult, fitted: Uint8Array): Promise<void> {
    const blobs = new Map([
      ['result', Buffer.from(JSON.stringify(result))],
      ['fitted', fitted],
    ]);
    await this.keepBlobs(key, result.provenance, blobs);
  }

  private async keepBlobs(
    key: string,
    { place: _, ...made }: Provenance,
    blobs: ReadonlyMap<string, Uint8Array>,
  ): Promise<void> {
    try {
      await this.bench.store.write(key, made, blobs);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      error.problems.forEach(this.trouble);
    }
  }
}

/** File of the model that a step names instead of learning one, relative to the workspace. */
function importedFile(step: ReadingStep, folder: string): string | undefined {
  if (step.kind !== 'model' || step.parameters.learner.kind !== 'imported') return undefined;
  return fromFolder(folder, String(step.parameters.learner.options.file));
}

/** What a step learnt, as it is kept in a store. */
export function packed(step: TrainableStep, kept: Kept): Uint8Array {
  return encodeValue({ ...kept, fitted: trainerOf(step).pack(kept.fitted) });
}

/** What later rows are read by: types of all columns, and levels of those that the step uses. */
export function typesAndLevels(step: TrainableStep, { columns }: Table): Pick<Kept, 'types' | 'levels'> {
  const used = usedColumns(step);
  return {
    types: new Map([...columns.values()].map(({ name, type }) => [name, type])),
    levels: new Map(
      [...columns.values()].flatMap((column): [string, readonly string[]][] =>
        column.kind === 'category' && used.has(column.name) ? [[column.name, column.levels]] : [],
      ),
    ),
  };
}

/** Columns of the data that a step uses. */
export function usedColumns({ kind, parameters }: TrainableStep): Set<string> {
  const own =
    kind === 'effect'
      ? [
          ...[parameters.treatment, parameters.outcome, ...parameters.adjustment, ...parameters.modifiers],
          ...[parameters.cluster, parameters.weights, parameters.horizon?.column].filter(
            (name) => name !== undefined,
          ),
        ]
      : [parameters.outcome, ...parameters.features];
  return new Set([...own, ...parameters.texts.map((text) => text.column)]);
}

/** Problems of estimators name columns and rows; whose columns they are is known here. */
function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.problems.map((problem) => ({ ...problem, place: { file, ...problem.place } })),
    );
  }
}
