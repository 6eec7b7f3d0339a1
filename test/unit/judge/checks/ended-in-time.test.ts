import { describe, expect, it } from 'vitest';
import { endedInTime } from '../../../../src/judge/checks/ended-in-time.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { at, emptyRecord, hogPlan, instant } from '../example-arm.ts';
import { creation, hogEnded } from '../example-cluster.ts';

/** Asked for at the first second, 12 ms before it was let in. */
const letIn = (name: string): Observation => creation(201, { name });

const ended = (pod: string, endedAfterMs: number, allocatedMiB = 61): Observation =>
  hogEnded(allocatedMiB, { pod, endedAtMs: instant(1) - 12 + endedAfterMs });

const armEnded = (secondsIn: number): Observation => at(secondsIn, { kind: 'arm-ended', playedPairs: 0 });

const lost = (secondsIn: number): Observation =>
  at(secondsIn, { kind: 'fault', what: 'memory hog hog-1', cause: 'connection refused' });

describe('ended-in-time', () => {
  const judge = (...observations: Observation[]) => endedInTime().judge(hogPlan, { observations });

  it('is held when every hog was seen to end within ten seconds, and says how long the slowest took', () => {
    expect(
      judge(letIn('hog-0'), ended('hog-0', 2500), letIn('hog-1'), ended('hog-1', 10_000), armEnded(40)),
    ).toMatchObject({
      status: 'held',
      measured: 10,
      limit: 10,
      samples: 2,
      reason: '2 hogs ended, the slowest after 10 s',
    });
  });

  it('counts no hog that was not let in', () => {
    const refused = creation(403, { name: 'hog-1' });
    expect(judge(letIn('hog-0'), ended('hog-0', 2500), refused, armEnded(40))).toMatchObject({
      status: 'held',
      samples: 1,
    });
  });

  it('is breached by one hog that was seen to end later', () => {
    expect(
      judge(letIn('hog-0'), ended('hog-0', 2500), letIn('hog-1'), ended('hog-1', 10_001), armEnded(40)),
    ).toMatchObject({
      status: 'breached',
      measured: 10.001,
      samples: 2,
      reason: '1 hog of 2 lived longer than 10 s',
    });
  });

  it('is breached by a hog that was looked for in vain for longer', () => {
    const seen = [letIn('hog-0'), ended('hog-0', 2500), letIn('hog-1')];
    expect(judge(...seen, armEnded(12))).toMatchObject({ status: 'breached', measured: 11.012 });
    expect(judge(...seen, lost(21), armEnded(40))).toMatchObject({ status: 'breached', measured: 20.012 });
  });

  it.each([
    ['the arm ended too soon', [armEnded(10.5)]],
    ['the hog was lost from sight, though the arm went on', [lost(3), armEnded(40)]],
  ])('is inconclusive when a hog was not seen to end and %s', (_what, rest) => {
    const found = judge(letIn('hog-0'), ended('hog-0', 2500), letIn('hog-1'), ...rest);
    expect(found).toMatchObject({ status: 'inconclusive', measured: null, samples: 2 });
    expect(found.reason).toContain('the end of 1 hog was not seen, and nobody looked for 10 s');
  });

  it('asks for the end of an arm to say held, and for an attack to say breached', () => {
    expect(judge(letIn('hog-0'), ended('hog-0', 2500))).toMatchObject({
      status: 'inconclusive',
      reason: 'the arm was not played to its end',
    });
    expect(judge(letIn('hog-0'), ended('hog-0', 15_000, 3), armEnded(40))).toMatchObject({
      status: 'inconclusive',
      reason: 'no hog was seen to take more than 3 MiB',
    });
  });

  it('is inconclusive when no hog was let in', () => {
    expect(judge(creation(403), armEnded(40)).reason).toBe('no hog was seen to be let in');
    expect(endedInTime().judge(hogPlan, emptyRecord).status).toBe('inconclusive');
  });
});
