import { createRandom } from '../../statistics/random.js';
import { type Bench, defineJob } from '../engine/job.js';
import { TreeWriter } from '../model/tree-writer.js';
import type { Trees } from '../model/trees.js';
import type { LeafSamples } from './forest.js';
import { momentWidth } from './moment.js';
import type { GrowthPlan } from './plan.js';
import { bitBytes, Sampler } from './sampling.js';
import { TreeGrower } from './tree-grower.js';

/** Groups of trees for one thread to grow. */
export interface GrowthPart {
  readonly plan: GrowthPlan;
  readonly firstGroup: number;
  readonly groups: number;
}

/** A block of trees, with the rows of its leaves where they were asked for. */
export interface GrownBlock {
  readonly trees: Trees;
  readonly samples?: LeafSamples;
}

/** Grows some groups of trees and marks the rows that each group may have seen. */
export const growGroups = defineJob<GrowthPart, GrownBlock>('forests/grow', (bench, part, task) => {
  const { plan, firstGroup, groups } = part;
  const { groupSize, rows, seed } = plan.samples;
  const writer = new TreeWriter(momentWidth(plan.moment), plan.precision);
  const kept = plan.keepSamples ? new KeptSamples(bench) : undefined;
  const grower = new TreeGrower(plan, bench, writer, kept && ((at, count) => kept.add(at, count)));
  const sampler = new Sampler(plan.samples, bench.memory);
  for (let group = firstGroup; group < firstGroup + groups; group++) {
    task.report((group - firstGroup) / groups);
    sampler.drawGroup(group);
    for (let t = 0; t < groupSize; t++) {
      const random = createRandom(seed, group * groupSize + t);
      const [splitting, estimating] = sampler.drawTree(random, grower.splitting.ids, grower.estimating.ids);
      grower.grow(splitting, estimating, random, task);
    }
    sampler.markGroup(plan.seen + group * bitBytes(rows));
  }
  return { trees: writer.finish(), samples: kept?.finish() };
});

/** Rows of leaves one after another. */
class KeptSamples {
  private rows = new Uint32Array(1024);
  private count = 0;
  private readonly starts: number[] = [0];

  constructor(private readonly bench: Bench) {}

  add(at: number, count: number): void {
    while (this.count + count > this.rows.length) {
      const larger = new Uint32Array(2 * this.rows.length);
      larger.set(this.rows);
      this.rows = larger;
    }
    const from = at >>> 2;
    this.rows.set(this.bench.memory.views.u32.subarray(from, from + count), this.count);
    this.count += count;
    this.starts.push(this.count);
  }

  finish(): LeafSamples {
    return { starts: Uint32Array.from(this.starts), rows: this.rows.slice(0, this.count) };
  }
}
