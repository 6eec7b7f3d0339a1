import { describe, expect, test } from 'vitest';
import { loadScenarios } from '../../../src/cli/load-scenarios.ts';
import { readStackFacts } from '../../../src/config/stack-facts.ts';
import { flatSteps } from '../../../src/model/flat-steps.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { CompletionsStep } from '../../../src/model/step.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { settings } from '../plan/literals.ts';

const facts = await readStackFacts(packageFile('k8s-fixtures/base'));
const scenarios = await loadScenarios();

function armOf(id: string): ArmPlan {
  const wanted = scenarios.filter((scenario) => scenario.id === id);
  const plan = makePlan({ settings: { ...settings, profile: 'nightly' }, scenarios: wanted, facts });
  const [arm] = plan.arms;
  if (!arm) throw new Error(`there is no scenario ${id}`);
  return arm;
}

const requestsOf = ({ attack }: ArmPlan): CompletionsStep[] =>
  attack.kind === 'steps' ? flatSteps(attack.steps).filter((step) => step.kind === 'completions') : [];

const contextOf = (arm: ArmPlan, id: string): number => {
  const request = requestsOf(arm).find((step) => step.id === id)?.request;
  return (request?.promptTokens ?? Number.NaN) + (request?.maxTokens ?? Number.NaN);
};

const kvBytes = (tokens: number): number =>
  Math.ceil(tokens / facts.kvBlockTokens) * facts.kvBlockTokens * facts.kvBytesPerToken;

describe.each(['gpu-memory-ladder', 'prefix-cache-probe', 'oversized-prompt'])('%s', (id) => {
  const arm = armOf(id);
  const hostile = requestsOf(arm).filter((step) => step.hostile === true);

  test("is not stopped by the aggressor's rate before it reaches the engine", () => {
    const asked = requestsOf(arm).filter((step) => step.as === 'aggressor');
    expect(asked.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(arm.aggressor.burstRequests);
  });

  test("is not stopped by the aggressor's tokens before it reaches the engine", () => {
    const largest = hostile.map((step) => contextOf(arm, step.id)).toSorted((a, b) => b - a);
    const atOnce = id === 'gpu-memory-ladder' ? largest.slice(0, 2) : largest;
    expect(atOnce.reduce((sum, tokens) => sum + tokens, 0)).toBeLessThan(arm.aggressor.rateLimitTpm);
  });
});

test('the ladder has a rung that fills the partition, the next does not fit, and two fill the GPU beside the victim', () => {
  const arm = armOf('gpu-memory-ladder');
  const { aggressor } = arm;
  const use = (id: string): number => facts.modelBytes + kvBytes(contextOf(arm, id));
  expect(use('whole')).toBeLessThanOrEqual(aggressor.gpuPartitionBytes);
  expect(use('one-block-more')).toBeGreaterThan(aggressor.gpuPartitionBytes);
  const both = use('longest') + use('longest-of-second');
  expect(both).toBeLessThanOrEqual(facts.gpuMemoryBytes);
  expect(both + facts.modelBytes + kvBytes(1)).toBeGreaterThan(facts.gpuMemoryBytes);
});

test("the prompts that are guessed fit into the victim's partition together, so that none pushes another out", () => {
  const arm = armOf('prefix-cache-probe');
  const prompts = requestsOf(arm).filter(({ id }) => id.startsWith('first-'));
  const kept = prompts.reduce((sum, { id }) => sum + kvBytes(contextOf(arm, id)), 0);
  expect(prompts.length).toBeGreaterThan(0);
  expect(facts.modelBytes + kept).toBeLessThan(arm.victim.gpuPartitionBytes);
});

test('the oversized prompt is longer than a context, and small enough for the gateway', () => {
  const arm = armOf('oversized-prompt');
  const promptTokens = requestsOf(arm).find(({ id }) => id === 'oversized')?.request.promptTokens ?? 0;
  expect(promptTokens).toBeGreaterThan(facts.maxContextTokens);
  const bytesOfToken = 4;
  expect(promptTokens * bytesOfToken).toBeLessThan(2 ** 20);
});
