import { describe, expect, test } from 'vitest';
import { loadScenarios } from '../../../src/cli/load-scenarios.ts';
import { targetFacts } from '../../../src/config/target-facts.ts';
import { stepsAttack } from '../../../src/experiment/attacks/steps.ts';
import { checksIn } from '../../../src/judge/checks-in.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { Step } from '../../../src/model/step.ts';
import type { Target, TargetPromises } from '../../../src/model/target.ts';
import { planForTarget } from '../../../src/plan/target/plan-for-target.ts';
import { nowMs } from '../../../src/system/clock.ts';
import { settings } from '../../unit/plan/literals.ts';
import { loopbackAttack } from '../attacks/loopback-attack.ts';
import { startStack, type StackOptions } from '../reference-stack/loopback-stack.ts';

const catalogue = await loadScenarios();

const targetOf = (promises: Partial<TargetPromises>): Target => {
  const usual = { requestsPerMinute: 600, burstRequests: 100 };
  return {
    endpoint: 'http://gateway.example',
    tenants: [
      { name: 'tenant-a', key: { env: 'A' }, model: 'llama-3-8b', promises: usual },
      { name: 'tenant-b', key: { env: 'B' }, model: 'llama-3-8b', promises: { ...usual, ...promises } },
    ],
    budget: { requests: 50_000, tokens: 5_000_000, rateRps: 100 },
  };
};

function planFor(id: string, promises: Partial<TargetPromises>): ArmPlan {
  const target = targetOf(promises);
  const [arm] = planForTarget({
    settings: { ...settings, target },
    scenarios: catalogue.filter((scenario) => scenario.id === id),
    facts: targetFacts(target),
    target,
    left: target.budget,
  }).arms;
  if (!arm) throw new Error(`${id} is planned`);
  return arm;
}

/** The stack is new, and what hangs up is noticed soon: nobody need wait for an allowance. */
const withoutPauses = (steps: readonly Step[]): Step[] =>
  steps.map((step) => (step.kind === 'pause' ? { kind: 'pause', id: step.id, seconds: 0.5 } : step));

interface Asked {
  promises?: Partial<TargetPromises>;
  stack?: StackOptions;
}

/** What each check says of the reference gateway, of which nothing is seen but its answers. */
async function ask(
  id: string,
  { promises = {}, stack: options = {} }: Asked,
): Promise<Record<string, string>> {
  const plan = planFor(id, promises);
  const { attack } = plan;
  if (attack.kind !== 'steps') throw new Error(`${id} is played in steps`);
  await using stack = await startStack(options);
  const { context, seen } = loopbackAttack(new URL(stack.url), plan);
  await using driver = await stepsAttack(context, withoutPauses(attack.steps));
  await driver.strike();
  const { scenario, arm } = plan;
  const observations = [
    ...seen,
    { kind: 'arm-ended', playedPairs: 0, atMs: nowMs(), scenario, arm } as const,
  ];
  const asked = catalogue.find((each) => each.id === id);
  if (!asked) throw new Error(`${id} is in the catalogue`);
  return Object.fromEntries(
    checksIn(asked, plan).map(({ check }) => [check.id, check.judge(plan, { observations }).status]),
  );
}

const b = { rate_limit_tpm: 1_000_000 };
const four = { promises: { concurrentRequests: 4 }, b: { ...b, max_concurrency: 4 } };
/** Three hundred tokens take three seconds. */
const engineEnv = { STEP_MS: '10' };

describe('a gateway that keeps its promises is found to, from outside', { timeout: 60_000 }, () => {
  test.each<[string, Asked, Record<string, string>]>([
    [
      'spoofed-tenant',
      { stack: { b } },
      { 'no-other-allowance': 'held', 'strangers-refused': 'held', 'victim-served-afterwards': 'held' },
    ],
    ['route-coverage', { stack: { b } }, { 'refused-on-every-route': 'held' }],
    ['parallel-cap', { promises: four.promises, stack: { b: four.b } }, { 'answered-at-once': 'held' }],
    [
      'token-burst',
      { promises: { tokensPerMinute: 6000 }, stack: { b: { rate_limit_tpm: 6000 } } },
      { 'tokens-within-promise': 'held' },
    ],
    [
      'stream-aborts',
      { promises: four.promises, stack: { b: four.b, engineEnv } },
      { 'next-is-served': 'held' },
    ],
  ])('%s', async (id, asked, expected) => {
    expect(await ask(id, asked)).toEqual(expected);
  });
});

describe('one without the control is caught', { timeout: 60_000 }, () => {
  test.each<[string, Asked, Record<string, string>]>([
    [
      'spoofed-tenant',
      { stack: { b, config: { identity: 'header' } } },
      // Whoever names the victim was refused for nothing but the victim's limit, which a hundred requests did not reach.
      { 'no-other-allowance': 'breached', 'strangers-refused': 'held', 'victim-served-afterwards': 'held' },
    ],
    [
      'route-coverage',
      { stack: { b, config: { route_coverage: 'chat-only' } } },
      { 'refused-on-every-route': 'breached' },
    ],
    [
      'parallel-cap',
      { promises: four.promises, stack: { b: four.b, config: { concurrency_cap: 'none' } } },
      { 'answered-at-once': 'breached' },
    ],
    [
      'token-burst',
      {
        promises: { tokensPerMinute: 6000 },
        stack: { b: { rate_limit_tpm: 6000 }, config: { token_accounting: 'after-response' } },
      },
      { 'tokens-within-promise': 'breached' },
    ],
    [
      'token-burst',
      {
        promises: { tokensPerMinute: 6000 },
        stack: { b: { rate_limit_tpm: 6000 }, config: { token_accounting: 'counted-only' } },
      },
      { 'tokens-within-promise': 'breached' },
    ],
    [
      'stream-aborts',
      { promises: four.promises, stack: { b: four.b, engineEnv, config: { on_abort: 'leak' } } },
      { 'next-is-served': 'breached' },
    ],
  ])('%s', async (id, asked, expected) => {
    expect(await ask(id, asked)).toEqual(expected);
  });
});

describe('one of which an endpoint shows too little is not judged', { timeout: 60_000 }, () => {
  test.each<[string, Asked, string]>([
    ['spoofed-tenant', { stack: { b, config: { limiter: 'off' } } }, 'no-other-allowance'],
    ['route-coverage', { stack: { b: { ...b, rate_limit_rpm: 60_000 } } }, 'refused-on-every-route'],
    [
      'parallel-cap',
      { promises: four.promises, stack: { b: { ...b, max_concurrency: 2 } } },
      'answered-at-once',
    ],
    [
      'token-burst',
      { promises: { tokensPerMinute: 6000 }, stack: { b: { rate_limit_tpm: 2000 } } },
      'tokens-within-promise',
    ],
    [
      'stream-aborts',
      { promises: four.promises, stack: { b: four.b, engineEnv, config: { limiter: 'off' } } },
      'next-is-served',
    ],
  ])('%s', async (id, asked, check) => {
    expect((await ask(id, asked))[check]).toBe('inconclusive');
  });
});
