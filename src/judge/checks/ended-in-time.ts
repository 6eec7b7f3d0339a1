import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { createCalls } from '../api-calls.ts';
import { eventually } from '../eventually.ts';
import { factsOf } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { count, number } from '../words.ts';

/** Longest time from the request for a hog to its end; it fills its memory in two seconds. */
const withinSeconds = 10;

/** Every hog that was let in is ended soon: an attack that lingers is an attack that works. */
export function endedInTime(): GatedCheck {
  return gated(
    {
      id: 'ended-in-time',
      objective: 'A container that takes too much memory is ended within seconds',
      unit: 'seconds',
      measure,
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(_plan: ArmPlan, record: ArmRecord): Finding {
  const created = createCalls(record).filter(({ httpStatus }) => httpStatus === 201);
  const found = { limit: withinSeconds, samples: created.length, evidence: [] };
  if (created.length === 0) {
    return { ...found, status: 'inconclusive', measured: null, reason: 'no hog was seen to be let in' };
  }
  const ended = new Map(factsOf(record, 'container-ended').map(({ pod, endedAtMs }) => [pod, endedAtMs]));
  const answers = created.map(({ name, atMs, durationMs }) =>
    eventually({
      fromMs: atMs - durationMs,
      withinMs: withinSeconds * 1000,
      lookedUntilMs: lookedUntilMs(record, atMs),
      atMs: ended.get(name),
    }),
  );
  const slowest = Math.max(0, ...answers.map(({ afterMs }) => afterMs ?? 0)) / 1000;
  const late = answers.filter(({ answer }) => answer === 'late').length;
  if (late > 0) {
    const reason = `${count(late, 'hog')} of ${number(created.length)} lived longer than ${withinSeconds} s`;
    return { ...found, status: 'breached', measured: slowest, reason };
  }
  const unseen = answers.filter(({ answer }) => answer === 'unknown').length;
  if (unseen > 0) {
    const reason = `the end of ${count(unseen, 'hog')} was not seen, and nobody looked for ${withinSeconds} s`;
    return { ...found, status: 'inconclusive', measured: null, reason };
  }
  const reason = `${count(created.length, 'hog')} ended, the slowest after ${number(slowest)} s`;
  return { ...found, status: 'held', measured: slowest, reason };
}

/** A hog is looked for until the first fault after it was let in, or to the end of the arm. */
function lookedUntilMs(record: ArmRecord, letInMs: number): number {
  const lost = factsOf(record, 'fault').find(({ atMs }) => atMs >= letInMs);
  return lost?.atMs ?? Math.max(...record.observations.map(({ atMs }) => atMs));
}
