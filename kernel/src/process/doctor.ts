import { access } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { version as duckdbVersion } from '@duckdb/node-api';
import { encoders, learns, tryDevice } from '../text/encoder.js';
import { modelFolder, weightsFile } from '../text/model-files.js';
import { programVersion } from '../version.js';
import type { Device, DoctorAnswer, HelloParameters } from './protocol.js';

/**
 * What this machine has: versions, devices, encoders, memory. Devices are tried out, each in a process of its own, so that a broken driver
 * takes nothing else with it.
 *
 * @param script of an encoder's process
 */
export async function examine(
  { device, memoryLimitMb }: Pick<HelloParameters, 'device' | 'memoryLimitMb'>,
  script: string,
): Promise<DoctorAnswer> {
  const [inUse, ...devices] = await Promise.all([
    stateOf(device, script),
    ...(['cpu', 'webgpu', 'cuda'] as const).map((name) => stateOf(name, script)),
  ]);
  return {
    versions: { 'causal-spec': programVersion, node: process.versions.node, duckdb: duckdbVersion() },
    inUse: { device: inUse.used, why: inUse.why },
    devices: devices.map(({ name, available, why }) => ({ name, available, why })),
    encoders: await Promise.all(encoders.map(async ({ name }) => ({ name, ...(await encoderState(name)) }))),
    memory: { limitMb: memoryLimitMb, totalMb: Math.floor(totalmem() / 2 ** 20) },
  };
}

async function stateOf(name: Device, script: string) {
  try {
    const { device, fallback, why } = await tryDevice(name, script);
    const works = !fallback && (name === 'auto' || name === device);
    return { name, available: works, used: device, why: works && name === 'cpu' ? 'always there' : why };
  } catch (error) {
    return {
      name,
      available: false,
      used: 'cpu' as const,
      why: error instanceof Error ? error.message : String(error),
    };
  }
}

async function encoderState(name: string): Promise<{ available: boolean; why: string }> {
  if (learns(name)) return { available: true, why: 'learnt from the texts themselves: needs no model' };
  try {
    await Promise.all([join(modelFolder(), 'model.json'), weightsFile()].map((file) => access(file)));
    return { available: true, why: 'built in' };
  } catch (error) {
    return { available: false, why: error instanceof Error ? error.message : String(error) };
  }
}
