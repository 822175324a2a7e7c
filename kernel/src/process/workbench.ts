import { keyOf, type Store } from '../artifacts/store.js';
import { hashFile } from '../data/hash-file.js';
import { loadTable } from '../data/load.js';
import type { LoadOptions } from '../data/load-query.js';
import type { DataEngine } from '../data/open.js';
import { fromFolder } from '../data/schema.js';
import type { Table, TextColumn } from '../data/table.js';
import type { EffectStep, EncodeStep, LoadStep, ModelStep, Plan, RankStep, TextInput } from '../plan.js';
import { inputError, type Problem } from '../problem.js';
import type { Task } from '../task.js';
import { adapterId, adaptVectors } from '../text/adapter/adapter.js';
import { embedDistinct } from '../text/embedding-cache.js';
import { type Encoder, type EncoderPlace, learns } from '../text/encoder.js';
import { embeddingStore } from '../text/kept-embeddings.js';
import { basisId, type LsaBasis } from '../text/lsa/basis.js';
import { networkOptions } from '../text/network/network-options.js';
import type { SparseMatrix } from '../text/sparse-matrix.js';
import { historyDesign, type TextDesign, textDesign } from '../text/text-design.js';
import { findTranslator, type Translator } from '../text/translation/translator.js';
import { programVersion } from '../version.js';
import { adaptationOf } from './adapters.js';
import { cutWarning } from './cut-warning.js';
import type { Learnt } from './learnt.js';
import { type ReadHistories, readHistories } from './read-histories.js';
import { Recent } from './recent.js';
import { TextEncoders } from './text-encoders.js';

export type TrainableStep = EffectStep | ModelStep;

/** A step that reads data and texts itself. */
export type ReadingStep = TrainableStep | RankStep;

/** Texts as they were read: those of a column, or histories that mix those of events. */
interface ReadTexts {
  readonly codes: Int32Array;
  readonly texts: readonly string[];
  readonly shares?: SparseMatrix;
  readonly count?: Float64Array;
  readonly warnings?: readonly Problem[];
  /** What they were read from. */
  readonly key: readonly (string | number)[];
}

/** What all runs of one kernel share: the data engine, the content store, and what was loaded last. */
export class Workbench {
  private readonly tables = new Recent<Table>(2);
  private readonly designs = new Recent<TextDesign>(4);
  private readonly adaptedVectors = new Recent<Float32Array>(4);
  private readonly bases = new Recent<LsaBasis>(4);
  private readonly histories = new Recent<ReadHistories>(4);
  private readonly encoders: TextEncoders;

  /**
   * @param program identity of the running program: results of another build are not reused
   * @param place where and with what encoders work
   * @param opened told of every encoder that is opened
   */
  constructor(
    readonly engine: DataEngine,
    readonly store: Store,
    readonly program: string,
    private readonly place: EncoderPlace,
    opened: (encoder: Encoder) => void = () => undefined,
  ) {
    this.encoders = new TextEncoders(store, place, opened);
  }

  /** The data as the load step makes it. */
  async table(step: LoadStep, folder: string, task: Task): Promise<Table> {
    const dataHash = await hashFile(this.engine, fromFolder(folder, step.parameters.path), task);
    const key = keyOf(step.hash, dataHash);
    const kept = this.tables.get(key);
    if (kept) return kept;
    const table = await loadTable(this.engine, step, folder, task);
    this.tables.set(key, table);
    return table;
  }

  /** Another file, read by the rules of the load step; see {@link LoadOptions}. */
  async otherTable(step: LoadStep, options: LoadOptions, task: Task): Promise<Table> {
    return loadTable(this.engine, step, '', task, options);
  }

  async dataHash(step: LoadStep, folder: string, task: Task): Promise<string> {
    return hashFile(this.engine, fromFolder(folder, step.parameters.path), task);
  }

  /**
   * The texts of a step over the rows of a table; every distinct text is encoded once, ever.
   * @param folder of the spec, relative to the workspace: events of histories are read from there
   * @param learnt in training; absent where encoders are to learn from these rows, and to be adapted to them
   */
  async textDesigns(
    plan: Plan,
    folder: string,
    texts: readonly TextInput[],
    table: Table,
    task: Task,
    learnt?: Learnt,
  ): Promise<TextDesign[]> {
    const designs: TextDesign[] = [];
    for (const [i, text] of texts.entries()) {
      const part = task.part(i / texts.length, (i + 1) / texts.length, `encoding ${text.name}`);
      const step = encodeStep(plan, text);
      const { reduction, head, adapt } = text;
      const read = await this.readTexts(plan, folder, step, text, table, part.part(0, 0.2));
      const made = part.part(0.2, step.parameters.adapt ? 0.5 : 1);
      const design = await this.textDesign(step, text, read, made, learnt);
      const adapted = await this.adapted(
        step,
        design,
        table,
        part.part(0.5, 1, `adapting ${text.name}`),
        learnt,
      );
      designs.push({ ...adapted, reduction, head, adapt });
    }
    return designs;
  }

  /** A model that translates texts, by the name a spec gives it. */
  translator(name: string): Promise<Translator> {
    return findTranslator(name, this.place);
  }

  /** The texts of a column, or the histories of the rows. */
  private async readTexts(
    plan: Plan,
    folder: string,
    step: EncodeStep,
    text: TextInput,
    table: Table,
    task: Task,
  ): Promise<ReadTexts> {
    const { history: rule, column } = step.parameters;
    if (!rule) {
      const { codes, distinct: texts } = textColumn(table, text);
      return { codes, texts, key: [step.hash, table.dataHash, table.rows, texts.length] };
    }
    const events = loadStep(plan, rule.events);
    const dataHash = await this.dataHash(events, folder, task);
    const key = [step.hash, table.dataHash, table.rows, dataHash];
    const kept = this.histories.get(keyOf(...key));
    const source = { name: text.name, events, folder, column, rule };
    const histories = kept ?? (await readHistories(this.engine, source, table, task));
    this.histories.set(keyOf(...key), histories);
    return { ...histories, key };
  }

  private async textDesign(
    step: EncodeStep,
    { name }: TextInput,
    read: ReadTexts,
    task: Task,
    learnt?: Learnt,
  ): Promise<TextDesign> {
    const given = learnt?.bases.get(name);
    const basis = given ?? (await this.basis(step, read, task.part(0, 0.5)));
    const key = keyOf(...read.key, name, basis ? basisId(basis) : '');
    const kept = this.designs.get(key);
    if (kept) return kept;
    const encoder = await this.encoders.of(step, basis);
    const reading = basis ? task.part(0.5, 1) : task;
    reading.report(0, `encoding ${name}`);
    const { vectors } = await embedDistinct(read.texts, encoder, embeddingStore(this.store), reading);
    const { dimensions } = encoder;
    const { codes, texts: distinct, shares } = read;
    const made = shares
      ? historyDesign(name, { ...read, shares }, vectors, dimensions, {}, task)
      : textDesign(name, { kind: 'text', name, type: 'text', codes, distinct }, vectors, dimensions);
    const design = { ...made, basis };
    this.designs.set(key, design);
    return design;
  }

  /** The design with its embedding adapted, where its step asks for it and it is a gain. */
  private async adapted(
    step: EncodeStep,
    design: TextDesign,
    table: Table,
    task: Task,
    learnt?: Learnt,
  ): Promise<TextDesign> {
    const adaptation = learnt ? undefined : await adaptationOf(this.store, step, design, table, task);
    const adapter = learnt ? learnt.adapters.get(design.name) : adaptation?.adapter;
    const told = { ...design, ...(adaptation && { adaptation }) };
    if (!adapter) return told;
    const key = keyOf(
      step.hash,
      table.dataHash,
      design.name,
      design.rows,
      design.distinct,
      adapterId(adapter),
    );
    const kept = this.adaptedVectors.get(key);
    const embedding = kept ?? adaptVectors(adapter, design.embedding, task);
    this.adaptedVectors.set(key, embedding);
    return { ...told, embedding, adapter };
  }

  private async basis(
    step: EncodeStep,
    { texts, key }: ReadTexts,
    task: Task,
  ): Promise<LsaBasis | undefined> {
    const name = keyOf(...key);
    const kept = this.bases.get(name);
    if (kept) return kept;
    const basis = await this.encoders.basis(step, texts, task);
    if (basis) this.bases.set(name, basis);
    return basis;
  }

  /** What there was to say of the histories among texts. */
  async historyWarnings(
    plan: Plan,
    folder: string,
    texts: readonly TextInput[],
    table: Table,
    task: Task,
  ): Promise<Problem[]> {
    const found: Problem[] = [];
    for (const text of texts) {
      const { warnings = [] } = await this.readTexts(plan, folder, encodeStep(plan, text), text, table, task);
      found.push(...warnings);
    }
    return found;
  }

  /** Load steps of the events that histories of a step are made of, each once. */
  eventsOf(plan: Plan, step: ReadingStep): LoadStep[] {
    const ids = step.parameters.texts.flatMap(
      (text) => encodeStep(plan, text).parameters.history?.events ?? [],
    );
    return [...new Set(ids)].map((id) => loadStep(plan, id));
  }

  /**
   * Vectors of distinct texts, kept between runs.
   * @param design of the text: they are read and adapted as its own are
   */
  async keptVectors(
    plan: Plan,
    text: TextInput,
    texts: readonly string[],
    task: Task,
    { basis, adapter }: TextDesign,
  ): Promise<Float32Array> {
    const encoder = await this.encoders.of(encodeStep(plan, text), basis);
    const { vectors } = await embedDistinct(texts, encoder, embeddingStore(this.store), task);
    return adapter ? adaptVectors(adapter, vectors, task) : vectors;
  }

  /**
   * Vectors of texts nobody wrote, as parts of one: they are not kept, since few are asked for again.
   * @param design of the text: they are read and adapted as its own are
   */
  async passingVectors(
    plan: Plan,
    text: TextInput,
    texts: readonly string[],
    task: Task,
    { basis, adapter }: TextDesign,
  ): Promise<Float32Array> {
    const encoder = await this.encoders.of(encodeStep(plan, text), basis);
    const vectors = await encoder.encode(texts, task);
    return adapter ? adaptVectors(adapter, vectors, task) : vectors;
  }

  /** What a result that read texts must say of the devices they were encoded on, and of texts that are longer than what is read. */
  async encoderWarnings(
    plan: Plan,
    step: ReadingStep,
    designs: readonly TextDesign[],
    task: Task,
  ): Promise<string[]> {
    const warnings: string[] = [];
    for (const [i, text] of step.parameters.texts.entries()) {
      const encoder = await this.encoders.of(encodeStep(plan, text), designs[i].basis);
      if (encoder.ground.fallback) warnings.push(encoder.ground.why);
      warnings.push(...(await cutWarning(designs[i], encoder, task)));
    }
    return [...new Set(warnings)];
  }

  /** Whether events of another file are among what is read. */
  hasHistories(plan: Plan, texts: readonly TextInput[]): boolean {
    return texts.some((text) => encodeStep(plan, text).parameters.history !== undefined);
  }

  /** Columns of the rows that a text is read from: of a history its unit and its time. */
  columnsOf(plan: Plan, text: TextInput): string[] {
    const { history: rule } = encodeStep(plan, text).parameters;
    return rule ? [rule.key, rule.before] : [text.column];
  }

  /** Names of the texts of a step that an encoder learns from. */
  learntTexts(plan: Plan, step: TrainableStep): string[] {
    const { texts } = step.parameters;
    return texts.filter((text) => learns(encodeStep(plan, text).parameters.encoder)).map(({ name }) => name);
  }

  /** Names of the texts of a step whose encoders may be adapted to their texts. */
  adaptedTexts(plan: Plan, step: TrainableStep): string[] {
    const { texts } = step.parameters;
    return texts.filter((text) => encodeStep(plan, text).parameters.adapt).map(({ name }) => name);
  }

  /** Versions of everything the numbers of a step depend on. */
  async versionsOf(plan: Plan, step: ReadingStep): Promise<Record<string, string>> {
    const versions: Record<string, string> = { 'causal-spec': programVersion, node: process.versions.node };
    for (const text of step.parameters.texts) {
      const encode = encodeStep(plan, text);
      versions[encode.parameters.encoder] = await this.encoders.versionOf(encode);
      versions.device = this.place.device ?? 'auto';
      const { there, back } = (text.head && networkOptions(text.head).translation) ?? {};
      for (const name of [there, back]) {
        if (name !== undefined) versions[name] = (await this.translator(name)).version;
      }
    }
    return versions;
  }
}

/** The load step that a step reads. */
export function loadStepOf(plan: Plan, step: ReadingStep): LoadStep {
  const found = plan.steps.find(
    (each): each is LoadStep => each.kind === 'load' && step.inputs.includes(each.id),
  );
  if (!found) throw new Error(`The plan gives ${step.id} no data.`);
  return found;
}

function loadStep(plan: Plan, id: string): LoadStep {
  const found = plan.steps.find((each): each is LoadStep => each.kind === 'load' && each.id === id);
  if (!found) throw new Error(`The plan has no step ${id}.`);
  return found;
}

function encodeStep(plan: Plan, text: TextInput): EncodeStep {
  const found = plan.steps.find(
    (each): each is EncodeStep => each.kind === 'encode' && each.id === text.step,
  );
  if (!found) throw new Error(`The plan has no step ${text.step}.`);
  return found;
}

/** A short text column may look like a category; declared as a text, it is one. */
function textColumn(table: Table, text: TextInput): TextColumn {
  const column = table.columns.get(text.column);
  if (!column || column.kind === 'numeric') {
    const what = column ? `is ${column.type}, not text` : 'is not in the data';
    throw inputError('CS1136', `Column "${text.column}" of the text "${text.name}" ${what}.`, {
      column: text.column,
    });
  }
  if (column.kind === 'text') return column;
  return { kind: 'text', name: column.name, type: 'text', codes: column.codes, distinct: column.levels };
}

/** Messages of a table's doubts that concern these columns, or none in particular. */
export function warningsOf(problems: readonly Problem[], columns: ReadonlySet<string>): string[] {
  return problems
    .filter(({ place }) => place?.column === undefined || columns.has(place.column))
    .map(({ message }) => message);
}
