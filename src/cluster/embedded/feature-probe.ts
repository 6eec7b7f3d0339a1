import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownNames } from '../../journal/own-names.ts';
import { runProgram } from '../../system/run-program.ts';
import type { Problem } from '../cluster.ts';

/** What the node's namespaces need of the kernel; each is tried, because no list of features tells the truth. */
const features: Record<string, { message: string; hint: string }> = {
  proc: {
    message: 'The kernel refuses a fresh /proc in a PID namespace',
    hint: 'In a container, run it privileged.',
  },
  tmpfs: { message: 'The kernel refuses to mount tmpfs', hint: 'In a container, run it privileged.' },
  overlay: {
    message: 'The kernel refuses overlayfs on the cache folder',
    hint: "Load the module ('modprobe overlay'), or set XDG_CACHE_HOME to a folder on ext4 or xfs.",
  },
  veth: {
    message: 'The kernel refuses a veth link',
    hint: "Load the module ('modprobe veth').",
  },
  bridge: {
    message: 'The kernel refuses a network bridge',
    hint: "Load the module ('modprobe bridge').",
  },
  forwarding: {
    message: 'The kernel refuses to forward packets in a network namespace',
    hint: 'In a container, run it privileged, with /proc/sys writable.',
  },
};

/** Runs in namespaces of its own, which take everything with them. Prints `<feature> <what the kernel said>` on failure. */
const probeScript = `
try() { feature=$1; shift; said=$("$@" 2>&1) || echo "$feature" $said; }
forward() { echo 1 >/proc/sys/net/ipv4/ip_forward; }
cd "$1"
mkdir lower upper work merged small
mount -n --make-rprivate /
try proc mount -n -t proc proc /proc
try tmpfs mount -n -t tmpfs tmpfs small
try overlay mount -n -t overlay -o lowerdir=lower,upperdir=upper,workdir=work overlay merged
try veth ip link add one type veth peer name other
try bridge ip link add three type bridge
try forwarding forward
`;

/** Tries every kernel feature that a node needs. Leaves nothing behind. */
export async function probeFeatures(signal: AbortSignal, env: NodeJS.ProcessEnv): Promise<Problem[]> {
  const { clustersFolder } = ownNames(env);
  await mkdir(clustersFolder, { recursive: true });
  const folder = await mkdtemp(join(clustersFolder, 'probe-'));
  try {
    const flags = ['--pid', '--mount', '--net', '--ipc', '--uts', '--fork', '--kill-child'];
    const result = await runProgram('unshare', [...flags, 'sh', '-c', probeScript, 'sh', folder], { signal });
    signal.throwIfAborted();
    if (result.exitCode !== 0) return [namespacesRefused(result.errorTail)];
    return result.stdout.split('\n').flatMap(problemOf);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const namespacesRefused = (said: string): Problem => ({
  code: 'no-namespaces',
  message: `The kernel refuses new namespaces: ${said}`,
  hint: 'In a container, run it privileged; on a bare machine, the kernel needs PID, mount, network, IPC and UTS namespaces.',
});

/** One line of the probe's output. */
export function problemOf(line: string): Problem[] {
  const [name = '', ...said] = line.trim().split(' ');
  const feature = features[name];
  return feature
    ? [{ code: `no-${name}`, message: `${feature.message}: ${said.join(' ')}`, hint: feature.hint }]
    : [];
}
