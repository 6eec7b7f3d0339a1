import { spawn } from 'node:child_process';
import { ownerVariable } from '../../journal/own-names.ts';
import type { ContainerEngine } from '../../model/container-engine.ts';

export interface ContainerWatch extends Disposable {
  /** Resolves, with the reason, when the container has ended or its engine has. */
  ended: Promise<string>;
}

/** Learns from the engine when a container ends: `wait` returns then, or fails when the engine goes. */
export function watchContainer(
  engine: ContainerEngine,
  container: string,
  /** In its environment, so that it is found if we die. */
  owner: string,
): ContainerWatch {
  const waiting = spawn(engine, ['wait', container], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, [ownerVariable]: owner },
  });
  let said = '';
  waiting.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-500)));
  const ended = new Promise<string>((resolve) => {
    waiting.on('error', (error) => resolve(`${engine} cannot be run: ${error.message}`));
    waiting.on('close', (code) =>
      resolve(
        code === 0
          ? `The node's container ${container} has ended`
          : `${engine} no longer answers for the node's container: ${said.trim()}`,
      ),
    );
  });
  return {
    ended,
    [Symbol.dispose]() {
      waiting.removeAllListeners();
      waiting.kill('SIGKILL');
    },
  };
}
