import type { Biller } from '../model/bill.ts';
import type { LookOutcome } from '../model/look.ts';
import type { ArmRecording } from '../model/observation.ts';
import type { ArmPlan, Plan, WindowPlan } from '../model/plan.ts';
import type { Progress } from '../model/progress.ts';
import type { Stack } from '../stack/stack.ts';
import type { StartLoad } from './load/running-load.ts';
import { playArm } from './play-arm.ts';
import type { ArrivingLoads } from './play-windows.ts';
import type { Recorder } from './recorder.ts';

export interface ExperimentOptions {
  plan: Plan;
  stack: Stack;
  recorder: Recorder;
  startLoad: StartLoad;
  signal: AbortSignal;
  progress: Progress;
  /** How the platform makes out its bills. */
  bill: Biller;
  /** The judge's answer at a look. */
  look: (plan: ArmPlan, recording: ArmRecording) => LookOutcome;
  /** Told how far an arm is. */
  watch?: (plan: ArmPlan, stage: ArmStage) => void;
  /** Called with every arm as it ends, also with one that was cut short. */
  onPlayed: (arm: PlayedArm) => void;
}

/** How far an arm is. */
export type ArmStage =
  | { kind: 'preparing' }
  | { kind: 'warming-up' }
  | { kind: 'window'; window: WindowPlan }
  /** Between two windows: what was recorded so far, but for the samples, and where those are. */
  | { kind: 'settled'; recording: ArmRecording; loads: ArrivingLoads };

export interface PlayedArm {
  plan: ArmPlan;
  recording: ArmRecording;
}

/** Plays every arm of the plan in order. It only records. @throws the abort reason if it is cut short */
export async function runExperiment(options: ExperimentOptions): Promise<void> {
  const { plan, stack, recorder, startLoad, signal, progress, bill, look, watch, onPlayed } = options;
  for (const [index, arm] of plan.arms.entries()) {
    const armRecorder = recorder.arm(arm);
    const title = `[${index + 1}/${plan.arms.length}] ${titleOf(arm)}`;
    const step = progress.step(title);
    const enter = (stage: ArmStage): void => watch?.(arm, stage);
    enter({ kind: 'preparing' });
    try {
      await playArm(
        { plan: arm, stack, recorder: armRecorder, startLoad, signal, bill },
        {
          look: () => look(arm, armRecorder.snapshot()),
          onWarmUp: () => {
            step.update(`${title} · warming up`);
            enter({ kind: 'warming-up' });
          },
          onWindow: (window) => {
            step.update(`${title} · pair ${window.pair + 1}${atMost(arm)} · ${window.phase}`);
            enter({ kind: 'window', window });
          },
          onSettled: (loads) => enter({ kind: 'settled', recording: armRecorder.snapshot(), loads }),
        },
      );
      step.done();
    } catch (error) {
      step.failed();
      throw error;
    } finally {
      onPlayed({ plan: arm, recording: armRecorder.snapshot() });
    }
  }
}

const titleOf = (arm: ArmPlan): string =>
  arm.weakness
    ? `${arm.scenario}, control removed: ${arm.weakness.removes}`
    : `${arm.scenario}, control in place`;

const atMost = (arm: ArmPlan): string =>
  arm.design.kind === 'paired-windows' ? ` of at most ${Math.max(...arm.design.looksPairs)}` : '';
