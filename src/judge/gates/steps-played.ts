import type { ArmRecord } from '../../model/observation.ts';
import type { Step } from '../../model/step.ts';
import { factsOf } from '../facts.ts';
import { apiCallsOf, completionsOf } from '../steps.ts';
import { flatSteps } from '../../model/flat-steps.ts';
import { attackWindows } from '../windows.ts';
import { count } from '../words.ts';
import type { GateResult } from './gate.ts';

/** One hostile step: what was to be done, and what was. */
interface Delivery {
  id: string;
  planned: number;
  made: number;
  /** Answered, whatever the answer, or broken off as the step said. */
  answered: number;
  ended: boolean;
}

/** Some of the attack was seen to be made. */
export function stepsMade(steps: readonly Step[], record: ArmRecord): GateResult {
  const made = deliveries(steps, record).filter((delivery) => delivery.made > 0);
  return made.length > 0
    ? { ok: true, seen: `The aggressor acted: ${made.map(calls).join(', ')}` }
    : { ok: false, cause: 'no step of the attack was seen' };
}

/** Every hostile step was played to its end, and every call that it planned was answered. */
export function stepsDelivered(steps: readonly Step[], record: ArmRecord): GateResult {
  const all = deliveries(steps, record);
  const short = all.filter(({ planned, answered, ended }) => !ended || answered < planned);
  if (all.length > 0 && short.length === 0)
    return { ok: true, seen: `The attack was delivered: ${all.map(calls).join(', ')}` };
  const missing = short.map(({ id, answered, planned }) => `${id}: ${answered} of ${planned} answered`);
  const what = all.length === 0 ? 'the plan has no hostile step' : missing.join(', ');
  return { ok: false, cause: `the attack was not delivered in full: ${what}` };
}

const calls = ({ id, made }: Delivery): string => `${id} (${count(made, 'call')})`;

function deliveries(steps: readonly Step[], record: ArmRecord): Delivery[] {
  // In paired windows the steps are played in each attack window anew.
  const plays = Math.max(1, attackWindows(record).length);
  const ended = new Set(factsOf(record, 'step-ended').map(({ step }) => step));
  return flatSteps(steps)
    .filter(({ hostile }) => hostile === true)
    .map((step) => {
      const done = [
        ...completionsOf(record, step.id).map(({ httpStatus, hungUp }) => httpStatus !== 0 || hungUp),
        ...apiCallsOf(record, step.id).map(({ httpStatus }) => httpStatus !== 0),
      ];
      const answered = done.filter(Boolean).length;
      return {
        id: step.id,
        planned: plannedCalls(step) * plays,
        made: done.length,
        answered,
        ended: ended.has(step.id),
      };
    });
}

function plannedCalls(step: Step): number {
  if (step.kind === 'completions') return step.count;
  if (step.kind === 'try-pod') return 1;
  return step.kind === 'objects' ? step.objects.length : 0;
}
