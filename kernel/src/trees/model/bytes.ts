import { type Task, unwatched } from '../../task.js';
import { damaged } from './sealed.js';

/** Numbers and texts one after another as bytes, little endian, the small ones small. */
export class ByteWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  /** A whole number from 0 to 2^53 - 1: seven bits a byte, the lowest first; a set eighth bit says that more follow. */
  whole(value: number): void {
    let rest = value;
    this.reserve(8);
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) this.bytes[this.length++] = 0x80 | (rest % 0x80);
    this.bytes[this.length++] = rest;
  }

  /** A whole number of either sign, those near 0 small. */
  signed(value: number): void {
    this.whole(value < 0 ? -2 * value - 1 : 2 * value);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** A number that is finite, as all of a model are. */
  double(value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`A model cannot hold ${value}.`);
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  single(value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`A model cannot hold ${value}.`);
    this.reserve(4);
    this.view.setFloat32(this.length, value, true);
    this.length += 4;
  }

  text(value: string): void {
    this.block(Buffer.from(value, 'utf8'));
  }

  /** A stretch of bytes after its length. */
  block(value: Uint8Array): void {
    this.whole(value.length);
    this.reserve(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const larger = new Uint8Array(2 * (this.length + bytes));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

/** Steps between two looks at whether to stop: some milliseconds. */
const stepsAtOnce = 2 ** 16;

/** Reads what a {@link ByteWriter} wrote. Every method throws InputError CS5005 where that is not what comes next. */
export class ByteReader {
  private readonly view: DataView;
  private at = 0;
  private steps = 0;

  /** @param task looked at by {@link look} */
  constructor(
    private readonly all: Uint8Array,
    private readonly task: Task = unwatched,
  ) {
    this.view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.all.length - this.at;
  }

  /** Throws Cancelled once a stop was asked for; to be called at every step of a loop over what is read. */
  look(): void {
    if (this.steps++ % stepsAtOnce === 0) this.task.check();
  }

  whole(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 53; factor *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
    }
    throw damaged('a number is too large');
  }

  signed(): number {
    const value = this.whole();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** How many things follow, each of at least `bits` bits: no more than there can be in the bytes that are left. */
  count(bits: number): number {
    const count = this.whole();
    if (count * bits > 8 * this.left) throw damaged('it is cut off');
    return count;
  }

  byte(): number {
    this.require(1);
    return this.all[this.at++];
  }

  /** Any number that is finite. */
  double(): number {
    this.require(8);
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return finite(value);
  }

  single(): number {
    this.require(4);
    const value = this.view.getFloat32(this.at, true);
    this.at += 4;
    return finite(value);
  }

  text(): string {
    return Buffer.from(this.block()).toString('utf8');
  }

  /** A stretch of bytes that follow their length; not copied. */
  block(): Uint8Array {
    return this.bytes(this.whole());
  }

  bytes(length: number): Uint8Array {
    this.require(length);
    this.at += length;
    return this.all.subarray(this.at - length, this.at);
  }

  end(): void {
    if (this.left > 0) throw damaged('something follows its end');
  }

  private require(bytes: number): void {
    if (bytes > this.left) throw damaged('it is cut off');
  }
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw damaged('it holds a number that is not finite');
  return value;
}
