import { join } from 'node:path';
import { draftsFolder, keyOf } from '../artifacts/store.js';
import { type DraftedTable, draftTable } from '../data/drafted-table.js';
import { nothingKept, type Prepared, requireUnchanged, withQuery } from '../data/load.js';
import { type OutputColumn, outputColumn, textColumn } from '../data/output-column.js';
import { type Part, readParts } from '../data/read-parts.js';
import { fromFolder } from '../data/schema.js';
import type { Action, PolicyStep } from '../plan.js';
import { InputError, type Problem } from '../problem.js';
import type { ScoreResult } from '../result.js';
import type { Task } from '../task.js';
import { closest } from '../words/closest.js';
import { counted } from '../words/phrases.js';
import { type Given, givenSentence, limitWarnings } from './policy-scores.js';
import type { Run } from './run.js';
import { Scorer } from './scorer.js';
import { countUnseen, type UnseenLevels, unseenWarnings } from './unseen-levels.js';
import { loadStepOf, type TrainableStep } from './workbench.js';

type ScoreAction = Extract<Action, { verb: 'score' }>;

/** To be raised with every change of what is written. */
const version = 1;
/** Rows scored and put on the disk at once: what a death of the process can lose. */
const rowsAtOnce = 32768;
/** The same where rows have texts, of which each is hundreds of numbers. */
const rowsWithTextsAtOnce = 4096;
const previewRows = 20;

/** What is known after a part; what the next one goes on from. */
interface ScoringState {
  readonly rows: number;
  /** Number of the last row in the file. */
  readonly row: number;
  readonly warnings: readonly Problem[];
  readonly unseen: UnseenLevels;
  readonly given?: Given;
  /** Of the first part: the columns, those looked for first, and the first rows. */
  readonly preview?: Pick<ScoreResult, 'columns' | 'preview'>;
}

/**
 * Scores a file with what a step learnt and writes its columns with the scores beside them: predictions of a model, conditional effects per arm
 * with their intervals, the arm that a policy gives. The file is read by the rules of the training data, with the same types, part by part: memory
 * does not grow with it, but for histories, whose events belong together. Where the process dies on the way, whoever scores the same file in the
 * same way again goes on from what is on the disk, and the outcome has the same bytes.
 *
 * @param policy that treats by the effect `step`
 */
export async function scoreStep(
  run: Run,
  step: TrainableStep,
  action: ScoreAction,
  task: Task,
  policy?: PolicyStep,
): Promise<void> {
  const { bench, plan, folder, training } = run;
  const scorer = await Scorer.open(run, step, action, policy, task.part(0, 0.4));
  const load = loadStepOf(plan, step);
  const key = await training.keyOf(step, task);
  const made = await training.provenance(step, task);
  const provenance = { ...made, ...(policy && { stepHash: policy.hash }), place: action.place };
  const [path, into] = [fromFolder(folder, action.on), fromFolder(folder, action.into)];
  const options = { path, scoring: true, types: scorer.learnt.types };
  const opening = task.part(0.4, 0.45, `reading ${action.on}`);
  await withQuery(bench.engine, load, '', opening, options, async (prepared) => {
    requireColumns(prepared, scorer, (policy ?? step).name);
    const asked = JSON.stringify([version, step.name, policy?.name, policy?.hash, action.reasons]);
    const job = keyOf('score', key, load.hash, prepared.dataHash, path, into, asked);
    const drafts = join(bench.store.folder, draftsFolder);
    const table = await draftTable<ScoringState>(bench.engine, { folder: drafts, path: into, job }, opening);
    try {
      const scoring = new Scoring(run, scorer, prepared, action, load.parameters.unit);
      const state = await scoring.write(table, task.part(0.45, 0.95, `scoring ${action.on}`));
      if (state.rows === 0) throw nothingKept(path, load);
      await requireUnchanged(prepared);
      await table.finish(task.part(0.95, 1, `writing ${action.into}`));
      const result = scoring.result((policy ?? step).name, state, table.states.at(-1)?.rows ?? 0);
      run.emit({ ...result, path: into, provenance }, false, action.place);
    } catch (error) {
      await table.discard();
      throw error;
    }
  });
}

/** @throws InputError CS1132 for each column that is needed and not there */
function requireColumns({ query, path }: Prepared, { needed }: Scorer, name: string): void {
  const there = [...query.columnTypes.keys()];
  const missing = [...new Set(needed.flatMap((column) => query.lacking(column)))];
  if (missing.length === 0) return;
  throw new InputError(
    missing.map((column): Problem => {
      const meant = closest(
        column,
        there.filter((each) => !needed.includes(each)),
      );
      const hint = meant === undefined ? 'add it to the file' : `rename "${meant}" if that is what it is`;
      const message = `"${path}" has no column "${column}", which ${name} needs to score a row; ${hint}.`;
      return { code: 'CS1132', severity: 'error', message, place: { file: path, column } };
    }),
  );
}

/** The scoring of one file. */
class Scoring {
  /** Columns of the file that are carried over as they are written there. */
  private readonly words: readonly string[];
  /** Columns that are read by their types. */
  private readonly typed: readonly string[];
  private preview: ScoringState['preview'];

  constructor(
    private readonly run: Run,
    private readonly scorer: Scorer,
    private readonly prepared: Prepared,
    private readonly action: ScoreAction,
    private readonly unit: string | undefined,
  ) {
    const { query, file } = prepared;
    const inFile = file.facts.map(({ name }) => name);
    this.words = isDelimited(action.on) && isDelimited(action.into) ? inFile : [];
    const { needed } = scorer;
    this.typed = [...query.columnTypes.keys()].filter(
      (name) => needed.includes(name) || !this.words.includes(name),
    );
  }

  /** Scores what the draft does not hold yet. */
  async write(table: DraftedTable<ScoringState>, task: Task): Promise<ScoringState> {
    const { prepared, scorer, typed, words } = this;
    const total = Math.max(1, prepared.file.facts[0]?.rows ?? 1);
    this.preview = table.states[0]?.preview;
    const { nobody } = scorer;
    let state: ScoringState = table.states.at(-1) ?? {
      ...{ rows: 0, row: 0, warnings: [], unseen: {} },
      ...(nobody && { given: nobody }),
    };
    const asked = { after: state.row, columns: typed, words, conditions: scorer.conditions };
    for await (const part of readParts(prepared, this.size, asked, task)) {
      const reach = part.table.sourceRow[part.table.rows - 1];
      const work = task.part(state.row / total, reach / total);
      work.report(0);
      const next = await this.scorePart(part, state, work.part(0, 0.8));
      await table.append(next.columns, part.table.rows, next.state, work);
      state = next.state;
    }
    return state;
  }

  /** Rows of a part: all of them where events of their past are read, which belong together. */
  private get size(): number {
    const { scorer, prepared, run } = this;
    if (run.bench.hasHistories(run.plan, scorer.texts)) return Math.max(1, prepared.file.facts[0]?.rows ?? 1);
    return scorer.texts.length > 0 ? rowsWithTextsAtOnce : rowsAtOnce;
  }

  private async scorePart(part: Part, before: ScoringState, task: Task) {
    const { run, scorer } = this;
    const { columns: scores, table, given } = await scorer.score(part, before.given, task);
    const told = await run.bench.historyWarnings(run.plan, run.folder, scorer.texts, table, task);
    const carried = this.carried(part);
    const added = withFreeNames(carried, scores);
    if (!this.preview) this.preview = this.previewOf(carried, added, table.rows);
    const state: ScoringState = {
      rows: before.rows + table.rows,
      row: table.sourceRow[table.rows - 1],
      warnings: firstOfEach([...before.warnings, ...table.warnings, ...told]),
      unseen: countUnseen(before.unseen, table, scorer.levels),
      ...(given && { given }),
      ...(before.rows === 0 && { preview: this.preview }),
    };
    return { columns: [...carried, ...added], state };
  }

  /** The columns of the file and those derived from them, in order. */
  private carried({ table, words }: Part): OutputColumn[] {
    return [...this.prepared.query.columnTypes.keys()].map((name) => {
      const place = this.words.indexOf(name);
      return place < 0 ? outputColumn(table.columns.get(name)!) : textColumn(name, words[place]);
    });
  }

  /** Whoever looks came for the scores: they stand next to the unit, before what was known already. */
  private previewOf(carried: readonly OutputColumn[], added: readonly OutputColumn[], rows: number) {
    const unit = carried.filter(({ name }) => name === this.unit);
    const shown = [...unit, ...added, ...carried.filter((column) => !unit.includes(column))];
    const types = this.prepared.query.columnTypes;
    const preview = Array.from({ length: Math.min(rows, previewRows) }, (_, row) =>
      shown.map(({ name, at }) => shownCell(at(row), types.get(name) === 'numeric')),
    );
    return { columns: shown.map(({ name }) => name), preview };
  }

  /** @param kept rows that an earlier run had scored */
  result(name: string, state: ScoringState, kept: number): Omit<ScoreResult, 'provenance' | 'path'> {
    const { action, prepared, scorer } = this;
    const { treating } = scorer;
    const { given } = state;
    const whom = treating && given ? ` ${givenSentence(treating.rule, given)}` : '';
    const problems = [
      ...prepared.warnings,
      ...state.warnings,
      ...unseenWarnings(state.unseen, name, action.on),
    ];
    const limits = treating && given ? limitWarnings(treating.step, given) : [];
    const notes = [
      ...(this.run.live === undefined ? [] : [`By version ${this.run.live} of ${name}, which is live.`]),
      ...(kept > 0
        ? [
            `${counted(kept, 'row')} had been scored before the last run was cut short; this one went on from there.`,
          ]
        : []),
    ];
    return {
      kind: 'score',
      name,
      sentence: `${counted(state.rows, 'row')} of "${action.on}" scored with ${name} and written to "${action.into}".${whom}`,
      warnings: [...problems.map(({ message }) => message), ...limits],
      ...(notes.length > 0 && { notes }),
      rows: state.rows,
      ...(this.preview ?? { columns: [], preview: [] }),
    };
  }
}

const isDelimited = (path: string): boolean => /\.(csv|tsv|tab)$/i.test(path);

/** The scores, told apart from columns of the file that happen to have their names. */
function withFreeNames(columns: readonly OutputColumn[], scores: readonly OutputColumn[]): OutputColumn[] {
  const taken = new Set(columns.map(({ name }) => name));
  return scores.map((score) => {
    let { name } = score;
    while (taken.has(name)) name = `${name}_scored`;
    taken.add(name);
    return { ...score, name };
  });
}

/** The first problem of a kind about a column: every part would tell it anew. */
function firstOfEach(problems: readonly Problem[]): Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    const kind = `${problem.code} ${problem.place?.column ?? ''}`;
    if (!found.has(kind)) found.set(kind, problem);
  }
  return [...found.values()];
}

function shownCell(value: string | number | boolean | null, numeric: boolean): string | number | null {
  const number = typeof value === 'string' && numeric ? Number(value) : value;
  if (typeof number === 'number') return Number.isFinite(number) ? number : String(value);
  return value === null ? null : String(value).slice(0, 200);
}
