import { join } from 'node:path';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { type Io, printJson } from './io.js';
import type { Common } from './options.js';
import { commandKernel } from './run-plans.js';
import { workspaceOf } from './workspace.js';

/** `causal doctor`: what is on this machine. */
export async function doctor(options: Common, io: Io): Promise<ExitCode> {
  const workspace = workspaceOf([join(io.cwd, 'any')], options.workspace, io.cwd);
  const kernel = commandKernel(workspace, io, options.device);
  try {
    const answer = await kernel.doctor();
    if (options.format === 'json') printJson(io, answer);
    else {
      const state = (one: { name: string; available: boolean; why: string }) =>
        `  ${one.name.padEnd(14)}${one.available ? 'yes' : 'no '}  ${one.why}\n`;
      io.out('Versions\n');
      for (const [name, version] of Object.entries(answer.versions))
        io.out(`  ${name.padEnd(14)}${version}\n`);
      io.out(`Texts are encoded on\n  ${answer.inUse.device.padEnd(14)}${answer.inUse.why}\n`);
      io.out(`Devices\n${answer.devices.map(state).join('')}`);
      io.out(`Encoders\n${answer.encoders.map(state).join('')}`);
      io.out(`Memory\n  ${answer.memory.limitMb} MB of ${answer.memory.totalMb} MB may be used\n`);
    }
    return exitCodes.fine;
  } finally {
    await kernel.dispose();
  }
}
