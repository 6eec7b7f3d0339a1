import { describe, expect, it } from 'vitest';
import { attackDelivered } from '../../../../src/judge/gates/attack-delivered.ts';
import { attackMade } from '../../../../src/judge/gates/attack-made.ts';
import type { Gate } from '../../../../src/judge/gates/gate.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { burstPlan, times } from '../example-arm.ts';
import { burstCall, burstRecord, servedOfTwenty } from '../example-burst.ts';

const say = (gate: Gate, calls: readonly Observation[]): string => {
  const result = gate.examine(burstPlan, burstRecord(calls));
  return result.ok ? `passed: ${result.seen}` : result.cause;
};

describe('a burst of tokens', () => {
  it('passes when all were answered, and says for how many tokens', () => {
    expect(say(attackMade, servedOfTwenty(4))).toBe(
      'passed: The aggressor asked for 3,000 tokens at once, promised 600',
    );
    expect(say(attackDelivered, servedOfTwenty(4))).toBe(
      'passed: The attack was delivered: 20 of 20 requests were answered, for 3,000 tokens, 5 times the budget of a minute, all sent before the first was served',
    );
  });

  it('was not made within the budget', () => {
    expect(say(attackMade, times(4, burstCall(200)))).toBe(
      'the aggressor did not run away: it asked for 600 tokens at once, promised 600',
    );
    expect(say(attackMade, [])).toContain('0 tokens');
  });

  it('was not delivered with an answer missing', () => {
    const calls = [...servedOfTwenty(4).slice(0, 19), burstCall(0)];
    expect(say(attackDelivered, calls)).toContain('19 of 20 requests were answered');
    expect(say(attackMade, calls)).toContain('passed');
  });

  it('was not delivered for less than three times the budget', () => {
    const modest = times(20, burstCall(429, { tokensAsked: 60 }));
    expect(say(attackDelivered, modest)).toContain('too little to tell: 1,200 tokens, 2 times the budget');
  });

  it('was no burst if a request went out after the first had been served', () => {
    const early = burstCall(200, { durationMs: 5 });
    const late = { ...burstCall(429), atMs: early.atMs + 20 };
    expect(say(attackDelivered, [early, late, ...times(18, burstCall(429))])).toBe(
      'it was no burst: 1 request went out after the first had been served',
    );
  });
});
