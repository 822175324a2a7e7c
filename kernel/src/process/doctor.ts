import { access } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { version as duckdbVersion } from '@duckdb/node-api';
import { encoders } from '../text/encoder.js';
import { modelFolder } from '../text/model-files.js';
import { programVersion } from '../version.js';
import type { Device, DoctorAnswer, HelloParameters } from './protocol.js';

/** What this machine has: versions, devices, encoders, memory. Opens nothing and changes nothing. */
export async function examine(hello: Pick<HelloParameters, 'memoryLimitMb'>): Promise<DoctorAnswer> {
  return {
    versions: { 'causal-spec': programVersion, node: process.versions.node, duckdb: duckdbVersion() },
    devices: [
      { name: 'cpu', available: true, why: 'always there' },
      ...(['webgpu', 'cuda'] as Device[]).map((name) => ({
        name,
        available: false,
        why: 'the built-in encoder computes on the CPU',
      })),
    ],
    encoders: await Promise.all(encoders.map(async ({ name }) => ({ name, ...(await encoderState()) }))),
    memory: { limitMb: hello.memoryLimitMb, totalMb: Math.floor(totalmem() / 2 ** 20) },
  };
}

async function encoderState(): Promise<{ available: boolean; why: string }> {
  try {
    await access(join(modelFolder(), 'model.json'));
    return { available: true, why: 'built in' };
  } catch (error) {
    return { available: false, why: error instanceof Error ? error.message : String(error) };
  }
}
