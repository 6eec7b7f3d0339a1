import { lackOfNetworkPolicy } from '../../cluster/embedded/network-policy-support.ts';
import { checkEmbeddedPrerequisites } from '../../cluster/embedded/prerequisites.ts';
import type { Problem } from '../../cluster/cluster.ts';
import { findContainerEngine } from '../../cluster/kind/container-engine.ts';
import { gpuHost, type GpuHost } from '../../cluster/kind/gpu-host.ts';
import { readGpuHostFacts } from '../../cluster/kind/read-gpu-host-facts.ts';
import { exitCode } from '../../model/exit-code.ts';
import { inspectPrograms, type ProgramStatus } from '../../toolchain/toolchain.ts';
import { embeddedPlace, policyProgramIfUseful } from '../cluster/embedded-place.ts';
import { kindPlace } from '../cluster/kind-place.ts';
import { obtainPrograms } from '../cluster/obtain-programs.ts';
import type { CommandContext } from '../context.ts';

/** Prints what this machine has and lacks. @param fetch gets the programs that it lacks first */
export async function doctor(fetch: boolean, context: CommandContext): Promise<number> {
  const { env, signal, print, colours } = context;
  const engine = await findContainerEngine(signal);
  if (fetch) await fetchPrograms('engine' in engine, context);
  const [problems, lack, programs] = await Promise.all([
    checkEmbeddedPrerequisites(signal, env),
    lackOfNetworkPolicy(signal),
    inspectPrograms({ env, signal }),
  ]);
  const ready = programs.filter(({ state }) => state === 'ready').length;
  const machine =
    problems.length === 0
      ? [`${colours.green('✔')} this machine can run the embedded cluster`]
      : problems.flatMap(({ message, hint }) => [`${colours.red('✘')} ${message}`, `  ${hint}`]);
  const lines = [
    ...machine,
    ...describePolicies(lack, context),
    describeEngine(engine, context),
    ...describeGpus(gpuHost(await readGpuHostFacts(signal)), context),
    '',
    ...programs.flatMap((status) => describe(status, context)),
    '',
  ];
  print(`${lines.join('\n')}${ready} of ${programs.length} programs ready.\n`);
  return problems.length === 0 || 'engine' in engine ? exitCode.held : exitCode.environmentFailed;
}

/** Of every cluster that this machine may have. */
async function fetchPrograms(kind: boolean, context: CommandContext): Promise<void> {
  await obtainPrograms(embeddedPlace(context), context);
  await policyProgramIfUseful(context);
  if (kind) await obtainPrograms(kindPlace({}, context), context);
}

/** Optional: the embedded cluster needs none. */
const describeEngine = (
  engine: Awaited<ReturnType<typeof findContainerEngine>>,
  { colours }: CommandContext,
): string =>
  'engine' in engine
    ? `${colours.green('✔')} ${engine.engine} answers: it can run kind clusters`
    : `${colours.yellow('○')} it cannot run kind clusters: ${engine.lacks}`;

/** Optional: a kind cluster uses them if it is told to. */
function describeGpus(host: GpuHost, { colours }: CommandContext): string[] {
  const mark = colours.yellow('○');
  switch (host.gpu) {
    case 'none':
      return [`${mark} it has no NVIDIA GPU: GPUs are simulated`];
    case 'ready':
      return [
        `${colours.green('✔')} it has NVIDIA GPUs and what kind needs to use them: verify --cluster kind --gpus real`,
      ];
    case 'incomplete':
      return host.problems.flatMap(({ message, hint }) => [`${mark} ${message}`, `  ${hint}`]);
  }
}

/** Optional: without it, what needs it says so. */
function describePolicies(lack: Problem | undefined, { colours }: CommandContext): string[] {
  if (!lack) return [`${colours.green('✔')} it can enforce NetworkPolicies`];
  return [
    `${colours.yellow('○')} it cannot enforce NetworkPolicies, and scenarios that need them will say not-verified: ${lack.message}`,
    `  ${lack.hint}`,
  ];
}

function describe(
  { name, version, state, from, path, advice }: ProgramStatus,
  { colours }: CommandContext,
): string[] {
  const title = `${name.padEnd(24)} ${version.padEnd(9)}`;
  if (state === 'ready') return [`${colours.green('✔')} ${title} ${from ?? ''}  ${colours.dim(path ?? '')}`];
  return [
    `${colours.yellow('○')} ${title} ${state}`,
    ...(advice === undefined ? [] : [`    ${advice.replaceAll('\n', '\n    ')}`]),
  ];
}
