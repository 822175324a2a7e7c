import { embeddingStore } from '../artifacts/embeddings.js';
import { keyOf, type Store } from '../artifacts/store.js';
import { hashFile } from '../data/hash-file.js';
import { loadTable } from '../data/load.js';
import type { LoadOptions } from '../data/load-query.js';
import type { DataEngine } from '../data/open.js';
import { fromFolder } from '../data/schema.js';
import type { Table, TextColumn } from '../data/table.js';
import type { EffectStep, EncodeStep, LoadStep, ModelStep, Plan, TextInput } from '../plan.js';
import { inputError, type Problem } from '../problem.js';
import type { Task } from '../task.js';
import { embedDistinct } from '../text/embedding-cache.js';
import { type Encoder, type EncoderPlace, encoderInfo, openEncoder } from '../text/encoder.js';
import { type TextDesign, textDesign } from '../text/text-design.js';
import { programVersion } from '../version.js';
import { Recent } from './recent.js';

export type TrainableStep = EffectStep | ModelStep;

/** What all runs of one kernel share: the data engine, the content store, and what was loaded last. */
export class Workbench {
  private readonly tables = new Recent<Table>(2);
  private readonly designs = new Recent<TextDesign>(4);
  private readonly openEncoders = new Map<string, Promise<Encoder>>();

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
    private readonly opened: (encoder: Encoder) => void = () => undefined,
  ) {}

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

  /** The texts of a step over the rows of a table; every distinct text is encoded once, ever. */
  async textDesigns(
    plan: Plan,
    texts: readonly TextInput[],
    table: Table,
    task: Task,
  ): Promise<TextDesign[]> {
    const designs: TextDesign[] = [];
    for (const [i, text] of texts.entries()) {
      const part = task.part(i / texts.length, (i + 1) / texts.length, `encoding ${text.name}`);
      const design = await this.textDesign(encodeStep(plan, text), text, table, part);
      designs.push({ ...design, reduction: text.reduction, head: text.head });
    }
    return designs;
  }

  private async textDesign(step: EncodeStep, text: TextInput, table: Table, task: Task): Promise<TextDesign> {
    const column = textColumn(table, text);
    const key = keyOf(step.hash, table.dataHash, text.name, table.rows, column.distinct.length);
    const kept = this.designs.get(key);
    if (kept) return kept;
    const encoder = await this.encoder(step);
    task.report(0, `encoding ${text.name}`);
    const { vectors } = await embedDistinct(column.distinct, encoder, embeddingStore(this.store), task);
    const design = textDesign(text.name, column, vectors, encoder.dimensions);
    this.designs.set(key, design);
    return design;
  }

  /** Vectors of distinct texts, kept between runs. */
  async keptVectors(
    plan: Plan,
    text: TextInput,
    texts: readonly string[],
    task: Task,
  ): Promise<Float32Array> {
    const encoder = await this.encoder(encodeStep(plan, text));
    return (await embedDistinct(texts, encoder, embeddingStore(this.store), task)).vectors;
  }

  /** Vectors of texts nobody wrote, as parts of one: they are not kept, since few are asked for again. */
  async passingVectors(
    plan: Plan,
    text: TextInput,
    texts: readonly string[],
    task: Task,
  ): Promise<Float32Array> {
    const encoder = await this.encoder(encodeStep(plan, text));
    return encoder.encode(texts, task);
  }

  /** One that could not be opened is tried again by the next run. */
  private encoder({ parameters }: EncodeStep): Promise<Encoder> {
    const { encoder, pooling, layer } = parameters;
    const key = keyOf(encoder, pooling ?? '', layer ?? '');
    const known = this.openEncoders.get(key);
    if (known) return known;
    const opening = openEncoder(encoder, this.place, { pooling, layer });
    this.openEncoders.set(key, opening);
    opening.then(this.opened, () => this.openEncoders.delete(key));
    return opening;
  }

  /** What a result that read texts must say of the devices they were encoded on. */
  async encoderWarnings(plan: Plan, step: TrainableStep): Promise<string[]> {
    const grounds = await Promise.all(
      step.parameters.texts.map(async (text) => (await this.encoder(encodeStep(plan, text))).ground),
    );
    return [...new Set(grounds.filter(({ fallback }) => fallback).map(({ why }) => why))];
  }

  /** Versions of everything the numbers of a step depend on. */
  async versionsOf(plan: Plan, step: TrainableStep): Promise<Record<string, string>> {
    const versions: Record<string, string> = { 'causal-spec': programVersion, node: process.versions.node };
    for (const text of step.parameters.texts) {
      const { encoder, pooling, layer } = encodeStep(plan, text).parameters;
      versions[encoder] = (await encoderInfo(encoder, this.place, { pooling, layer })).version;
      versions.device = this.place.device ?? 'auto';
    }
    return versions;
  }
}

/** The load step a trainable step reads. */
export function loadStepOf(plan: Plan, step: TrainableStep): LoadStep {
  const found = plan.steps.find(
    (each): each is LoadStep => each.kind === 'load' && step.inputs.includes(each.id),
  );
  if (!found) throw new Error(`The plan gives ${step.id} no data.`);
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
