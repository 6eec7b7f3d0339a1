import { EnvironmentError } from '../../model/errors.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { ownNames } from '../own-names.ts';
import { findOwnedProcesses } from '../own-processes.ts';
import { isAlive } from '../process-identity.ts';

/** Kills every process of the owner and waits until none is left. */
export async function killProcesses(
  owner: string,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> {
  const { prefix } = ownNames(env);
  if (!owner.startsWith(prefix)) {
    throw new EnvironmentError(`Processes of ${owner} are not ours to kill`, { code: 'not-ours' });
  }
  const noneLeft = async (): Promise<{ ready: true } | { seen: string }> => {
    const left = (await findOwnedProcesses(prefix)).filter((process) => process.owner === owner);
    for (const process of left) if (isAlive(process)) kill(process.pid);
    return left.length === 0
      ? { ready: true }
      : { seen: left.map(({ pid, command }) => `${pid} ${command.slice(0, 60)}`).join(', ') };
  };
  await waitUntil(noneLeft, {
    what: `the processes of ${owner} to end`,
    timeoutMs: 8_000,
    intervalMs: 10,
    signal,
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
