import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerVariable } from '../../journal/own-names.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { inNode, programInNode, type EmbeddedProgram, type NodeLayout } from './node-layout.ts';

export interface NodeProgramOptions {
  layout: NodeLayout;
  /** PID 1 of the node, as the host numbers it. */
  nodePid: number;
  /** Called with the program's last words if it ends while the node lives. */
  onEnd: (error: EnvironmentError) => void;
}

/** Starts a program inside the node, with a log of its own. It ends with the node. */
export async function startNodeProgram(
  program: EmbeddedProgram,
  args: readonly string[],
  { layout, nodePid, onEnd }: NodeProgramOptions,
): Promise<void> {
  const logPath = join(layout.logsFolder, `${program}.log`);
  const log = await open(logPath, 'a');
  const enter = ['--target', String(nodePid), '--mount', '--pid', '--net', '--ipc', '--uts', '--'];
  const child = spawn('nice', ['-n', niceness, 'nsenter', ...enter, programInNode(program), ...args], {
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
    cwd: '/',
    // Nothing of the user's environment: a proxy setting would send the node's own traffic astray.
    env: {
      PATH: `${inNode.programs}:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: '/root',
      [ownerVariable]: layout.owner,
    },
  });
  child.unref();
  const ended = (how: string): void => {
    void describeEnd(program, how, logPath).then(onEnd);
  };
  child.once('error', (error) => ended(`could not be started (${error.message})`));
  child.once('exit', (code, signal) => ended(signal ? `was ended by ${signal}` : `exited with ${code}`));
  await log.close();
}

/**
 * The node's own work, starting containers included, yields to the pods and to k6: what is measured is the platform's latency.
 * Containers inherit it, and lose nothing: among themselves they are equal, and their cgroup has its own weight.
 */
const niceness = '5';

async function describeEnd(program: string, how: string, logPath: string): Promise<EnvironmentError> {
  const log = await readFile(logPath, 'utf8').catch(() => '');
  const tail = log.trimEnd().split('\n').slice(-5).join('\n');
  return new EnvironmentError(`${program} ${how}; the last lines of its log:\n${tail}`, {
    code: 'node-program-ended',
  });
}
