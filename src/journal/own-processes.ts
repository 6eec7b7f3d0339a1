import { readdir, readFile } from 'node:fs/promises';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';
import { ownerVariable } from './own-names.ts';

export interface OwnedProcess extends ProcessIdentity {
  owner: string;
  command: string;
}

/** Living processes whose owner, by environment or by cgroup, has the prefix. Those of other users are invisible to us. */
export async function findOwnedProcesses(prefix: string): Promise<OwnedProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => inspect(pid, prefix)));
  return found.filter((process) => process !== undefined);
}

async function inspect(pid: number, prefix: string): Promise<OwnedProcess | undefined> {
  const identity = identifyProcess(pid);
  if (!identity || pid === process.pid) return undefined;
  const [environment, cgroups] = await Promise.all([readProc(pid, 'environ'), readProc(pid, 'cgroup')]);
  const owner = ownerOf(environment, cgroups, prefix);
  if (owner === undefined) return undefined;
  const command = (await readProc(pid, 'cmdline')).replaceAll('\0', ' ').trim();
  return { ...identity, owner, command };
}

/** The owner named in the texts of `/proc/PID/environ` and `/proc/PID/cgroup`, if it has the prefix. */
export function ownerOf(environment: string, cgroups: string, prefix: string): string | undefined {
  const assignment = `${ownerVariable}=${prefix}`;
  const variable = environment.split('\0').find((entry) => entry.startsWith(assignment));
  if (variable !== undefined) return variable.slice(ownerVariable.length + 1);
  return cgroups
    .split('\n')
    .map((line) => line.split(':').slice(2).join(':').split('/')[1])
    .find((name) => name?.startsWith(prefix));
}

const readProc = (pid: number, file: string): Promise<string> =>
  readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
