/**
 * Buffers that the arrays of a plain value have to themselves: they can change hands with the value, where copies of large results
 * would stand in memory twice.
 */
export function ownBuffers(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteLength } = value;
    if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) found.add(buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) ownBuffers(part, found);
  }
  return found;
}
