import type { Cluster } from '../../cluster/cluster.ts';
import { requireEmbeddedPrerequisites } from '../../cluster/embedded/prerequisites.ts';
import { runExperiment, type PlayedArm } from '../../experiment/run-experiment.ts';
import { openRecorder } from '../../experiment/recorder.ts';
import { listLeftovers, undoAll } from '../../journal/undo-all.ts';
import { isDecided } from '../../judge/is-decided.ts';
import type { Capability } from '../../model/capability.ts';
import type { Plan } from '../../model/plan.ts';
import type { RunFacts } from '../../model/report.ts';
import type { Scenario } from '../../model/scenario.ts';
import { deployReferenceStack } from '../../stack/deploy-reference-stack.ts';
import type { CommandContext } from '../context.ts';
import { obtainCluster } from '../obtain-cluster.ts';
import { obtainPrograms } from '../obtain-programs.ts';
import { newRunId, writeJson } from '../run-folder.ts';
import { onlyRun } from './only-run.ts';
import type { PreparedRun } from './prepare-plan.ts';
import { openRunPlace, type RunPlace } from './run-place.ts';

/** A run that was played, as far as it got. */
export interface PlayedRun {
  runId: string;
  folder: string;
  startedAt: Date;
  plan: Plan;
  arms: readonly PlayedArm[];
  cluster: RunFacts['cluster'];
  /** By scenario, what cluster and stack lack for it. */
  missing: ReadonlyMap<string, readonly Capability[]>;
  /** Why the run ended early, if it did. */
  cutShort?: unknown;
  /** What could not be removed. */
  leftovers: readonly string[];
}

/** Brings everything up, plays the plan, and takes everything down again, whatever happens on the way. */
export async function verify(
  prepared: PreparedRun,
  reports: string,
  context: CommandContext,
): Promise<PlayedRun> {
  const { env, signal, progress } = context;
  const startedAt = new Date();
  const runId = newRunId(startedAt);
  await using lock = await onlyRun(`run ${runId}`);
  void lock;
  await undoAll({ includeKept: false, progress, signal, env });
  try {
    const played = await playInPlace(prepared, { reports, runId }, context);
    return { ...played, runId, startedAt, leftovers: await listLeftovers(env) };
  } catch (error) {
    for (const leftover of await listLeftovers(env)) progress.note(`Left behind: ${leftover}`);
    throw error;
  }
}

type Played = Omit<PlayedRun, 'runId' | 'startedAt' | 'leftovers'>;

async function playInPlace(
  prepared: PreparedRun,
  { reports, runId }: { reports: string; runId: string },
  context: CommandContext,
): Promise<Played> {
  await using place = await openRunPlace(reports, runId, context.env);
  await writeJson(place.folder, 'plan.json', prepared.plan);
  await requireEmbeddedPrerequisites(context.signal, context.env);
  const programs = await obtainPrograms(context);
  await using cluster = await obtainCluster(programs, place, context);
  const { signal, progress } = context;
  const stack = await deployReferenceStack({ cluster, facts: prepared.facts, programs, signal, progress });
  const has = cluster.capabilities.union(stack.capabilities);
  const missing = missingCapabilities(prepared.scenarios, has);
  const arms = prepared.plan.arms.filter(({ scenario }) => !missing.has(scenario));
  const experiment = await playArms(
    { ...prepared.plan, arms },
    { prepared, place, cluster, stack, k6: programs.k6 },
    context,
  );
  return {
    folder: place.folder,
    plan: prepared.plan,
    cluster: {
      kind: cluster.kind,
      kubernetesVersion: cluster.kubernetesVersion,
      capabilities: [...has],
    },
    missing,
    ...experiment,
  };
}

interface Stage {
  prepared: PreparedRun;
  place: RunPlace;
  cluster: Cluster;
  stack: Awaited<ReturnType<typeof deployReferenceStack>>;
  k6: string;
}

/** An interruption or a lost cluster ends the experiment, not what was recorded. */
async function playArms(
  plan: Plan,
  { prepared, place, cluster, stack, k6 }: Stage,
  { signal, progress }: CommandContext,
): Promise<Pick<Played, 'arms' | 'cutShort'>> {
  const arms: PlayedArm[] = [];
  const byId = new Map(prepared.scenarios.map((scenario) => [scenario.id, scenario]));
  try {
    await runExperiment({
      plan,
      stack,
      recorder: openRecorder(place.folder),
      k6,
      owner: place.owner,
      privateFolder: place.privateFolder,
      signal: AbortSignal.any([signal, cluster.lost]),
      progress,
      isDecided: (arm, record) => {
        const scenario = byId.get(arm.scenario);
        return scenario !== undefined && isDecided(scenario, arm, record);
      },
      onPlayed: (arm) => void arms.push(arm),
    });
    return { arms };
  } catch (cutShort) {
    return { arms, cutShort };
  }
}

function missingCapabilities(
  scenarios: readonly Scenario[],
  has: ReadonlySet<Capability>,
): Map<string, Capability[]> {
  const lacking = scenarios.map(({ id, needs }): [string, Capability[]] => [
    id,
    needs.filter((need) => !has.has(need)),
  ]);
  return new Map(lacking.filter(([, capabilities]) => capabilities.length > 0));
}
