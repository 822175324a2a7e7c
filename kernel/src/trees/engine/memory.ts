/** Bytes of a WebAssembly page. */
const pageBytes = 65_536;
/** Pages a shared memory may grow to: 4 GB, all that 32-bit addresses reach. */
export const mostPages = 65_536;
/** First address handed out: below lie the constants of the WebAssembly module. */
const firstAddress = 65_536;

/** The whole memory of an engine under every type that the hot loops read it as. */
export interface Views {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/**
 * One memory for all threads and for both kinds of hot loops: WebAssembly's own where there is one. Addresses are byte
 * offsets, which JavaScript holds as positive numbers (`address >>> 3` is the place in `f64`).
 */
export class Memory {
  private current: Views;

  private constructor(
    readonly source: WebAssembly.Memory | undefined,
    private buffer: ArrayBufferLike,
  ) {
    this.current = viewsOf(buffer);
  }

  /** A new memory that threads can share. Throws where this machine knows no shared memory. */
  static shared(): Memory {
    const source = new WebAssembly.Memory({ initial: 2, maximum: mostPages, shared: true });
    return new Memory(source, source.buffer);
  }

  /** The same memory in another thread. */
  static of(source: WebAssembly.Memory): Memory {
    return new Memory(source, source.buffer);
  }

  /** A memory of one thread, for machines without shared memory. */
  static plain(): Memory {
    return new Memory(undefined, new ArrayBuffer(2 * pageBytes));
  }

  /** Views of all of it; taken anew after another thread or {@link reserve} made it grow. */
  get views(): Views {
    if (this.source && this.source.buffer.byteLength !== this.buffer.byteLength)
      this.adopt(this.source.buffer);
    return this.current;
  }

  /** Makes sure that addresses below `end` exist; contents stay. Throws RangeError where there is no room. */
  reserve(end: number): void {
    const missing = Math.ceil((end - this.views.u8.length) / pageBytes);
    if (missing <= 0) return;
    if (this.source) {
      this.source.grow(missing);
      this.adopt(this.source.buffer);
    } else {
      const larger = new ArrayBuffer(end + (end >>> 1));
      new Uint8Array(larger).set(this.current.u8);
      this.adopt(larger);
    }
  }

  private adopt(buffer: ArrayBufferLike): void {
    this.buffer = buffer;
    this.current = viewsOf(buffer);
  }
}

function viewsOf(buffer: ArrayBufferLike): Views {
  const whole = buffer.byteLength - (buffer.byteLength % 8);
  return {
    u8: new Uint8Array(buffer, 0, whole),
    u16: new Uint16Array(buffer, 0, whole / 2),
    i32: new Int32Array(buffer, 0, whole / 4),
    u32: new Uint32Array(buffer, 0, whole / 4),
    f32: new Float32Array(buffer, 0, whole / 4),
    f64: new Float64Array(buffer, 0, whole / 8),
  };
}

/** Hands out stretches of a memory one after another; they are given back all at once, or back to a mark. */
export class Arena {
  private next: number;

  /** Stretches from `from` on; up to `end`, or without it as far as the memory grows. */
  constructor(
    readonly memory: Memory,
    private readonly from = firstAddress,
    private readonly end?: number,
  ) {
    this.next = from;
  }

  /** Address of `bytes` bytes with anything in them, on cache lines of their own. */
  take(bytes: number): number {
    const address = this.next;
    const next = address + Math.ceil(bytes / 64) * 64;
    if (this.end === undefined) this.memory.reserve(next);
    else if (next > this.end) throw new RangeError('A stretch of memory was planned too small.');
    this.next = next;
    return address;
  }

  /** A point to go back to with {@link rewind}. */
  get mark(): number {
    return this.next;
  }

  /** Gives back what was taken since `mark`, or everything. */
  rewind(mark: number = this.from): void {
    this.next = mark;
  }

  /** Copies an array into fresh memory; returns its address. */
  copy(array: Uint8Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array): number {
    const address = this.take(array.byteLength);
    this.memory.views.u8.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), address);
    return address;
  }
}
