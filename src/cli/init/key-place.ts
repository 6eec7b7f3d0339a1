import { looksLikeCredential } from '../../config/credential-shapes.ts';
import type { SecretPlace } from '../../model/target.ts';

/** Where the key of a tenant is if nobody said: `TEAM_A_KEY` for team-a. */
export function usualVariable(tenant: string): string {
  const name = tenant.toUpperCase().replaceAll('-', '_');
  return /^\d/.test(name) ? `TENANT_${name}_KEY` : `${name}_KEY`;
}

/**
 * The variable that was named; undefined if it is no name of one. A name that is not in capitals must be set: it may be a
 * key that somebody put in the wrong place, and must not be repeated.
 */
export function keyVariable(name: string, env: NodeJS.ProcessEnv): SecretPlace | undefined {
  const isOne = /^[A-Za-z_]\w{0,199}$/.test(name) && !looksLikeCredential(name);
  return isOne && (/^[A-Z0-9_]+$/.test(name) || env[name] !== undefined) ? { env: name } : undefined;
}

/** The file that was named; undefined if it looks like a key. */
export const keyFile = (path: string): SecretPlace | undefined =>
  path === '' || looksLikeCredential(path) ? undefined : { file: path };

export const variableCure =
  'must name an environment variable (of small letters only if it is set), and never be the key itself';
export const fileCure = 'must name a file, and never be the key itself';
