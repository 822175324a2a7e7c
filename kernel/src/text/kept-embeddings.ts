import type { Made } from '../artifacts/container.js';
import { keyOf, type Store } from '../artifacts/store.js';
import type { EmbeddingStore } from './embedding-cache.js';

/** Vectors depend on texts and encoder alone: on no spec, no data file and no seed. */
const made: Made = { stepHash: '', specHash: '', dataHash: '', seed: 0, versions: {} };

const name = 'vectors';

/** Keeps vectors of texts in the content store. */
export function embeddingStore(store: Store): EmbeddingStore {
  return {
    async read(key) {
      const bytes = await store.read(keyOf('embeddings', key), name);
      return bytes && new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    },
    async write(key, vectors) {
      const bytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
      await store.write(keyOf('embeddings', key), made, new Map([[name, bytes]]));
    },
  };
}
