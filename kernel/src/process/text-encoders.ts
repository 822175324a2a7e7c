import { decodeValue, encodeValue } from '../artifacts/codec.js';
import type { Made } from '../artifacts/container.js';
import { keyOf, type Store } from '../artifacts/store.js';
import type { EncodeStep } from '../plan.js';
import { InputError } from '../problem.js';
import type { Task } from '../task.js';
import { type Encoder, type EncoderPlace, encoderInfo, learns, openEncoder } from '../text/encoder.js';
import { basisId, isBasis, type LsaBasis } from '../text/lsa/basis.js';
import { corpusOf } from '../text/lsa/corpus.js';
import { learnBasis } from '../text/lsa/learn-basis.js';
import { Recent } from './recent.js';

/** A basis depends on texts alone: on no spec, no data file and no seed. */
const made: Made = { stepHash: '', specHash: '', dataHash: '', seed: 0, versions: {} };

/** The encoders that texts are read with: opened once, and those that learn from a column's texts taught once. */
export class TextEncoders {
  private readonly open = new Map<string, Promise<Encoder>>();
  /** Each holds a basis of some megabytes, so few are kept open. */
  private readonly taught = new Recent<Promise<Encoder>>(4);

  /**
   * @param place where and with what encoders work
   * @param opened told of every encoder that is opened
   */
  constructor(
    private readonly store: Store,
    private readonly place: EncoderPlace,
    private readonly opened: (encoder: Encoder) => void,
  ) {}

  /**
   * The encoder of a step. One that could not be opened is tried again by the next run.
   * @param basis what it learnt, where it learns
   */
  of({ parameters }: EncodeStep, basis?: LsaBasis): Promise<Encoder> {
    const { encoder, pooling, layer } = parameters;
    const shelf = basis ? this.taught : this.open;
    const key = keyOf(encoder, pooling ?? '', layer ?? '', basis ? basisId(basis) : '');
    const known = shelf.get(key);
    if (known) return known;
    const opening = openEncoder(encoder, this.place, { pooling, layer, basis });
    shelf.set(key, opening);
    opening.then(this.opened, () => this.open.delete(key));
    return opening;
  }

  /** What the encoder of a step learns of the distinct texts of a column, or has learnt before; undefined where it learns nothing. */
  async basis(
    { parameters }: EncodeStep,
    texts: readonly string[],
    task: Task,
  ): Promise<LsaBasis | undefined> {
    if (!learns(parameters.encoder)) return undefined;
    const { name, version } = await encoderInfo(parameters.encoder);
    const corpus = corpusOf(texts, task);
    const key = keyOf('basis', name, version, corpus.digest);
    const kept = await this.store.read(key, 'basis');
    const known = kept && asBasis(kept);
    if (known) return known;
    const basis = learnBasis(corpus, task);
    await this.keep(key, basis);
    return basis;
  }

  /** Version of what a step reads texts with; that of a basis is left out, since it follows from the data. */
  async versionOf({ parameters }: EncodeStep): Promise<string> {
    const { encoder, pooling, layer } = parameters;
    return (await encoderInfo(encoder, this.place, { pooling, layer })).version;
  }

  /** One that cannot be kept is learnt again by the next run, and is the same. */
  private async keep(key: string, basis: LsaBasis): Promise<void> {
    try {
      await this.store.write(key, made, new Map([['basis', encodeValue(basis)]]));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
}

function asBasis(bytes: Uint8Array): LsaBasis | undefined {
  try {
    const value = decodeValue(bytes);
    return isBasis(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
