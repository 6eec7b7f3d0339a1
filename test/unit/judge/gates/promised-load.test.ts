import { describe, expect, it } from 'vitest';
import { attackDelivered } from '../../../../src/judge/gates/attack-delivered.ts';
import { attackMade } from '../../../../src/judge/gates/attack-made.ts';
import type { Gate } from '../../../../src/judge/gates/gate.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { emptyRecord, floodPlan } from '../example-arm.ts';
import { floodRecord, floodRecording, unstarted, withRequests, type Answering } from '../example-flood.ts';

/** Twenty requests/s of 2,200 tokens, all of which the aggressor was promised. */
const plan: ArmPlan = {
  ...floodPlan,
  aggressor: { ...floodPlan.aggressor, rateLimitRpm: 1200, rateLimitTpm: 3_000_000 },
  attack: { kind: 'request-flood', rateRps: 20, request: { promptTokens: 2000, maxTokens: 200 } },
};

const served: Answering = () => ({ latencyMs: 300 });
const wordsOf = (gate: Gate, answering: Answering, of = plan): string => {
  const result = gate.examine(of, floodRecord({ aggressor: answering }));
  return result.ok ? `passed: ${result.seen}` : result.cause;
};

describe('a load within its promise', () => {
  it('is made and delivered when all of it was offered and served', () => {
    expect(wordsOf(attackMade, served)).toBe(
      'passed: The aggressor sent 800 requests within its limits in the attack windows',
    );
    expect(wordsOf(attackDelivered, served)).toBe(
      'passed: The attack was delivered: 800 of 800 planned requests were offered, 800 of 800 served',
    );
  });

  it('is not delivered when some of it was refused', () => {
    const partly: Answering = (_window, index) => ({ latencyMs: 300, status: index % 20 === 0 ? 429 : 200 });
    expect(wordsOf(attackDelivered, partly)).toBe(
      'the attack was not delivered in full: 800 of 800 planned requests were offered, 760 of 800 served',
    );
    expect(wordsOf(attackMade, partly)).toContain('passed');
  });

  it('counts nothing that k6 did not send', () => {
    const idle: Answering = (_window, index) => (index % 2 === 0 ? { latencyMs: 300 } : unstarted);
    expect(wordsOf(attackDelivered, idle)).toContain('not delivered in full: 400 of 800');
    expect(wordsOf(attackMade, () => unstarted)).toBe(
      'the aggressor sent 0 requests within its limits in the attack windows',
    );
    expect(attackMade.examine(plan, emptyRecord).ok).toBe(false);
    expect(attackDelivered.examine(plan, emptyRecord).ok).toBe(false);
  });

  it('may begin some milliseconds before its window, unless it goes out in batches later in it', () => {
    const early = withRequests(floodRecording({ aggressor: served }), 'aggressor', (requests) =>
      requests.map((request) => ({ ...request, intendedMs: request.intendedMs - 5 })),
    );
    const batches: ArmPlan = {
      ...plan,
      attack: { kind: 'request-flood', rateRps: 20, atOnce: 1 },
    };
    expect(attackDelivered.examine(plan, early)).toMatchObject({
      seen: expect.stringContaining('800 of 800 planned'),
    });
    expect(attackDelivered.examine(batches, early)).toMatchObject({
      seen: expect.stringContaining('796 of 800 planned'),
    });
  });

  it('is a runaway where it asks for more tokens than were promised', () => {
    const poor = { ...plan, aggressor: { ...plan.aggressor, rateLimitTpm: 2_000_000 } };
    expect(wordsOf(attackMade, served, poor)).toContain('did not run away: it offered 20 requests/s');
  });
});
