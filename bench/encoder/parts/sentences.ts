import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { unwatched } from '../../../kernel/src/task.js';
import { findGround } from '../../../kernel/src/text/engine/ground.js';
import { readWindows } from '../../../kernel/src/text/engine/reader.js';
import { modelFolder } from '../../../kernel/src/text/model-files.js';
import { openUseLite } from '../../../kernel/src/text/use-lite.js';
import { compileUseLite, type Precision } from '../../../kernel/src/text/use-lite-model.js';
import { openGraph } from '../../../test/kernel/text/use-lite-oracle.js';
import { measuredLater } from '../../shared/clock.js';
import { type Answer, contest, type Job, type Side } from '../../shared/contest.js';
import { contestColumns, contestRows, versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';

const texts = 64;
const tokens = 20;
/** Batches read in a round, after one that warms up. */
const repeats = 10;
const folder = resolve('.cache/encoder');

/** Sequences over the whole vocabulary, the same for every side. */
function sequences(): number[][] {
  return Array.from({ length: texts }, (_, row) =>
    Array.from({ length: tokens }, (_, i) => 6 + ((row * 7919 + i * 104_729 + i * i * 31) % 7990)),
  );
}

/** Mean time of a batch; what came out goes to a file, for the sides to be held against one another. */
async function timed(run: () => Promise<Float32Array>, job: Job): Promise<object> {
  const vectors = await run();
  writeFileSync(String(job.vectors), new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
  const { cost } = await measuredLater(async () => {
    for (let i = 0; i < repeats; i++) await run();
  });
  return { ...cost, seconds: cost.seconds / repeats, cpuSeconds: cost.cpuSeconds / repeats };
}

async function ours(job: Job): Promise<object> {
  // The peer comes after this side, and reads what it leaves.
  writeFileSync(String(job.model), await compileUseLite(modelFolder(), job.precision as Precision));
  const reader = await openUseLite(job.precision as Precision, await findGround('cpu'), folder);
  const windows = sequences().map((ids) => [ids]);
  return timed(() => readWindows(reader, windows, unwatched), job);
}

async function tfjs(job: Job): Promise<object> {
  const graph = await openGraph(modelFolder());
  return timed(() => graph.run(sequences()), job);
}

function readVectors(path: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(path)).buffer);
}

/** Largest difference of a number, and smallest cosine of a sentence. */
function agreement(a: Float32Array, b: Float32Array): string {
  const width = a.length / texts;
  let [worst, cosine] = [0, 1];
  for (let text = 0; text < texts; text++) {
    let dot = 0;
    for (let j = text * width; j < (text + 1) * width; j++) {
      worst = Math.max(worst, Math.abs(a[j] - b[j]));
      dot += a[j] * b[j];
    }
    cosine = Math.min(cosine, dot);
  }
  return `differs from tfjs by ${worst.toExponential(0)}, cosine ${cosine.toFixed(4)} or more`;
}

export const sentences: Part = {
  title: 'The built-in encoder',
  note:
    `${texts} sentences of ${tokens} tokens, mean time of a batch. tfjs (WebAssembly) runs the published graph; Python's onnxruntime runs our compiled ` +
    'graph, on all sentences at once or in our batches, whichever is quicker. Goal on one core in float32: at most 1/6 of the time of tfjs, at most that of Python; ' +
    'vectors within 1e-5 of those of tfjs, cosine at least .995 with 8 bits a weight.',
  columns: contestColumns,
  measures: { ours, tfjs },
  run() {
    mkdirSync(folder, { recursive: true });
    const all: (Answer | undefined)[] = [];
    const rows = (['float32', 'int8'] as const).flatMap((precision) => {
      const vectorsOf = (name: string) => resolve(folder, `${name}-${precision}.bin`);
      const model = resolve(folder, `peer-${precision}.onnx`);
      const job = { threads: 1, precision, repeats, model };
      const sides: Side[] = [
        { name: 'Causal Spec', runs: { ours: 'ours' }, job: { ...job, vectors: vectorsOf('ours') } },
        { name: 'tfjs, WebAssembly', runs: { ours: 'tfjs' }, job: { ...job, vectors: vectorsOf('tfjs') } },
        {
          name: 'onnxruntime, Python',
          runs: { peer: 'onnx_sentences.py', environment: 'text' },
          job: { ...job, vectors: vectorsOf('python'), ids: JSON.stringify(sequences()) },
        },
      ];
      const answers = contest(sides, 3);
      all.push(...answers);
      const quality = (answer: Answer): string =>
        answer === answers[1]
          ? ''
          : agreement(
              readVectors(vectorsOf(answer === answers[0] ? 'ours' : 'python')),
              readVectors(vectorsOf('tfjs')),
            );
      return contestRows(`${texts} x ${tokens}, ${precision}`, sides, answers, quality);
    });
    return { rows, versions: ['onnxruntime-node 1.30.0', '@tensorflow/tfjs 4.22.0', ...versionsOf(all)] };
  },
};
