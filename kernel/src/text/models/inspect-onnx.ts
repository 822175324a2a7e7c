import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { fields } from '../onnx/format.js';

/** What is known of an ONNX file before any runtime sees it. */
export interface OnnxFile {
  readonly nodes: readonly {
    readonly type: string;
    readonly name: string;
    readonly outputs: readonly string[];
  }[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Numbers that lie in other files: path as written, and the bytes it must hold. */
  readonly external: readonly { readonly path: string; readonly end: number }[];
}

/**
 * Reads the skeleton of an ONNX file; the numbers in it are skipped.
 * @throws Error where it is cut off or no ONNX file
 */
export function inspectOnnx(file: Uint8Array): OnnxFile {
  const found = { nodes: [], inputs: [], outputs: [], external: [] } as Mutable;
  let graphs = 0;
  eachField(file, (field, reader) => {
    if (field === fields.model.graph) {
      graphs += 1;
      readGraph(reader.bytes(), found, true);
    } else if (field === fields.model.functions)
      eachField(
        reader.bytes(),
        skipBut(7, (node) => readNode(node, found)),
      );
    else return false;
    return true;
  });
  if (graphs === 0) throw new Error('it holds no graph');
  return found;
}

type Mutable = { -readonly [Key in keyof OnnxFile]: OnnxFile[Key][number][] };

/** Calls back with every field of a message; one that is not taken is skipped. */
function eachField(message: Uint8Array, take: (field: number, reader: BinaryReader) => boolean): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (wire !== WireType.LengthDelimited || !take(field, reader)) reader.skip(wire, field);
    if (reader.pos > reader.len) throw new Error('it is cut off');
  }
}

const skipBut =
  (wanted: number, take: (message: Uint8Array) => void) =>
  (field: number, reader: BinaryReader): boolean => {
    if (field !== wanted) return false;
    take(reader.bytes());
    return true;
  };

function readGraph(message: Uint8Array, found: Mutable, outermost: boolean): void {
  const { graph, valueInfo } = fields;
  const nameOf = (port: Uint8Array): string => {
    let name = '';
    eachField(port, (field, reader) => {
      if (field !== valueInfo.name) return false;
      name = reader.string();
      return true;
    });
    return name;
  };
  eachField(message, (field, reader) => {
    if (field === graph.node) readNode(reader.bytes(), found);
    else if (field === graph.initializer) readTensor(reader.bytes(), found);
    else if (field === graph.sparseInitializer)
      eachField(
        reader.bytes(),
        skipBut(1, (t) => readTensor(t, found)),
      );
    else if (outermost && field === graph.input) found.inputs.push(nameOf(reader.bytes()));
    else if (outermost && field === graph.output) found.outputs.push(nameOf(reader.bytes()));
    else return false;
    return true;
  });
}

function readNode(message: Uint8Array, found: Mutable): void {
  const { node, attribute } = fields;
  const outputs: string[] = [];
  let [type, name] = ['', ''];
  eachField(message, (field, reader) => {
    if (field === node.output) outputs.push(reader.string());
    else if (field === node.type) type = reader.string();
    else if (field === node.name) name = reader.string();
    else if (field === node.attribute) {
      eachField(reader.bytes(), (inner, value) => {
        if (inner === attribute.tensor || inner === attribute.tensors) readTensor(value.bytes(), found);
        else if (inner === attribute.graph || inner === 11) readGraph(value.bytes(), found, false);
        else return false;
        return true;
      });
    } else return false;
    return true;
  });
  found.nodes.push({ type, name, outputs });
}

/** Only where its numbers lie matters. */
function readTensor(message: Uint8Array, found: Mutable): void {
  const { tensor, entry } = fields;
  const entries = new Map<string, string>();
  eachField(
    message,
    skipBut(tensor.external, (pair) => {
      let [key, value] = ['', ''];
      eachField(pair, (field, reader) => {
        if (field === entry.key) key = reader.string();
        else if (field === entry.value) value = reader.string();
        else return false;
        return true;
      });
      entries.set(key, value);
    }),
  );
  const path = entries.get('location');
  if (path === undefined) return;
  const end = Number(entries.get('offset') ?? 0) + Number(entries.get('length') ?? 0);
  found.external.push({ path, end });
}
