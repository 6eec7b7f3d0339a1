import { containerEngines, type ContainerEngine } from '../../model/container-engine.ts';
import { runProgram } from '../../system/run-program.ts';

const answerTimeoutMs = 10_000;

/** The engine that answers on this machine, or why each does not. */
export async function findContainerEngine(
  signal: AbortSignal,
): Promise<{ engine: ContainerEngine } | { lacks: string }> {
  const reasons: string[] = [];
  for (const engine of containerEngines) {
    const lack = await lackOf(engine, signal);
    if (lack === undefined) return { engine };
    reasons.push(lack);
  }
  return { lacks: reasons.join('; ') };
}

/** Why the engine cannot be used; undefined if it answers. */
async function lackOf(engine: ContainerEngine, signal: AbortSignal): Promise<string | undefined> {
  const result = await runProgram(engine, ['info'], { signal, timeoutMs: answerTimeoutMs });
  signal.throwIfAborted();
  if (result.exitCode === 0) return undefined;
  if (result.timedOut) return `${engine} did not answer within ${answerTimeoutMs / 1000} s`;
  if (result.errorTail.includes('ENOENT')) return `${engine} is not installed`;
  return `${engine} does not answer: ${result.errorTail.split('\n').at(-1)}`;
}

/** Tells kind which engine to use: https://kind.sigs.k8s.io/docs/user/rootless, `KIND_EXPERIMENTAL_PROVIDER`. */
export const kindEnv = (engine: ContainerEngine): Record<string, string> => ({
  KIND_EXPERIMENTAL_PROVIDER: engine,
});
