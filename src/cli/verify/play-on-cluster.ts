import type { Cluster } from '../../cluster/cluster.ts';
import { lastLook } from '../../cluster/last-look.ts';
import { crowdManifests } from '../../config/crowd-manifests.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Progress } from '../../model/progress.ts';
import { deployReferenceStack } from '../../stack/deploy-reference-stack.ts';
import { weaknessFolder } from '../../stack/weakness-folder.ts';
import { choosePlace } from '../cluster/choose-place.ts';
import { obtainCluster } from '../cluster/obtain-cluster.ts';
import { obtainPrograms } from '../cluster/obtain-programs.ts';
import type { RunContext } from '../context.ts';
import { causeOf } from '../exit-code-of.ts';
import { pricesInForce } from '../invoice/billed-stack.ts';
import { stackBiller } from '../invoice/stack-biller.ts';
import { writeJson } from '../run-folder.ts';
import { openLoads } from './open-loads.ts';
import { playArms } from './play-arms.ts';
import type { PlaceFacts, PlayedThere, RunHere } from './played-there.ts';
import type { PreparedRun } from './prepare-plan.ts';
import { whatIsMissing } from './what-is-missing.ts';

/** Brings a cluster and the reference stack up, and plays on them what they can show. */
export async function playOnCluster(
  prepared: PreparedRun,
  { place, run }: RunHere,
  context: RunContext,
): Promise<PlayedThere> {
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
  const { has, missing, lacks } = whatIsMissing(prepared.scenarios, { cluster, stack });
  const { kind, kubernetesVersion } = cluster;
  const facts: PlaceFacts = { cluster: { kind, kubernetesVersion, capabilities: [...has] }, missing, lacks };
  await writeJson(place.folder, 'run.json', { ...run, ...facts });
  const arms = prepared.plan.arms.filter(
    ({ scenario, weakness }) => !(scenario in missing) && canBePlayed(weakness, progress),
  );
  const { owner, privateFolder, folder } = place;
  const host = { k6: programs.k6, owner, privateFolder };
  const { id: runId } = run;
  const loads = await openLoads(settings.load, { cluster, stack, runId, host, signal, progress });
  await using opened = notLosingTheRun(loads, progress);
  void opened;
  const played = await playArms(
    { ...prepared.plan, arms },
    {
      prepared,
      folder,
      stack,
      startLoad: loads.startLoad,
      lost: cluster.lost,
      bill: stackBiller({ prometheus: stack.prometheus, prices: () => pricesInForce(stack) }),
    },
    context,
  );
  return { facts, ...(played.cutShort === undefined ? await lossAfterwards(cluster) : {}), ...played };
}

/** A cluster that is gone when the last arm has ended may have been going while it was played. */
const lossAfterwards = (cluster: Cluster): Promise<Pick<PlayedThere, 'cutShort'>> =>
  lastLook(cluster).then(
    () => ({}),
    (cutShort: unknown) => ({ cutShort }),
  );

function canBePlayed(weakness: ArmPlan['weakness'], progress: Progress): boolean {
  if (!weakness || weaknessFolder(weakness.fixture) !== undefined) return true;
  progress.note(`Not played: ${weakness.removes}. It is a setting of the node, which no run changes yet`);
  return false;
}

/** What cannot be taken down must not cost the verdicts: it is said, and looked for once more when the run has ended. */
const notLosingTheRun = (made: AsyncDisposable, progress: Progress): AsyncDisposable => ({
  [Symbol.asyncDispose]: async () => {
    try {
      await made[Symbol.asyncDispose]();
    } catch (error) {
      progress.note(causeOf(error as Error));
    }
  },
});
