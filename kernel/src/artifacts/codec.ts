/**
 * Plain values with typed arrays in them, as bytes: what a fitted model consists of. The form is
 *
 *     bytes of the JSON (4 bytes, little endian) | JSON | zeros up to a multiple of 8 | arrays, each at a multiple of 8
 *
 * The arrays lie in the order in which the JSON names them and none is named twice, so a value takes no more memory than its
 * bytes say. In the JSON, an object with the key `$` stands for what JSON cannot say: a typed array by place and length, a Map, NaN,
 * an infinity, -0, an own key `$`. Nothing that is decoded can run code or reach a prototype.
 */

const arrayTypes = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
} as const;

type ArrayName = keyof typeof arrayTypes;
type TypedArray = InstanceType<(typeof arrayTypes)[ArrayName]>;

type Marked =
  | { $: 'array'; type: ArrayName; at: number; length: number }
  | { $: 'map' | 'object'; entries: [unknown, unknown][] }
  | { $: 'number'; value: string };

const align = (bytes: number) => Math.ceil(bytes / 8) * 8;

/** @throws TypeError for what is no plain value: functions, class instances, big integers */
export function encodeValue(value: unknown): Uint8Array {
  const arrays: TypedArray[] = [];
  let at = 0;
  const json = JSON.stringify(
    mark(value, (array) => {
      const place = at;
      arrays.push(array);
      at += align(array.byteLength);
      return place;
    }),
  );
  const text = Buffer.from(json);
  const start = align(4 + text.length);
  const bytes = new Uint8Array(start + at);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let next = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), next);
    next += align(array.byteLength);
  }
  return bytes;
}

/** The value {@link encodeValue} was given. Throws an Error where the bytes are none of its making. */
export function decodeValue(bytes: Uint8Array): unknown {
  const damaged = new Error('it is no encoded value');
  if (bytes.length < 4) throw damaged;
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  if (4 + length > bytes.length) throw damaged;
  const start = align(4 + length);
  let next = start;
  const json = Buffer.from(bytes.subarray(4, 4 + length)).toString('utf8');
  const value = unmark(JSON.parse(json), ({ type: name, at, length }) => {
    if (!Object.hasOwn(arrayTypes, name) || start + at !== next || !Number.isInteger(length) || length < 0)
      throw damaged;
    const type = arrayTypes[name];
    const from = next;
    const to = from + length * type.BYTES_PER_ELEMENT;
    next = align(to);
    if (next > bytes.length) throw damaged;
    // Of a Buffer, `slice` would be no copy.
    return new type(new Uint8Array(bytes.subarray(from, to)).buffer);
  });
  if (next !== bytes.length) throw damaged;
  return value;
}

function mark(value: unknown, place: (array: TypedArray) => number): unknown {
  const inner = (v: unknown) => mark(v, place);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    const plain = Number.isFinite(value) && !Object.is(value, -0);
    return plain
      ? value
      : ({ $: 'number', value: Object.is(value, -0) ? '-0' : String(value) } satisfies Marked);
  }
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} cannot be kept.`);
  if (Array.isArray(value)) return value.map((v) => (v === undefined ? null : inner(v)));
  if (ArrayBuffer.isView(value)) return markArray(value, place);
  if (value instanceof Map) {
    return { $: 'map', entries: [...value].map(([k, v]) => [inner(k), inner(v)]) } satisfies Marked;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError('A class instance cannot be kept.');
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  if (entries.some(([key]) => key === '$' || key === '__proto__')) {
    return { $: 'object', entries: entries.map(([k, v]) => [k, inner(v)]) } satisfies Marked;
  }
  return Object.fromEntries(entries.map(([k, v]) => [k, inner(v)]));
}

function markArray(value: ArrayBufferView, place: (array: TypedArray) => number): Marked {
  const type = value.constructor.name as ArrayName;
  if (!Object.hasOwn(arrayTypes, type)) throw new TypeError(`A ${type} cannot be kept.`);
  const array = value as TypedArray;
  return { $: 'array', type, at: place(array), length: array.length };
}

function unmark(value: unknown, array: (marked: Extract<Marked, { $: 'array' }>) => TypedArray): unknown {
  const inner = (v: unknown) => unmark(v, array);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(inner);
  if (!Object.hasOwn(value, '$'))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, inner(v)]));
  const marked = value as Marked;
  switch (marked.$) {
    case 'number':
      return Number(marked.value);
    case 'array':
      return array(marked);
    case 'map':
      return new Map(marked.entries.map(([k, v]) => [inner(k), inner(v)]));
    case 'object':
      return Object.fromEntries(marked.entries.map(([k, v]) => [k, inner(v)]));
  }
}
