import { EnvironmentError } from '../../model/errors.ts';
import { tryLock, type NamedLock } from '../../system/named-lock.ts';

/**
 * Two runs on one machine would be each other's noise, so the second is refused.
 * @throws EnvironmentError `another-run` naming the run and its process
 */
export async function onlyRun(what: string): Promise<NamedLock> {
  const lock = await tryLock('measuring', `${what}, process ${process.pid}`);
  if ('name' in lock) return lock;
  throw new EnvironmentError(`This machine is being used by another run: ${lock.heldBy}`, {
    code: 'another-run',
    hint: 'Two runs at once would measure each other. Wait for it to end, or stop it with Ctrl-C.',
  });
}
