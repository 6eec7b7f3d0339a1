import { expect, test } from 'vitest';
import { playAgainCommand, reproduceCommand } from '../../../src/model/reproduce-command.ts';
import type { TargetPlan } from '../../../src/model/plan.ts';

const plan = { profile: 'quick', seed: 7, arms: [] } as const;
const spending = { requests: 1, tokens: 1 };
const target: TargetPlan = {
  endpoint: 'https://llm.example.com',
  budget: { ...spending, rateRps: 1 },
  most: spending,
};

test('of a run on the reference stack it needs no file', () => {
  expect(reproduceCommand('a', { ...plan, arms: [] })).toBe(
    'tenantproof verify --scenario a --profile quick --seed 7',
  );
  expect(playAgainCommand({ ...plan, arms: [] })).toBe('tenantproof verify --profile quick --seed 7');
});

test.each([
  ['tenantproof.yaml', 'tenantproof.yaml'],
  ['../a b/theirs.yaml', "'../a b/theirs.yaml'"],
  ["it's $(reboot).yaml", String.raw`'it'\''s $(reboot).yaml'`],
  ['-x.yaml', "'-x.yaml'"],
])('of a target it names the file %s as one word', (config, word) => {
  expect(reproduceCommand('a', { ...plan, arms: [], target: { ...target, config } })).toBe(
    `tenantproof verify --config ${word} --scenario a --profile quick --seed 7`,
  );
});

test('of a target that is in no file it says what is missing', () => {
  expect(playAgainCommand({ ...plan, arms: [], target })).toBe(
    'tenantproof verify --config FILE --profile quick --seed 7  # FILE: settings with this target',
  );
});
