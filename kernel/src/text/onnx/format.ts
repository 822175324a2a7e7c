/** Numbers of fields and kinds in an ONNX file, as `onnx.proto3` of the ONNX project (version 1.17) gives them. */
export const fields = {
  model: { irVersion: 1, producer: 2, graph: 7, opset: 8, functions: 25 },
  opset: { domain: 1, version: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12, sparseInitializer: 15 },
  node: { input: 1, output: 2, name: 3, type: 4, attribute: 5, domain: 7 },
  attribute: { name: 1, float: 2, int: 3, string: 4, tensor: 5, graph: 6, ints: 8, tensors: 10, kind: 20 },
  tensor: { dims: 1, type: 2, name: 8, raw: 9, external: 13, location: 14 },
  valueInfo: { name: 1, type: 2 },
  entry: { key: 1, value: 2 },
} as const;

export const attributeKinds = { float: 1, int: 2, string: 3, ints: 7 } as const;

export const elementTypes = { float32: 1, uint8: 2, int8: 3, int64: 7 } as const;

export type ElementType = keyof typeof elementTypes;
