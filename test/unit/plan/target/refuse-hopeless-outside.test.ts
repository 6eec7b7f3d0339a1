import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../../../src/model/scenario.ts';
import type { CompletionsStep, Step } from '../../../../src/model/step.ts';
import type { Budget, TargetPromises } from '../../../../src/model/target.ts';
import { planned, steps, targetWith, wideFlood } from './target-literals.ts';

const plan = (scenario: Scenario, changes: Partial<Budget> = {}, promises: Partial<TargetPromises> = {}) =>
  planned({
    scenarios: [scenario],
    target: targetWith(promises, changes),
    settings: { scenarios: [scenario.id] },
  });

describe('a flood', () => {
  // Promised ten a second, beside a victim at forty.
  test.each([
    ['cut to twice its promise', 60],
    ['that the budget does not cut', 240],
  ])('%s is one', (_what, rateRps) => {
    expect(plan(wideFlood, { rateRps }).arms).toHaveLength(1);
  });

  test.each([59.9, 45, 40, 10])('that a budget of %d a second cuts to a busy tenant is none', (rateRps) => {
    expect(() => plan(wideFlood, { rateRps })).toThrow(
      expect.objectContaining({
        code: 'attack-cannot-bite',
        hint: 'Set budget.rateRps to 60 or more.',
      }),
    );
  });

  test('within its promise need not be more than that, unless the budget cuts it', () => {
    const promised: Scenario = { ...wideFlood, attack: { kind: 'request-flood', timesPromisedRate: 0.5 } };
    expect(plan(promised, { rateRps: 46 }).arms[0]?.attack).toEqual({ kind: 'request-flood', rateRps: 5 });
    expect(() => plan(promised, { rateRps: 44 })).toThrow(/leaves the attack 4.0 requests/);
  });
});

const burst = (id: string, changes: Partial<CompletionsStep> = {}): CompletionsStep => ({
  kind: 'completions',
  id,
  hostile: true,
  as: 'aggressor',
  count: 30,
  atOnce: 30,
  request: { promptTokens: 1, maxTokens: 1 },
  ...changes,
});

const played = (...all: Step[]): Scenario => ({ ...steps, attack: { kind: 'steps', steps: () => all } });

describe('steps', () => {
  const together: Step = { kind: 'together', id: 'both', steps: [burst('a'), burst('b')] };

  test.each<[string, Scenario, number]>([
    ['one after the other', played(burst('a'), burst('b')), 30],
    ['that begin together', played(together), 60],
    ['of which few are open at once', played(burst('a', { atOnce: 4 })), 4],
    ['that are fewer than may be open', played(burst('a', { count: 3 })), 3],
    ['beside a victim', { ...played(together), design: wideFlood.design }, 100],
  ])('%s send as many at once as the budget must allow', (_what, scenario, rateRps) => {
    expect(plan(scenario, { rateRps }).arms).toHaveLength(1);
    expect(() => plan(scenario, { rateRps: rateRps - 1 })).toThrow(
      expect.objectContaining({
        code: 'rate-over-budget',
        hint: `Set budget.rateRps to ${rateRps} or more, or leave the scenario out.`,
      }),
    );
  });

  test.each<[string, Step]>([
    ['Prometheus', { kind: 'reading', id: 'r', app: 'gateway', queries: {} }],
    ['a pod to restart', { kind: 'restart', id: 'r', app: 'gateway' }],
    ['a bill', { kind: 'together', id: 't', steps: [{ kind: 'bill', id: 'b', since: 'r' }] }],
  ])('that need %s are not played', (_what, step) => {
    expect(() => plan(played(burst('a'), step))).toThrow(
      expect.objectContaining({ code: 'not-for-an-endpoint' }),
    );
  });
});

test('without an attack nothing is too much', () => {
  const [arm] = planned({
    scenarios: [wideFlood],
    target: targetWith({}, { rateRps: 41 }),
    settings: { attack: false },
  }).arms;
  expect(arm?.attack).toEqual({ kind: 'none', instead: 'request-flood' });
});
