import type { Step } from '../../model/step.ts';
import { nowMs } from '../../system/clock.ts';
import { pause } from '../../system/pause.ts';
import { playBill } from './bill.ts';
import { playCompletions } from './completions.ts';
import { playLook } from './look.ts';
import { playObjects } from './objects.ts';
import { pauseMs } from './pause-ms.ts';
import { playPoliciesInForce } from './policies-in-force.ts';
import { playReading } from './reading.ts';
import { playRestart } from './restart.ts';
import type { StepContext } from './step-context.ts';
import { playTryPod } from './try-pod.ts';

/** Plays one step and records what was seen; resolves when it is over. What cannot be had becomes a `fault`. */
export async function playStep(context: StepContext, step: Step): Promise<void> {
  if (step.startAfterMs !== undefined) await pause(step.startAfterMs, context.signal);
  const startedAtMs = nowMs();
  try {
    await playKind(context, step);
    context.recorder.record({ kind: 'step-ended', step: step.id, startedAtMs });
  } catch (error) {
    context.signal.throwIfAborted();
    context.recorder.record({ kind: 'fault', what: `step ${step.id}`, cause: (error as Error).message });
  }
}

async function playKind(context: StepContext, step: Step): Promise<void> {
  switch (step.kind) {
    case 'completions':
      return playCompletions(context, step);
    case 'objects':
      return playObjects(context, step);
    case 'try-pod':
      return playTryPod(context, step);
    case 'look':
      return playLook(context, step);
    case 'reading':
      return playReading(context, step);
    case 'restart':
      return playRestart(context, step);
    case 'policies-in-force':
      return playPoliciesInForce(context);
    case 'bill':
      return playBill(context, step);
    case 'pause':
      return pause(pauseMs(step, Date.now()), context.signal);
    case 'together':
      await Promise.all(step.steps.map((inner) => playStep(context, inner)));
  }
}
