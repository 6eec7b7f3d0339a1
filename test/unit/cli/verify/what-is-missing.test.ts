import { expect, test } from 'vitest';
import { whatIsMissing } from '../../../../src/cli/verify/what-is-missing.ts';
import { lackOf } from '../../../../src/judge/not-verified.ts';
import type { Capability } from '../../../../src/model/capability.ts';
import type { Scenario } from '../../../../src/model/scenario.ts';
import { loadScenarios } from '../../../../src/cli/load-scenarios.ts';

const all = await loadScenarios();
const named = (...ids: string[]): Scenario[] => all.filter(({ id }) => ids.includes(id));

const cluster = {
  capabilities: new Set<Capability>(['quota', 'containers', 'gpu-hardware']),
  lacks: { 'two-gpus': 'there is one', 'simulated-gpu': 'they are real' },
} as const;
const stack = {
  capabilities: new Set<Capability>(['gateway']),
  lacks: { 'gpu-engine': 'it is simulated' },
} as const;

test('a scenario lacks what neither cluster nor stack has; why is told of what is lacked alone', () => {
  const { has, missing, lacks } = whatIsMissing(named('gpu-illegal-access', 'gpu-device-enumeration'), {
    cluster,
    stack,
  });
  expect([...has]).toEqual(['quota', 'containers', 'gpu-hardware', 'gateway']);
  expect(missing).toEqual({ 'gpu-illegal-access': ['two-gpus'] });
  expect(lacks).toEqual({ 'two-gpus': 'there is one' });
});

test('what the stack cannot show its cluster offers in vain', () => {
  const { has, missing, lacks } = whatIsMissing(named('gpu-device-enumeration'), {
    cluster,
    stack: { ...stack, lacks: { 'gpu-hardware': 'there is no C compiler' } },
  });
  expect(has).not.toContain('gpu-hardware');
  expect(missing).toEqual({ 'gpu-device-enumeration': ['gpu-hardware'] });
  expect(lacks).toEqual({ 'gpu-hardware': 'there is no C compiler' });
});

test('the verdict says each reason once, and nothing of a danger that was not allowed', () => {
  const lacks = {
    'gpu-hardware': 'no GPU. Buy one.',
    'two-gpus': 'no GPU. Buy one.',
    'simulated-gpu': 'not lacked',
  } as const;
  expect(lackOf(['gpu-hardware', 'two-gpus', 'gpu-exhaustion'], lacks)).toBe(
    'needs gpu-hardware, two-gpus, which this cluster does not have: no GPU. Buy one; was not allowed here (--allow gpu-exhaustion)',
  );
  expect(lackOf(['gpu-hardware'])).toBe('needs gpu-hardware, which this cluster does not have');
});
