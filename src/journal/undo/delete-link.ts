import { existsSync } from 'node:fs';
import { EnvironmentError } from '../../model/errors.ts';
import { runProgram } from '../../system/run-program.ts';
import { isOwnLink, ownNames } from '../own-names.ts';

/** Deletes a network link; its addresses and routes go with it. */
export async function deleteLink(
  name: string,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> {
  if (!isOwnLink(name, ownNames(env))) {
    throw new EnvironmentError(`Network link ${name} is not ours to delete`, { code: 'not-ours' });
  }
  if (!linkExists(name)) return;
  const result = await runProgram('ip', ['link', 'delete', name], { signal });
  if (result.exitCode !== 0 && linkExists(name)) {
    throw new EnvironmentError(`${result.command}: ${result.errorTail}`, { code: 'undo-failed' });
  }
}

const linkExists = (name: string): boolean => existsSync(`/sys/class/net/${name}`);
