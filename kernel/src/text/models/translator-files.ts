/** ONNX files of a model that translates; the last one is not needed, but spares computing every step from the beginning. */
export const translatorFiles = {
  encoder: 'onnx/encoder_model.onnx',
  decoder: 'onnx/decoder_model.onnx',
  decoderWithPast: 'onnx/decoder_with_past_model.onnx',
} as const;
