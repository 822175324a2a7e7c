import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { attributeKinds, type ElementType, elementTypes, fields } from './format.js';

/** Numbers that belong to a graph. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly values: Float32Array | Uint8Array | Int8Array | BigInt64Array;
}

/** A number with a fraction is a float, one without an int; `{ float }` says so where it has none by chance. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

/** What goes in or comes out; sizes that are not fixed have a name. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | string)[];
}

/** Version of the standard operators that all runtimes we use know, and that of the file format that goes with it. */
const opset = 17;
const irVersion = 8;
/** Operators of onnxruntime's own. */
export const runtimeDomain = 'com.microsoft';

/**
 * Builds an ONNX graph, operator by operator.
 *
 * @example
 * const graph = new GraphWriter();
 * const doubled = graph.add('Mul', ['x', graph.constant('two', [], Float32Array.of(2))]);
 * graph.finish('double', [{ name: 'x', type: 'float32', dims: ['n'] }], [{ name: doubled, type: 'float32', dims: ['n'] }]);
 */
export class GraphWriter {
  private readonly nodes: Uint8Array<ArrayBuffer>[] = [];
  private readonly tensors = new Map<string, Uint8Array[]>();
  private names = 0;
  /** Before the names of the operators that are added next: the part of the network they belong to, ending in a slash. */
  scope = '';

  /** Adds a tensor of fixed numbers; returns its name. */
  constant(name: string, dims: readonly number[], values: Tensor['values']): string {
    const { tensor } = fields;
    const head = new BinaryWriter();
    head.tag(tensor.dims, WireType.LengthDelimited).fork();
    for (const dim of dims) head.int64(dim);
    head.join();
    head.tag(tensor.type, WireType.Varint).int32(elementTypes[elementTypeOf(values)]);
    head.tag(tensor.name, WireType.LengthDelimited).string(name);
    head.tag(tensor.raw, WireType.LengthDelimited).uint32(values.byteLength);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.tensors.set(name, [head.finish(), bytes]);
    return name;
  }

  /** Adds an operator with one output; returns the output's name. */
  add(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): string {
    return this.addMany(type, inputs, 1, attributes, domain)[0];
  }

  /** Adds an operator with several outputs; returns their names. */
  addMany(
    type: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): string[] {
    const name = `${this.scope}${type}_${this.names++}`;
    const names = Array.from({ length: outputs }, (_, i) => (outputs === 1 ? name : `${name}_${i}`));
    this.addNode(type, name, inputs, names, attributes, domain);
    return names;
  }

  /** Gives a value the name under which it comes out. */
  name(name: string, value: string): string {
    this.addNode('Identity', `${name}_Identity`, [value], [name], {}, '');
    return name;
  }

  private addNode(
    type: string,
    name: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    domain: string,
  ): void {
    const { node } = fields;
    const writer = new BinaryWriter();
    for (const input of inputs) writer.tag(node.input, WireType.LengthDelimited).string(input);
    for (const output of outputs) writer.tag(node.output, WireType.LengthDelimited).string(output);
    writer.tag(node.name, WireType.LengthDelimited).string(name);
    writer.tag(node.type, WireType.LengthDelimited).string(type);
    for (const [key, value] of Object.entries(attributes)) {
      writer.tag(node.attribute, WireType.LengthDelimited).bytes(writeAttribute(key, value));
    }
    if (domain !== '') writer.tag(node.domain, WireType.LengthDelimited).string(domain);
    this.nodes.push(writer.finish());
  }

  /** The file. */
  finish(name: string, inputs: readonly Port[], outputs: readonly Port[]): Uint8Array {
    const { model, graph } = fields;
    const head = new BinaryWriter();
    for (const node of this.nodes) head.tag(graph.node, WireType.LengthDelimited).bytes(node);
    head.tag(graph.name, WireType.LengthDelimited).string(name);
    for (const port of inputs) head.tag(graph.input, WireType.LengthDelimited).bytes(writePort(port));
    for (const port of outputs) head.tag(graph.output, WireType.LengthDelimited).bytes(writePort(port));
    const parts: Uint8Array[] = [head.finish()];
    // Tensors are most of a file: they are joined once, and not copied from message to message.
    for (const tensor of this.tensors.values()) {
      const bytes = tensor.reduce((sum, part) => sum + part.length, 0);
      parts.push(new BinaryWriter().tag(graph.initializer, WireType.LengthDelimited).uint32(bytes).finish());
      parts.push(...tensor);
    }
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    const file = new BinaryWriter();
    file.tag(model.irVersion, WireType.Varint).int64(irVersion);
    file.tag(model.producer, WireType.LengthDelimited).string('causal-spec');
    for (const [domain, version] of [['', opset] as const, [runtimeDomain, 1] as const]) {
      const set = new BinaryWriter();
      set.tag(fields.opset.domain, WireType.LengthDelimited).string(domain);
      set.tag(fields.opset.version, WireType.Varint).int64(version);
      file.tag(model.opset, WireType.LengthDelimited).bytes(set.finish());
    }
    file.tag(model.graph, WireType.LengthDelimited).uint32(bytes);
    return Buffer.concat([file.finish(), ...parts]);
  }
}

/**
 * The file with one more output, which some operator of its graph must yield. Where a message of one field stands twice in a
 * file, readers join the two: so that the graph itself need not be read.
 */
export function withOutput(file: Uint8Array, port: Port): Uint8Array {
  const graph = new BinaryWriter().tag(fields.graph.output, WireType.LengthDelimited).bytes(writePort(port));
  const more = new BinaryWriter().tag(fields.model.graph, WireType.LengthDelimited).bytes(graph.finish());
  return Buffer.concat([file, more.finish()]);
}

function elementTypeOf(values: Tensor['values']): ElementType {
  if (values instanceof Float32Array) return 'float32';
  if (values instanceof BigInt64Array) return 'int64';
  return values instanceof Int8Array ? 'int8' : 'uint8';
}

function writeAttribute(name: string, value: Attribute): Uint8Array<ArrayBuffer> {
  const { attribute } = fields;
  const writer = new BinaryWriter().tag(attribute.name, WireType.LengthDelimited).string(name);
  const kind = (key: keyof typeof attributeKinds) =>
    writer.tag(attribute.kind, WireType.Varint).int32(attributeKinds[key]);
  if (typeof value === 'string') {
    writer.tag(attribute.string, WireType.LengthDelimited).string(value);
    kind('string');
  } else if (typeof value === 'number' && Number.isInteger(value)) {
    writer.tag(attribute.int, WireType.Varint).int64(value);
    kind('int');
  } else if (typeof value === 'number' || 'float' in value) {
    writer.tag(attribute.float, WireType.Bit32).float(typeof value === 'number' ? value : value.float);
    kind('float');
  } else {
    for (const each of value) writer.tag(attribute.ints, WireType.Varint).int64(each);
    kind('ints');
  }
  return writer.finish();
}

/** A ValueInfoProto: a name and the type of a tensor. */
function writePort({ name, type, dims }: Port): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter().tag(fields.valueInfo.name, WireType.LengthDelimited).string(name);
  writer.tag(fields.valueInfo.type, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.Varint).int32(elementTypes[type]);
  writer.tag(2, WireType.LengthDelimited).fork();
  for (const dim of dims) {
    writer.tag(1, WireType.LengthDelimited).fork();
    if (typeof dim === 'number') writer.tag(1, WireType.Varint).int64(dim);
    else writer.tag(2, WireType.LengthDelimited).string(dim);
    writer.join();
  }
  return writer.join().join().join().finish();
}
