import { expect, test } from 'vitest';
import { ownBuffers } from '../../../../kernel/src/trees/engine/own-buffers.js';

test('buffers that one array has to itself are found, once each, and no others', () => {
  const whole = new Float64Array(4);
  const part = new Uint8Array(8).subarray(2);
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  const value = { trees: { nodes: whole, again: whole }, list: [part, shared, 1, 'text', null] };
  expect([...ownBuffers(value)]).toEqual([whole.buffer]);
});
