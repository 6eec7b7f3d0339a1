import { describe, expect, test } from 'vitest';
import { loadScenarios } from '../../../../src/cli/load-scenarios.ts';
import { flatSteps } from '../../../../src/model/flat-steps.ts';
import { dangers } from '../../../../src/model/capability.ts';
import type { TenantPromise } from '../../../../src/model/stack-facts.ts';
import type { Cast } from '../../../../src/model/scenario.ts';
import type { Target, TargetPromises } from '../../../../src/model/target.ts';
import { shareSteps } from '../../../../src/model/share-steps.ts';
import { budget, planned, steps, targetWith } from './target-literals.ts';

const catalogue = await loadScenarios();
const answers: Partial<TargetPromises> = { tokensPerMinute: 200_000, concurrentRequests: 40 };
const all: Partial<TargetPromises> = { ...answers, gpus: 4, memory: '64Gi' };

/** With a cluster, in which the aggressor has the namespace `team-b`. */
function inCluster(promises: Partial<TargetPromises>): Target {
  const target = targetWith(promises);
  const tenants = target.tenants.map((tenant, index) => ({ ...tenant, namespace: `team-${'ab'[index]}` }));
  return { ...target, cluster: {}, tenants };
}

const planOf = (target: Target) =>
  planned({ scenarios: catalogue, target, settings: { profile: 'nightly', allow: dangers } });
const asked = (target: Target): string[] => planOf(target).arms.map(({ scenario }) => scenario);

describe('what a cluster adds to what is asked of a target', () => {
  test.each<[string, Partial<TargetPromises>, string[]]>([
    ['nothing of it', answers, []],
    ['GPUs', { ...answers, gpus: 4 }, ['promised-gpus']],
    ['no GPU', { ...answers, gpus: 0 }, ['promised-gpus']],
    ['memory', { ...answers, memory: '64Gi' }, ['promised-memory']],
    ['both', all, ['promised-gpus', 'promised-memory']],
  ])('if it promises %s', (_what, promises, more) => {
    const without = asked(targetWith(answers));
    expect(asked(inCluster(promises)).filter((id) => !without.includes(id))).toEqual(more);
  });

  test('is nothing that makes an object, whatever else needs a quota, and whatever dangers are allowed', () => {
    const { arms, notPlanned = [] } = planOf(inCluster(all));
    const kinds = arms.flatMap(({ attack }) =>
      attack.kind === 'steps' ? flatSteps(attack.steps).map(({ kind }) => kind) : [attack.kind],
    );
    expect([...new Set(kinds)].toSorted()).toEqual(['completions', 'pause', 'request-flood', 'try-pod']);
    const needQuota = catalogue.filter(({ needs, outside }) => needs.includes('quota') && !outside);
    expect(needQuota.length).toBeGreaterThan(5);
    for (const { id } of needQuota) {
      expect(notPlanned).toContainEqual({
        scenario: id,
        reason: expect.stringMatching(
          /^needs .*quota.*, which an endpoint with a cluster in which nothing is made/,
        ),
      });
    }
  });

  test('is not asked without one, and the cure is told', () => {
    const named = { scenarios: ['promised-gpus'] };
    const scenarios = catalogue.filter(({ id }) => id === 'promised-gpus');
    expect(() => planned({ scenarios, target: targetWith(all), settings: named })).toThrow(
      expect.objectContaining({
        message: 'needs pod-dry-run, which an endpoint alone does not show',
        hint: 'Add target.cluster, or leave promised-gpus out.',
      }),
    );
  });

  test('is told by the plan: how many pods, and in which namespace', () => {
    expect(planOf(inCluster(all)).target).toMatchObject({
      budget,
      podDryRuns: [{ namespace: 'team-b', pods: 4, mostTries: 20 }],
    });
    expect(planOf(inCluster({})).target).not.toHaveProperty('podDryRuns');
  });

  test('costs no request', () => {
    const arm = planOf(inCluster(all)).arms.find(({ scenario }) => scenario === 'promised-gpus');
    expect(arm).toMatchObject({
      aggressor: { namespace: 'team-b', gpuQuota: 4, memoryQuotaBytes: 64 * 2 ** 30 },
    });
    const only = catalogue.filter(({ id }) => id === 'promised-gpus');
    const mostOf = (scenarios: typeof catalogue): number =>
      planned({ scenarios, target: inCluster(all) }).target?.most.requests ?? Number.NaN;
    // Beside the tries of keys, which any run makes.
    expect(mostOf(only)).toBe(mostOf([steps]) - 20);
  });
});

describe('of several tenants', () => {
  /** The first, the second and a third, which were promised this. */
  function three(...promised: readonly Partial<TargetPromises>[]): Target {
    const target = inCluster({});
    const [first, second] = target.tenants;
    if (!first || !second) throw new Error('the target has two tenants');
    const third = { ...second, name: 'third', namespace: 'team-c' };
    const tenants = [first, second, third].map((tenant, index) => ({
      ...tenant,
      promises: { ...tenant.promises, ...promised[index] },
    }));
    return { ...target, tenants };
  }
  const gpusOf = (target: Target) => {
    const scenarios = catalogue.filter(({ id }) => id === 'promised-gpus');
    const settings = { scenarios: ['promised-gpus'] };
    const { arms, target: told } = planned({ scenarios, target, settings });
    const [arm] = arms;
    const triedSteps = arm?.attack.kind === 'steps' ? flatSteps(arm.attack.steps) : [];
    return { steps: triedSteps, podDryRuns: told?.podDryRuns };
  };

  test('each that has the promise is asked, the first too, in its namespace and for its own', () => {
    const { steps: played, podDryRuns } = gpusOf(three({ gpus: 4 }, { memory: '1Gi' }, { gpus: 2 }));
    expect(played).toMatchObject([
      { id: 'more-than-promised-victim', tenant: { namespace: 'team-a' }, promised: 4, hostile: true },
      { id: 'what-is-left-victim', tenant: { namespace: 'team-a' }, promised: 4 },
      { id: 'more-than-promised-third', tenant: { namespace: 'team-c' }, promised: 2, hostile: true },
      { id: 'what-is-left-third', tenant: { namespace: 'team-c' }, promised: 2 },
    ]);
    expect(podDryRuns).toEqual([
      { namespace: 'team-a', pods: 2, mostTries: 10 },
      { namespace: 'team-c', pods: 2, mostTries: 10 },
    ]);
  });

  test('the first alone is enough', () => {
    expect(gpusOf(three({ gpus: 4 })).podDryRuns).toEqual([{ namespace: 'team-a', pods: 2, mostTries: 10 }]);
  });

  test('without any such promise it is told that no tenant has it', () => {
    expect(() => gpusOf(three({ memory: '1Gi' }))).toThrow(
      expect.objectContaining({
        code: 'not-promised',
        message: 'promised-gpus asks about promises.gpus, and no tenant has that',
        hint: 'Set promises.gpus of a tenant in target.tenants, or leave promised-gpus out.',
      }),
    );
  });
});

test('an attack that is asked of nobody is refused', () => {
  const idle = { ...steps, attack: { kind: 'steps' as const, steps: () => [] } };
  expect(() => planned({ scenarios: [idle], settings: { scenarios: ['steps'] } })).toThrow(
    expect.objectContaining({ code: 'attack-cannot-bite', message: expect.stringContaining('has no step') }),
  );
});

const promisedFour = (tenant: TenantPromise): TenantPromise => ({ ...tenant, gpuQuota: 4 });

test("a scenario of one's own that tries pods does not do so at an endpoint alone", () => {
  const own = {
    ...steps,
    attack: {
      kind: 'steps' as const,
      steps: ({ facts }: Cast) => shareSteps('gpus', facts.tenants.map(promisedFour)),
    },
  };
  expect(planned({ scenarios: [own, { ...steps, id: 'other' }] }).notPlanned).toEqual([
    { scenario: 'steps', reason: 'steps is played with try-pod, which an endpoint alone cannot be asked' },
  ]);
});
