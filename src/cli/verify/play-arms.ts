import type { StartLoad } from '../../experiment/load/running-load.ts';
import { openRecorder } from '../../experiment/recorder.ts';
import { runExperiment, type PlayedArm } from '../../experiment/run-experiment.ts';
import { digestRecording } from '../../judge/load/digest-recording.ts';
import { look } from '../../judge/look.ts';
import type { Biller } from '../../model/bill.ts';
import type { Plan } from '../../model/plan.ts';
import type { Stack } from '../../stack/stack.ts';
import type { RunContext } from '../context.ts';
import type { PlayedArms } from './played-there.ts';
import type { PreparedRun } from './prepare-plan.ts';
import { watchArms } from './watch-arms.ts';

export interface Stage {
  prepared: Pick<PreparedRun, 'scenarios'>;
  /** Of the run. */
  folder: string;
  stack: Stack;
  startLoad: StartLoad;
  bill: Biller;
  /** Aborted when the platform is gone. */
  lost?: AbortSignal;
}

/** An interruption or a lost cluster ends the experiment, not what was recorded. */
export async function playArms(
  plan: Plan,
  { prepared, folder, stack, startLoad, bill, lost }: Stage,
  { signal, progress }: RunContext,
): Promise<PlayedArms> {
  const arms: PlayedArm[] = [];
  const byId = new Map(prepared.scenarios.map((scenario) => [scenario.id, scenario]));
  try {
    await runExperiment({
      plan,
      stack,
      recorder: openRecorder(folder),
      startLoad,
      signal: lost ? AbortSignal.any([signal, lost]) : signal,
      progress,
      bill,
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
