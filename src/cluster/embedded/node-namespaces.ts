import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { EnvironmentError } from '../../model/errors.ts';
import { ownerVariable } from '../../journal/own-names.ts';
import { nodeInitScript } from './node-init.ts';
import {
  embeddedPrograms,
  policyProgram,
  programInNode,
  type EmbeddedPrograms,
  type NodeLayout,
} from './node-layout.ts';

/** The namespaces of a node, held by their PID 1: when it ends, the kernel ends everything in them. */
export interface NodeNamespaces {
  /** PID 1 of the node, as the host numbers it. */
  pid: number;
  /** From now on it does not end with us. */
  release(): void;
  /** Ends it; fulfilled when every process in it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts the node's PID 1. It holds a pipe to us, so it dies when we do, in whatever way.
 * @throws EnvironmentError `node-namespaces` with what the kernel refused
 */
export async function startNamespaces(
  layout: NodeLayout,
  programs: EmbeddedPrograms,
  signal: AbortSignal,
): Promise<NodeNamespaces> {
  const binds = ([...embeddedPrograms, policyProgram] as const).flatMap((program) => {
    const path = programs[program];
    return path === undefined ? [] : [programInNode(program).replace('/run/tenantproof/', ''), path];
  });
  const flags = ['--pid', '--mount', '--net', '--ipc', '--uts', '--fork', '--kill-child'];
  const init = ['sh', '-c', nodeInitScript, 'tenantproof-node', layout.folder, ...binds];
  const child = spawn('unshare', [...flags, ...init], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A session of its own: Ctrl-C at the terminal is for us, we take the node down in order.
    detached: true,
    env: { PATH: hostPath(), [ownerVariable]: layout.owner },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin.on('error', () => {});
  return {
    pid: await readyPid(child, ended, signal),
    release() {
      child.stdin.end('keep\n');
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const hostPath = (): string => `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin`;

async function readyPid(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  ended: Promise<void>,
  signal: AbortSignal,
): Promise<number> {
  let errors = '';
  child.on('error', (error) => (errors += error.message));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const line = once(createInterface(child.stdout), 'line', { signal }).catch(() => []);
  const [first] = await Promise.race([line, ended.then(() => [])]);
  const pid = /^ready (\d+)$/.exec(String(first))?.[1];
  if (pid !== undefined) return Number(pid);
  child.kill('SIGKILL');
  await ended;
  signal.throwIfAborted();
  throw new EnvironmentError(`The node's namespaces could not be set up: ${errors.trim() || 'no message'}`, {
    code: 'node-namespaces',
    hint: "Run 'tenantproof doctor': it tries each kernel feature that the embedded cluster needs.",
  });
}
