import type { PlayedArm } from '../../experiment/run-experiment.ts';
import { listLeftovers, undoAll } from '../../journal/undo-all.ts';
import type { Plan } from '../../model/plan.ts';
import { runSchemaVersion, type RunRecord } from '../../model/run-record.ts';
import type { RunContext } from '../context.ts';
import { causeOf, exitCodeOf, Interrupted } from '../exit-code-of.ts';
import { newRunId, writeJson } from '../run-folder.ts';
import { toolVersion } from '../tool-version.ts';
import { onlyRun } from './only-run.ts';
import { playAtEndpoint } from './play-at-endpoint.ts';
import { playOnCluster } from './play-on-cluster.ts';
import type { PlayedThere } from './played-there.ts';
import type { PreparedRun } from './prepare-plan.ts';
import { openRunPlace } from './run-place.ts';
import { sealRun, type EndedRun } from './seal-run.ts';

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
    const { facts, ...played } = await playInPlace(prepared, { reports, run }, context);
    const { cutShort } = played;
    const ended = await sealRun(played.folder, { ...run, ...facts, ...earlyEnd(cutShort) });
    return { ...played, plan: prepared.plan, run: ended, leftovers: await listLeftovers(env) };
  } catch (error) {
    for (const leftover of await listLeftovers(env)) progress.note(`Left behind: ${leftover}`);
    throw error;
  }
}

/** Of a run that ended early, why. */
const earlyEnd = (cutShort: unknown): Pick<RunRecord, 'endedEarly' | 'interrupted'> => ({
  ...(cutShort === undefined ? {} : { endedEarly: describeCut(cutShort) }),
  ...(cutShort instanceof Interrupted ? { interrupted: true } : {}),
});

/** One line, which may be published: where in the program it happened is told to the terminal alone. */
const describeCut = (cause: unknown): string =>
  exitCodeOf(cause) === undefined ? `a bug in tenantproof: ${String(cause)}` : causeOf(cause as Error);

async function playInPlace(
  prepared: PreparedRun,
  { reports, run }: { reports: string; run: RunRecord },
  context: RunContext,
): Promise<PlayedThere & { folder: string }> {
  await using place = await openRunPlace(reports, run.id, context.env);
  await writeJson(place.folder, 'run.json', run);
  await writeJson(place.folder, 'plan.json', prepared.plan);
  const { target } = prepared;
  const here = { place, run };
  const played = target
    ? await playAtEndpoint({ ...prepared, target }, here, context)
    : await playOnCluster(prepared, here, context);
  return { ...played, folder: place.folder };
}
