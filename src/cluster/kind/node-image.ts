import type { ContainerEngine } from '../../model/container-engine.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { Progress } from '../../model/progress.ts';
import { runProgram } from '../../system/run-program.ts';

/** What kind 0.33 uses by itself: `pkg/apis/config/defaults/image.go` of its source. */
export const defaultNodeImage =
  'kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5';

const pullTimeoutMs = 600_000;

export interface NodeImageOptions {
  engine: ContainerEngine;
  image: string;
  signal: AbortSignal;
  progress: Progress;
}

/**
 * Makes sure that the engine has the node image, pulling it if need be.
 * @throws EnvironmentError `no-node-image`
 */
export async function obtainNodeImage({ engine, image, signal, progress }: NodeImageOptions): Promise<void> {
  const seen = await runProgram(engine, ['image', 'inspect', image], { signal });
  if (seen.exitCode === 0) return;
  const step = progress.step(`Pulling ${image}`);
  const pulled = await runProgram(engine, ['pull', '--quiet', image], { signal, timeoutMs: pullTimeoutMs });
  if (pulled.exitCode === 0) return step.done();
  step.failed();
  signal.throwIfAborted();
  throw new EnvironmentError(
    `${engine} neither has nor can pull the node image ${image}: ${pulled.errorTail.split('\n').at(-1)}`,
    {
      code: 'no-node-image',
      hint: 'Load one into the engine and name it: --kind-image IMAGE or TENANTPROOF_KIND_IMAGE.',
    },
  );
}
