import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cgroupHierarchies } from '../../journal/undo/remove-cgroup.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { Problem } from '../cluster.ts';
import { probeFeatures } from './feature-probe.ts';
import { neededControllers, offeredControllers } from './node-cgroups.ts';
import { hostRoutes } from './node-network.ts';
import { chooseSubnets } from './subnets.ts';

/** Programs of the host that we call, and the package that has them on most distributions. */
const hostPrograms = {
  unshare: 'util-linux',
  nsenter: 'util-linux',
  mount: 'util-linux',
  umount: 'util-linux',
  setpriv: 'util-linux',
  nice: 'coreutils',
  ip: 'iproute2',
} as const;

/** What keeps an embedded cluster from working on this machine; empty if nothing does. Changes nothing. */
export async function checkEmbeddedPrerequisites(
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Problem[]> {
  const basic = [...wrongPlatform(), ...notRoot(), ...(await missingPrograms(env))];
  if (basic.length > 0) return basic;
  const found = await Promise.all([missingControllers(), takenSubnets(signal), probeFeatures(signal, env)]);
  return found.flat();
}

/** @throws EnvironmentError with the code of the first problem, naming all */
export async function requireEmbeddedPrerequisites(
  signal: AbortSignal,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const problems = await checkEmbeddedPrerequisites(signal, env);
  const [first] = problems;
  if (!first) return;
  throw new EnvironmentError(problems.map(({ message }) => message).join('\n'), {
    code: first.code,
    hint: [...new Set(problems.map(({ hint }) => hint))].join(' '),
  });
}

function wrongPlatform(): Problem[] {
  const supported = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);
  if (supported) return [];
  const message = `The embedded cluster needs Linux on x86-64 or arm64; this is ${process.platform} on ${process.arch}`;
  return [{ code: 'wrong-platform', message, hint: 'Run it on a Linux machine.' }];
}

function notRoot(): Problem[] {
  const uid = process.geteuid?.();
  if (uid === 0) return [];
  const message = `The embedded cluster needs root, for namespaces, mounts and cgroups; this is user ${uid}`;
  return [{ code: 'not-root', message, hint: 'Run it with sudo.' }];
}

async function missingPrograms(env: NodeJS.ProcessEnv): Promise<Problem[]> {
  const folders = (env['PATH'] ?? '').split(delimiter);
  const isThere = async (program: string): Promise<boolean> => {
    const tries = folders.map((folder) => access(join(folder, program), constants.X_OK));
    return Promise.any(tries).then(
      () => true,
      () => false,
    );
  };
  const found = await Promise.all(
    Object.entries(hostPrograms).map(async ([program, source]): Promise<Problem[]> => {
      if (await isThere(program)) return [];
      const message = `The program '${program}' is not on the PATH`;
      return [{ code: 'missing-program', message, hint: `Install ${source}.` }];
    }),
  );
  return found.flat();
}

async function missingControllers(): Promise<Problem[]> {
  const offered = await offeredControllers();
  const missing = neededControllers.filter((name) => !offered.includes(name));
  if (missing.length > 0) {
    const message = `The kernel offers no cgroup controller for ${missing.join(', ')}`;
    const hint = 'Mount /sys/fs/cgroup with all controllers; some kernels need cgroup_enable=memory at boot.';
    return [{ code: 'no-cgroup-controller', message, hint }];
  }
  const writable = (await cgroupHierarchies()).map((path) => access(path, constants.W_OK));
  return Promise.all(writable).then(
    () => [],
    (error: Error) => [
      {
        code: 'cgroups-read-only',
        message: `The cgroup hierarchy cannot be written to: ${error.message}`,
        hint: 'In a container, run it privileged.',
      },
    ],
  );
}

async function takenSubnets(signal: AbortSignal): Promise<Problem[]> {
  try {
    chooseSubnets(await hostRoutes(signal));
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return [{ code: error.code, message: error.message, hint: error.hint ?? '' }];
  }
}
