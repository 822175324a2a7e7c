import type { Task } from '../../task.js';
import { currentEngine } from '../engine/current.js';
import type { Engine } from '../engine/engine.js';
import type { BinnedMatrix } from '../matrix/binned-matrix.js';
import { concatenate, truncate } from '../model/combine.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import { treeCount } from '../model/trees.js';
import { type Boosted, boostJob } from './boost-job.js';
import type { FitPlan } from './fit-plan.js';
import { columnBytes, fitBytes, type Layout, ownBytes, placeShared, type Shape } from './layout.js';
import { type LearningData, learningData } from './learning-data.js';
import { lockstepBytes } from './lockstep.js';
import { checkOutcome } from './objectives/check-outcome.js';
import { createLoss, lossOptions } from './objectives/create-loss.js';
import type { Loss, LossData } from './objectives/loss.js';
import { type BoostingOptions, checkOptions, settingsOf } from './options.js';
import { checkStart, startMargins } from './start-margins.js';

/**
 * Gradient boosting of leaf-wise grown trees with Newton steps (Friedman 2001; Chen & Guestrin 2016; Ke et al. 2017).
 * The result depends neither on the number of threads nor on the kind of loops.
 *
 * @param y outcome, one per row of the matrix; what it may be depends on the objective
 * @param rows rows to learn from; a row named twice counts twice
 * @returns an ensemble whose leaf values include the learning rate and whose covers count rows
 * @throws InputError CS5003 where no row has a positive weight, CS5006 (memory), CS5011, CS5012 and CS5020 to CS5025 where the data do not fit the objective, CS5030 where options are out of range
 */
export function fitBoosting(
  matrix: BinnedMatrix,
  y: Float64Array,
  rows: Int32Array,
  options: BoostingOptions,
  task: Task,
  engine: Engine = currentEngine(),
): TreeEnsemble {
  checkOptions(matrix, options);
  const fit = new Fit(matrix, y, rows, options, engine, task);
  return engine.session(fitBytes(fit.shape), 'Boosting', () => fit.run(task));
}

/** What one of several models of the same matrix is fitted to. */
export interface Lesson {
  readonly y: Float64Array;
  readonly rows: Int32Array;
  readonly options: BoostingOptions;
}

/**
 * Several models of the same matrix, each as {@link fitBoosting} fits it, by one thread each where there are several of these: threads that
 * need not wait for each other at every split. Takes the memory of as many fits as there are threads. Throws as {@link fitBoosting}.
 */
export function fitEachBoosting(
  matrix: BinnedMatrix,
  lessons: readonly Lesson[],
  task: Task,
  engine: Engine = currentEngine(),
): TreeEnsemble[] {
  const ensembles: TreeEnsemble[] = [];
  for (let from = 0; from < lessons.length; from += engine.threads) {
    const some = lessons.slice(from, from + engine.threads);
    const part = task.part(from / lessons.length, (from + some.length) / lessons.length);
    const fits = some.map(({ y, rows, options }) => {
      checkOptions(matrix, options);
      return new Fit(matrix, y, rows, options, engine, part, 1);
    });
    const bytes = fits.reduce((sum, { shape }) => sum + fitBytes(shape) + ownBytes(shape), 0);
    ensembles.push(...engine.session(bytes, 'Boosting', () => runSideBySide(fits, engine, part)));
  }
  return ensembles;
}

function runSideBySide(fits: readonly Fit[], engine: Engine, task: Task): TreeEnsemble[] {
  const plans = fits.map((fit) => fit.place(task));
  const scratch = Math.max(...fits.map(({ shape }) => ownBytes(shape)));
  const boosted = engine.map(boostJob, plans, scratch, task);
  return fits.map((fit, i) => fit.ensembleOf(boosted[i]));
}

class Fit {
  readonly shape: Shape;
  private readonly learn: LearningData;
  private readonly judge: LearningData | undefined;
  private readonly details: LossData;
  private readonly loss: Loss;
  private readonly base: readonly number[];

  constructor(
    private readonly matrix: BinnedMatrix,
    y: Float64Array,
    rows: Int32Array,
    private readonly options: BoostingOptions,
    private readonly engine: Engine,
    task: Task,
    /** Threads that fit it together; as many as are worth their while where absent. */
    members?: number,
  ) {
    const { objective, validationRows, start } = options;
    task.check();
    this.learn = learningData(rows, y, options);
    task.check();
    checkOutcome(objective, this.learn.data, { rows: this.learn.rows });
    task.check();
    this.details = { ...this.learn.data, ...lossOptions(objective, this.learn.data) };
    task.check();
    this.judge = this.judgeOf(validationRows, y);
    task.check();
    this.loss = createLoss(objective, this.details, task);
    checkStart(matrix, options, this.loss);
    task.check();
    this.base = start ? start.base : this.loss.start();
    const { leaves, minLeaf } = settingsOf(options);
    const count = this.learn.rows.length;
    this.shape = {
      rows: count,
      validation: this.judge?.rows.length ?? 0,
      features: matrix.features.length,
      outputs: this.loss.outputs,
      leaves: Math.min(leaves, Math.max(1, Math.floor(count / Math.max(1, minLeaf)))),
      members: members ?? engine.threadsToBoost(count, matrix.features.length),
      wide: this.loss.constantHessian === undefined || this.details.weights !== undefined,
    };
  }

  run(task: Task): TreeEnsemble {
    const { engine, shape } = this;
    const plan = this.place(task);
    const [boosted] =
      shape.members === 1
        ? engine.map(boostJob, [plan], ownBytes(shape), task)
        : engine.together(boostJob, plan, ownBytes(shape), task);
    return this.ensembleOf(boosted);
  }

  /** Brings the rows into shared memory; what the threads have to know of them. */
  place(task: Task): FitPlan {
    const layout = placeShared(this.shape, this.engine.arena);
    this.fill(layout, task);
    return this.plan(layout);
  }

  ensembleOf(boosted: Boosted | undefined): TreeEnsemble {
    const { matrix, options, base, shape } = this;
    if (!boosted) throw new Error('Boosting ended without a result.');
    const fitted: TreeEnsemble = {
      objective: options.objective,
      outputs: shape.outputs,
      base: options.start ? base.map(() => 0) : base,
      blocks: treeCount(boosted.trees) > 0 ? [boosted.trees] : [],
      features: matrix.features,
    };
    const kept = truncate(fitted, boosted.rounds);
    return options.start ? concatenate(options.start, kept) : kept;
  }

  private judgeOf(rows: Int32Array | undefined, y: Float64Array): LearningData | undefined {
    if (!rows || rows.length === 0) return undefined;
    const judge = learningData(rows, y, { ...this.options, ...lossOptionsOf(this.details) });
    checkOutcome(this.options.objective, judge.data, { rows: judge.rows });
    return judge;
  }

  private plan(layout: Layout): FitPlan {
    const { shape, options, matrix, judge } = this;
    const { y: _, weights, ...details } = this.details;
    const settings = settingsOf(options);
    return {
      shape,
      layout,
      settings: { ...settings, leaves: shape.leaves, rounds: shape.features > 0 ? settings.rounds : 0 },
      objective: options.objective,
      details,
      weighted: weights !== undefined,
      judge: judge?.data,
      binCounts: matrix.binCounts,
      categorical: Uint8Array.from(matrix.features, ({ kind }) => (kind === 'categorical' ? 1 : 0)),
      monotone: options.monotone && Int8Array.from(options.monotone),
      interactions: options.interactions,
      clusterOf: settings.rowShare < 1 ? this.clusterOf() : undefined,
      treesBefore: options.start?.blocks.reduce((sum, trees) => sum + treeCount(trees), 0) ?? 0,
    };
  }

  /** Clusters of the rows learned from, numbered as they first appear. */
  private clusterOf(): Int32Array | undefined {
    const { clusters } = this.options;
    if (!clusters) return undefined;
    const numbers = new Map<number, number>();
    return this.learn.rows.map((row) => {
      const number = numbers.get(clusters[row]) ?? numbers.size;
      numbers.set(clusters[row], number);
      return number;
    });
  }

  /** Brings the rows of the fit into shared memory: those learned from, then those validated on. */
  private fill(layout: Layout, task: Task): void {
    const { engine, shape, matrix, learn, judge, options, base } = this;
    const { u8, i32, f64 } = engine.memory.views;
    u8.fill(0, layout.lockstep, layout.lockstep + lockstepBytes);
    i32[layout.over >>> 2] = 0;
    const wholeTable = learn.rows.length === matrix.rows && learn.rows.every((row, i) => row === i);
    matrix.bins.forEach((bins, feature) => {
      task.check();
      const at = layout.columns + feature * columnBytes(shape);
      if (wholeTable) u8.set(bins, at);
      else gather(u8, at, bins, learn.rows);
      if (judge) gather(u8, at + shape.rows, bins, judge.rows);
    });
    f64.set(learn.data.y, layout.y >>> 3);
    if (learn.data.weights) f64.set(learn.data.weights, layout.weights >>> 3);
    f64.set(startMargins(matrix, learn.rows, options, base, task), layout.margin >>> 3);
    if (!judge) return;
    f64.set(startMargins(matrix, judge.rows, options, base, task), layout.validationMargin >>> 3);
    for (let i = 0; i < shape.validation; i++) i32[(layout.validationList >>> 2) + i] = shape.rows + i;
  }
}

/** The options of a loss that the rows learned from decided. */
function lossOptionsOf({ classes, quantile, delta, truncation }: LossData): Partial<BoostingOptions> {
  return { classes, quantile, delta, truncation };
}

/** Bins of some rows, side by side. */
function gather(to: Uint8Array, at: number, bins: Uint8Array, rows: Int32Array): void {
  for (let i = 0; i < rows.length; i++) to[at + i] = bins[rows[i]];
}
