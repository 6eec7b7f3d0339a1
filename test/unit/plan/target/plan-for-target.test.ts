import { describe, expect, test } from 'vitest';
import { loadScenarios } from '../../../../src/cli/load-scenarios.ts';
import { victimErrors } from '../../../../src/judge/checks/victim-errors.ts';
import { flatSteps } from '../../../../src/model/flat-steps.ts';
import type { Scenario } from '../../../../src/model/scenario.ts';
import type { Target, TargetPromises } from '../../../../src/model/target.ts';
import { budget, planned, steps, targetWith, wideFlood, type Asked } from './target-literals.ts';

const pairsOf = (asked: Asked): number[] =>
  planned(asked).arms.map(({ design }) => (design.kind === 'paired-windows' ? design.windows.length / 2 : 0));

const quota: Scenario = { ...steps, id: 'quota', needs: ['gateway', 'quota', 'gateway-metrics'] };
const capped: Scenario = {
  ...quota,
  id: 'capped',
  outside: {
    asks: ['concurrentRequests'],
    attack: steps.attack,
    checks: [{ check: victimErrors(), provesControl: true }],
  },
};

describe('what is planned for a target', () => {
  test('is one arm of each scenario: nothing is removed from what is not ours', () => {
    const { arms, target, notPlanned } = planned({
      scenarios: [wideFlood, steps],
      settings: { profile: 'certify' },
    });
    expect(arms.map(({ scenario, arm, outside }) => [scenario, arm, outside])).toEqual([
      ['flood', 'protected', { shows: ['gateway'] }],
      ['steps', 'protected', { shows: ['gateway'] }],
    ]);
    expect(target).toMatchObject({ endpoint: 'https://gateway.example', budget });
    expect(notPlanned).toBeUndefined();
  });

  test('says which Prometheus will be asked, and not with what', () => {
    const prometheus = {
      url: 'http://prometheus:9090',
      engine: 'vllm',
      names: {},
      token: { file: '/run/secrets/token' },
    } as const;
    const { target } = planned({ scenarios: [steps], target: { ...targetWith(), prometheus } });
    expect(target?.prometheus).toEqual({ url: 'http://prometheus:9090', engine: 'vllm' });
    expect(planned({ scenarios: [steps] }).target).not.toHaveProperty('prometheus');
  });

  test('is cut to the rate of the budget', () => {
    const [arm] = planned({ scenarios: [wideFlood] }).arms;
    // Twenty times ten a second, and sixty are left beside the victim.
    expect(arm?.attack).toEqual({ kind: 'request-flood', rateRps: 60 });
  });

  test('has the form for those outside, with what that needs alone', () => {
    const [arm] = planned({ scenarios: [capped], target: targetWith({ concurrentRequests: 4 }) }).arms;
    expect(arm).toMatchObject({ scenario: 'capped', aggressor: { name: 'aggressor', maxConcurrency: 4 } });
  });
});

describe('what is not planned', () => {
  test.each<[string, Scenario, RegExp]>([
    [
      'what an endpoint does not show',
      quota,
      /^needs quota, gateway-metrics, which an endpoint alone does not/,
    ],
    [
      'what was not promised',
      capped,
      /^capped asks about promises.concurrentRequests, and no tenant but the first/,
    ],
    [
      'what no limits of a tenant let through',
      { ...steps, id: 'strict', attack: { ...steps.attack, suits: () => false } as Scenario['attack'] },
      /would stop the attack/,
    ],
    [
      'what only a pod can do',
      { ...wideFlood, id: 'hog', attack: { kind: 'memory-hog', ceilingTimesLimit: 2 } },
      /^hog is played with memory-hog, which an endpoint alone cannot be asked/,
    ],
  ])('is %s, and the rest is played', (_what, scenario, reason) => {
    const plan = planned({ scenarios: [scenario, steps] });
    expect(plan.arms.map((arm) => arm.scenario)).toEqual(['steps']);
    expect(plan.notPlanned).toEqual([{ scenario: scenario.id, reason: expect.stringMatching(reason) }]);
  });

  test('is refused if it was asked for by name', () => {
    expect(() => planned({ scenarios: [quota, steps], settings: { scenarios: ['quota', 'steps'] } })).toThrow(
      expect.objectContaining({ code: 'not-for-an-endpoint' }),
    );
    expect(() => planned({ scenarios: [capped], settings: { scenarios: ['capped'] } })).toThrow(
      expect.objectContaining({ code: 'not-promised' }),
    );
  });

  test("does not ask about the victim's promises", () => {
    const target = targetWith();
    const [victim, ...others] = target.tenants;
    if (!victim) throw new Error('a victim');
    const tenants = [{ ...victim, promises: { ...victim.promises, concurrentRequests: 4 } }, ...others];
    expect(() => planned({ scenarios: [capped], target: { ...target, tenants } })).toThrow(
      /no tenant but the first/,
    );
  });

  test('leaves nothing to play, which is said scenario by scenario', () => {
    expect(() => planned({ scenarios: [quota, capped] })).toThrow(
      /No scenario can be played against this target:\n {2}quota: needs.*\n {2}capped: capped asks/,
    );
  });
});

describe('a share of contended engines', () => {
  const shared: Scenario = {
    ...wideFlood,
    id: 'shared',
    outside: {
      asks: ['weight'],
      asksEveryTenant: true,
      attack: { kind: 'request-flood', timesPromisedRate: 2, queues: true },
      checks: [{ check: victimErrors(), provesControl: true }],
    },
  };
  const weighted = (models: readonly string[]): Target => ({
    ...targetWith(),
    tenants: targetWith().tenants.map((tenant, index) => ({
      ...tenant,
      model: models[index] ?? '',
      weight: 3 - index,
    })),
  });

  test('is asked about where it was promised, with twice what the other tenant may send', () => {
    const { arms } = planned({ scenarios: [shared], target: weighted(['m', 'm']) });
    expect(arms).toMatchObject([
      { victim: { weight: 3 }, aggressor: { weight: 2 }, attack: { rateRps: 20, queues: true } },
    ]);
  });

  test('is not where there is none, nor between models that may not share an engine', () => {
    const reasonOf = (target: Target): string | undefined =>
      planned({ scenarios: [shared, steps], target }).notPlanned?.[0]?.reason;
    expect(reasonOf(targetWith())).toBe('shared asks about weight, and no tenant has that');
    expect(reasonOf(weighted(['m', 'n']))).toMatch(/victim and aggressor call different models$/);
  });
});

describe('a budget', () => {
  // A victim at 40/s for 30 s of warm-up, 10 s of a tail and the windows; 60/s in each attack window of ten seconds.
  const least = planned({ scenarios: [wideFlood], settings: { maxPairs: 1 } }).target?.most;
  if (!least) throw new Error('a target');

  test.each([
    ['bears all pairs of windows that the settings allow', budget, [8]],
    ['bears fewer', { ...budget, requests: least.requests + 2900 }, [4]],
    ['bears the fewest', { ...budget, ...least }, [2]],
    ['of tokens cuts as one of requests does', { ...budget, tokens: least.tokens + 1 }, [2]],
  ])('%s', (_what, left, expected) => {
    expect(pairsOf({ scenarios: [wideFlood], left })).toEqual(expected);
  });

  test.each([
    ['requests', { ...budget, requests: least.requests - 1 }],
    ['tokens', { ...budget, tokens: least.tokens - 1 }],
  ])('that has one of the %s too few bears nothing', (_what, left) => {
    expect(() => planned({ scenarios: [wideFlood], left })).toThrow(
      /flood may take \d+ requests and \d+ tokens/,
    );
  });

  test('goes to the first scenarios, and the others say what it would take', () => {
    const left = { ...budget, requests: least.requests + 10 };
    const plan = planned({ scenarios: [wideFlood, steps], left });
    expect(plan.arms.map(({ scenario }) => scenario)).toEqual(['flood']);
    expect(plan.notPlanned?.[0]?.reason).toMatch(
      /steps may take .* of which \d+ requests and \d+ tokens are left/,
    );
    expect(
      planned({ scenarios: [wideFlood, steps], left: { ...left, requests: left.requests + 10 } }).arms,
    ).toHaveLength(2);
  });

  test('is never less than what the plan says it may take', () => {
    for (let requests = least.requests; requests < 9000; requests += 173) {
      const { target } = planned({ scenarios: [wideFlood, steps], left: { ...budget, requests } });
      expect(target?.most.requests).toBeLessThanOrEqual(requests);
    }
  });
});

describe('the catalogue', async () => {
  const catalogue = await loadScenarios();
  const asked = (promises: Partial<TargetPromises>): string[] =>
    planned({
      scenarios: catalogue,
      target: targetWith(promises),
      settings: { profile: 'nightly' },
    }).arms.map(({ scenario }) => scenario);
  const always = ['request-flood', 'retry-storm', 'route-coverage', 'spoofed-tenant', 'window-boundary'];

  test.each<[string, Partial<TargetPromises>, string[]]>([
    ['requests', {}, []],
    ['few requests', { requestsPerMinute: 60, burstRequests: 60 }, []],
    ['concurrency', { concurrentRequests: 4 }, ['parallel-cap', 'slow-clients', 'stream-aborts']],
    ['tokens', { tokensPerMinute: 60_000 }, ['token-burst']],
    ['all of it', { tokensPerMinute: 200_000, concurrentRequests: 40 }, ['parallel-cap', 'stream-aborts']],
  ])('asks one who promises %s', (_what, promises, more) => {
    expect(asked(promises)).toEqual([...always, ...more].toSorted());
  });

  test('sends a target completions, and nothing that it was not promised to bear at once', () => {
    const target = targetWith({ tokensPerMinute: 1_000_000, concurrentRequests: 4 });
    for (const { attack } of planned({ scenarios: catalogue, target }).arms) {
      if (attack.kind !== 'steps') continue;
      for (const step of flatSteps(attack.steps)) {
        expect(['completions', 'pause']).toContain(step.kind);
        expect(step).not.toHaveProperty('startAt');
      }
    }
  });
});
