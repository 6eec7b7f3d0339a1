import type { Cluster } from '../../cluster/cluster.ts';
import { crowdManifests } from '../../config/crowd-manifests.ts';
import type { StartLoad } from '../../experiment/load/running-load.ts';
import { runExperiment, type PlayedArm } from '../../experiment/run-experiment.ts';
import { openRecorder } from '../../experiment/recorder.ts';
import { listLeftovers, undoAll } from '../../journal/undo-all.ts';
import { digestRecording } from '../../judge/load/digest-recording.ts';
import { look } from '../../judge/look.ts';
import type { Capability } from '../../model/capability.ts';
import type { Plan } from '../../model/plan.ts';
import { runSchemaVersion, type RunRecord } from '../../model/run-record.ts';
import type { Scenario } from '../../model/scenario.ts';
import { deployReferenceStack } from '../../stack/deploy-reference-stack.ts';
import type { RunContext } from '../context.ts';
import { exitCodeOf } from '../exit-code-of.ts';
import { toolVersion } from '../tool-version.ts';
import { pricesInForce } from '../invoice/billed-stack.ts';
import { stackBiller } from '../invoice/stack-biller.ts';
import { choosePlace } from '../cluster/choose-place.ts';
import { obtainCluster } from '../cluster/obtain-cluster.ts';
import { obtainPrograms } from '../cluster/obtain-programs.ts';
import { newRunId, writeJson } from '../run-folder.ts';
import { openLoads } from './open-loads.ts';
import { onlyRun } from './only-run.ts';
import type { PreparedRun } from './prepare-plan.ts';
import { openRunPlace, type RunPlace } from './run-place.ts';
import { sealRun, type EndedRun } from './seal-run.ts';
import { watchArms } from './watch-arms.ts';

/** A run that was played, as far as it got. */
export interface PlayedRun {
  run: EndedRun;
  folder: string;
  plan: Plan;
  arms: readonly PlayedArm[];
  /** Why the run ended early, if it did. */
  cutShort?: unknown;
  /** What could not be removed. */
  leftovers: readonly string[];
}

/** Brings everything up, plays the plan, and takes everything down again, whatever happens on the way. */
export async function verify(
  prepared: PreparedRun,
  reports: string,
  context: RunContext,
): Promise<PlayedRun> {
  const { env, signal, progress } = context;
  const startedAt = new Date();
  const runId = newRunId(startedAt);
  const { profile, seed } = prepared.plan;
  const run: RunRecord = {
    schemaVersion: runSchemaVersion,
    id: runId,
    startedAt: startedAt.toISOString(),
    profile,
    seed,
    tool: { version: toolVersion },
    missing: {},
  };
  await using lock = await onlyRun(`run ${runId}`);
  void lock;
  await undoAll({ includeKept: false, progress, signal, env });
  try {
    const { cluster, missing, ...played } = await playInPlace(prepared, { reports, run }, context);
    const { cutShort } = played;
    const early = cutShort === undefined ? {} : { endedEarly: describeCut(cutShort) };
    const ended = await sealRun(played.folder, { ...run, cluster, missing, ...early });
    return { ...played, run: ended, leftovers: await listLeftovers(env) };
  } catch (error) {
    for (const leftover of await listLeftovers(env)) progress.note(`Left behind: ${leftover}`);
    throw error;
  }
}

/** One line, which may be published: where in the program it happened is told to the terminal alone. */
const describeCut = (cause: unknown): string =>
  exitCodeOf(cause) === undefined ? `a bug in tenantproof: ${String(cause)}` : (cause as Error).message;

type EndedRunFacts = Pick<EndedRun, 'cluster' | 'missing'>;
type Played = Omit<PlayedRun, 'run' | 'leftovers'> & EndedRunFacts;

async function playInPlace(
  prepared: PreparedRun,
  { reports, run }: { reports: string; run: RunRecord },
  context: RunContext,
): Promise<Played> {
  await using place = await openRunPlace(reports, run.id, context.env);
  await writeJson(place.folder, 'run.json', run);
  await writeJson(place.folder, 'plan.json', prepared.plan);
  const { signal, progress } = context;
  const where = await choosePlace(prepared.settings, context);
  const programs = await obtainPrograms(where, context);
  const cluster = await obtainCluster(where, { ...place, progress });
  await using taken = notLosingTheRun(cluster, progress);
  void taken;
  const { facts: promised, settings } = prepared;
  const { crowd } = settings;
  const stack = await deployReferenceStack({
    cluster,
    facts: promised,
    ...(crowd ? { adapt: (manifests) => crowdManifests(manifests, crowd) } : {}),
    programs,
    signal,
    progress,
  });
  const has = cluster.capabilities.union(stack.capabilities);
  const missing = missingCapabilities(prepared.scenarios, has);
  const facts: EndedRunFacts = {
    cluster: {
      kind: cluster.kind,
      kubernetesVersion: cluster.kubernetesVersion,
      capabilities: [...has],
    },
    missing,
  };
  await writeJson(place.folder, 'run.json', { ...run, ...facts });
  const arms = prepared.plan.arms.filter(({ scenario }) => !(scenario in missing));
  const { owner, privateFolder } = place;
  const host = { k6: programs.k6, owner, privateFolder };
  const { id: runId } = run;
  await using loads = await openLoads(settings.load, { cluster, stack, runId, host, signal, progress });
  const experiment = await playArms(
    { ...prepared.plan, arms },
    { prepared, place, cluster, stack, startLoad: loads.startLoad },
    context,
  );
  return {
    folder: place.folder,
    plan: prepared.plan,
    ...facts,
    ...experiment,
  };
}

/** What cannot be taken down must not cost the verdicts: it is said, and looked for once more when the run has ended. */
const notLosingTheRun = (cluster: Cluster, progress: RunContext['progress']): AsyncDisposable => ({
  [Symbol.asyncDispose]: async () => {
    try {
      await cluster[Symbol.asyncDispose]();
    } catch (error) {
      progress.note((error as Error).message);
    }
  },
});

interface Stage {
  prepared: PreparedRun;
  place: RunPlace;
  cluster: Cluster;
  stack: Awaited<ReturnType<typeof deployReferenceStack>>;
  startLoad: StartLoad;
}

/** An interruption or a lost cluster ends the experiment, not what was recorded. */
async function playArms(
  plan: Plan,
  { prepared, place, cluster, stack, startLoad }: Stage,
  { signal, progress }: RunContext,
): Promise<Pick<Played, 'arms' | 'cutShort'>> {
  const arms: PlayedArm[] = [];
  const byId = new Map(prepared.scenarios.map((scenario) => [scenario.id, scenario]));
  try {
    await runExperiment({
      plan,
      stack,
      recorder: openRecorder(place.folder),
      startLoad,
      signal: AbortSignal.any([signal, cluster.lost]),
      progress,
      bill: stackBiller({ prometheus: stack.prometheus, prices: () => pricesInForce(stack) }),
      look: (arm, recording) => {
        const scenario = byId.get(arm.scenario);
        return scenario ? look(scenario, arm, digestRecording(recording)) : 'go-on';
      },
      watch: watchArms(plan.arms, progress),
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
): Record<string, Capability[]> {
  const lacking = scenarios.map(({ id, needs }): [string, Capability[]] => [
    id,
    needs.filter((need) => !has.has(need)),
  ]);
  return Object.fromEntries(lacking.filter(([, capabilities]) => capabilities.length > 0));
}
