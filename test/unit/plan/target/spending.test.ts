import { describe, expect, test } from 'vitest';
import { floodStretches } from '../../../../src/experiment/attacks/flood-stretches.ts';
import type { DesignPlan } from '../../../../src/model/plan.ts';
import { mostTokensOf, referenceTokens, victimTailSeconds } from '../../../../src/model/reference-request.ts';
import type { LoadShape } from '../../../../src/model/load-shape.ts';
import type { Scenario } from '../../../../src/model/scenario.ts';
import { mostOf } from '../../../../src/plan/target/spending.ts';
import { mostOfOne, planned, steps, targetWith, wideFlood } from './target-literals.ts';

const longRequest = { promptTokens: 1500, maxTokens: 64, distinct: true } as const;

/**
 * Requests that k6 sends in a stretch: one at its start, and then one after each period that ends within it; it may begin
 * one more at the very end.
 */
const sentBy = ({ rateRps, durationSeconds }: { rateRps: number; durationSeconds: number }): number =>
  Math.floor(rateRps * durationSeconds) + 1;

const victimOf = (design: DesignPlan): number =>
  design.kind === 'paired-windows'
    ? sentBy({
        rateRps: design.victimRateRps,
        durationSeconds: design.warmUp.maxSeconds + design.maxSeconds + victimTailSeconds,
      })
    : 0;

/** The load with a rate of so many times the promise. */
const floodOf = (timesPromisedRate: number, shape: LoadShape = {}): Scenario => ({
  ...wideFlood,
  attack: { kind: 'request-flood', timesPromisedRate, ...shape },
});

describe('what a flood can send at most', () => {
  test.each([
    ['one after the other', 20, {}, {}],
    ['at a rate that is no whole number', 3.333, {}, {}],
    ['slower than one in a window', 0.007, { request: longRequest }, {}],
    ['long ones within the promise', 0.5, { request: longRequest }, {}],
    ['those that wait in a queue', 20, { queues: true as const }, {}],
    ['in batches', 0.5, { request: longRequest, atOnce: 5 }, { concurrentRequests: 10 }],
    ['in batches of which a window has one and a part', 0.7, { atOnce: 7 }, { requestsPerMinute: 90 }],
  ])('is no less than what k6 is told to send: %s', (_what, times, shape, promises) => {
    const { arm, most } = mostOfOne({ scenarios: [floodOf(times, shape)], target: targetWith(promises) });
    const { attack, design } = arm;
    if (attack.kind !== 'request-flood') throw new Error('a flood');
    const flooded = floodStretches(design, attack)
      .filter(({ name }) => !name.startsWith('sham_'))
      .reduce((sum, stretch) => sum + sentBy(stretch) * (attack.atOnce ?? 1), 0);
    // Each of the two tenants is asked for one answer before.
    const others = victimOf(design) + 2;
    expect(most.requests).toBeGreaterThanOrEqual(flooded + others);
    expect(most.requests).toBeLessThan(1.05 * (flooded + others) + 8 * 2 * (attack.atOnce ?? 1));
    const each = attack.request ? mostTokensOf(attack.request) : referenceTokens;
    expect(most.tokens).toBeGreaterThanOrEqual(flooded * each + others * referenceTokens);
  });
});

describe('what steps can send at most', () => {
  test('is each of their requests, whatever the tokenizer', () => {
    // Ten words of four bytes are twenty tokens at most, a template has a dozen, and the answer five.
    expect(mostOfOne({ scenarios: [steps] }).most).toEqual({ requests: 20, tokens: 20 * 37 });
  });

  test('in paired windows comes anew in each attack window, beside the victim', () => {
    const repeated = { ...steps, design: wideFlood.design };
    const { arm, most } = mostOfOne({ scenarios: [repeated] });
    expect(arm.design).toMatchObject({ looksPairs: [2, 4, 8] });
    expect(most.requests).toBeGreaterThanOrEqual(8 * 20 + victimOf(arm.design) + 2);
    expect(most.requests).toBeLessThan(8 * 20 + victimOf(arm.design) + 5);
  });

  test('counts that it asks what is left, and steps that begin together', () => {
    const { attack } = steps;
    if (attack.kind !== 'steps') throw new Error('steps');
    const [, burst] = attack.steps({} as never);
    if (burst?.kind !== 'completions') throw new Error('a burst');
    const waiting: Scenario = {
      ...steps,
      attack: {
        kind: 'steps',
        steps: () => [
          { ...burst, id: 'first', startAt: { requests: 5 } },
          { kind: 'together', id: 'both', steps: [burst, { ...burst, id: 'other', count: 3 }] },
        ],
      },
    };
    // Twice a second for ten seconds, once at either end.
    expect(mostOfOne({ scenarios: [waiting] }).most.requests).toBe(20 + 20 + 3 + 22);
  });
});

test('without an attack only the victim sends, and one answer for each is asked before', () => {
  const [arm] = planned({ scenarios: [wideFlood], settings: { attack: false } }).arms;
  if (!arm) throw new Error('an arm');
  expect(mostOf(arm).requests).toBe(2 + victimOf(arm.design));
});
