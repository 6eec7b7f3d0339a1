import { expect, test } from 'vitest';
import type { Settings } from '../../../src/model/settings.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { mostOf } from '../../../src/plan/target/spending.ts';
import { facts, flood, objective, settings } from './literals.ts';

const promises = { requestsPerMinute: 600, burstRequests: 10 };
const tenant = (name: string) => ({ name, key: { env: 'KEY' }, model: 'm', promises });
const outside: Settings = {
  ...settings,
  sham: false,
  target: {
    endpoint: 'http://gateway.example',
    tenants: [tenant('tenant-a'), tenant('tenant-b')],
    budget: { requests: 1e6, tokens: 1e9, rateRps: 240 },
  },
};
const streaming = {
  ...outside,
  objectives: [objective({ indicator: { kind: 'latency', until: 'next-token', percentile: 0.9 } })],
};
const armOf = (of: Settings) => {
  const [arm] = makePlan({ settings: of, scenarios: [flood], facts }).arms;
  if (!arm) throw new Error('there is an arm');
  return arm;
};

test('streams beside the load are in what a target gets at most', () => {
  const [plain, streamed] = [armOf(outside), armOf(streaming)];
  // The attack would send less beside them; here it is the same.
  const most = (arm: typeof plain) => mostOf({ ...arm, attack: plain.attack });
  // 127 of them: for the longest warm-up, all windows and 45 s around, 113 s, one every 0.9 s.
  expect(most(streamed).requests - most(plain).requests).toBe(127);
  expect(most(streamed).tokens - most(plain).tokens).toBe(127 * (64 + 60));
});

test('they leave the attack so much less of the rate of the budget', () => {
  const rateOf = ({ attack }: ReturnType<typeof armOf>) => ('rateRps' in attack ? attack.rateRps : 0);
  expect(rateOf(armOf(outside))).toBe(90);
  expect(rateOf(armOf(streaming))).toBeCloseTo(90 - 1 / 0.9, 9);
});

test('a victim whose promise has no room for them is refused', () => {
  const tight = {
    ...facts,
    tenants: facts.tenants.map((each, index) => (index === 0 ? { ...each, rateLimitRpm: 60 * 151 } : each)),
  };
  const plan = (of: Settings) => () => makePlan({ settings: of, scenarios: [flood], facts: tight });
  expect(plan(outside)).not.toThrow();
  expect(plan(streaming)).toThrow(expect.objectContaining({ code: 'victim-over-capacity' }));
});
