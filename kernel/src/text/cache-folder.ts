import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of ours among those where programs of this machine keep what they can make or fetch again. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.CAUSAL_CACHE ?? join(platformCache(env), 'causal-spec');
}

function platformCache(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches');
  if (process.platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local');
  return env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}
