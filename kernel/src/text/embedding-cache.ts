export interface EmbeddingStore {
  read(key: string): Promise<Float32Array | undefined>;
  write(key: string, vectors: Float32Array): Promise<void>;
}
