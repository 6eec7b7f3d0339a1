import { describe, expect, test } from 'vitest';
import { stepsAttack } from '../../../src/experiment/attacks/steps.ts';
import { openWithinCap } from '../../../src/judge/checks/open-within-cap.ts';
import type { Observation } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { Step } from '../../../src/model/step.ts';
import { at, floodPlan } from '../../unit/judge/example-arm.ts';
import { loopbackAttack } from './loopback-attack.ts';
import { startStack, type LoopbackStack } from '../reference-stack/loopback-stack.ts';

const common = { kind: 'completions', hostile: true, as: 'aggressor', hangUp: { afterMs: 1500 } } as const;
const steps: Step[] = [
  {
    id: 'slow-clients',
    kind: 'together',
    steps: [
      {
        ...common,
        id: 'slow-bodies',
        count: 2,
        atOnce: 2,
        request: { promptTokens: 16, maxTokens: 6 },
        sendDelayMs: 50,
      },
      {
        ...common,
        id: 'slow-readers',
        count: 10,
        atOnce: 10,
        startAfterMs: 200,
        request: { promptTokens: 16, maxTokens: 4000, stream: true },
        readDelayMs: 100,
      },
    ],
  },
];
const plan: ArmPlan = {
  ...floodPlan,
  attack: { kind: 'steps', steps },
  aggressor: { ...floodPlan.aggressor, model: 'llama-3-8b', maxConcurrency: 4 },
  design: { kind: 'single-shot', settleSeconds: 10 },
};
const b = { rate_limit_rpm: 6000, burst_requests: 100, rate_limit_tpm: 200_000, max_concurrency: 4 };

async function attackOn(stack: LoopbackStack): Promise<Observation[]> {
  const { context, seen } = loopbackAttack(new URL(stack.url), plan);
  await using driver = await stepsAttack(context, steps);
  await driver.strike();
  return [...seen, at(0, { kind: 'arm-ended', playedPairs: 0 })];
}

const completions = (seen: readonly Observation[], step: string) =>
  seen.filter((fact) => fact.kind === 'completion' && fact.step === step);

describe('slow clients against a real gateway', () => {
  test('hold as many places as the cap allows, those whose body is still on its way among them', async () => {
    await using stack = await startStack({ b });
    const observations = await attackOn(stack);
    expect(openWithinCap().judge(plan, { observations })).toMatchObject({
      status: 'held',
      measured: 4,
      samples: 12,
    });
    expect(completions(observations, 'slow-bodies')).toMatchObject([
      { httpStatus: 0, hungUp: true },
      { httpStatus: 0, hungUp: true },
    ]);
  });

  test('are all let in where nothing counts them', async () => {
    await using stack = await startStack({ b, config: { limiter: 'off' } });
    const observations = await attackOn(stack);
    expect(openWithinCap().judge(plan, { observations })).toMatchObject({ status: 'breached', measured: 12 });
  });
});
