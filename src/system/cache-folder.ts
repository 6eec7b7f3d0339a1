import { homedir } from 'node:os';
import { join } from 'node:path';

/** The one folder for everything that is heavy to get: `${XDG_CACHE_HOME:-~/.cache}/tenantproof`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tenantproof');
}
