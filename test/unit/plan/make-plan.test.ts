import { describe, expect, test } from 'vitest';
import { armIdOf, armName } from '../../../src/model/arm-id.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { facts, flood, settings } from './literals.ts';

const planOf = (scenario: Scenario, changes: Partial<typeof settings> = {}): ArmPlan[] =>
  makePlan({ settings: { ...settings, ...changes }, scenarios: [scenario], facts }).arms;

const tour: Scenario = {
  ...flood,
  attack: { kind: 'model-tour', rounds: 4 },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

const windowsOf = (arm: ArmPlan | undefined): string =>
  arm?.design.kind === 'paired-windows'
    ? arm.design.windows.map(({ phase }) => (phase === 'attack' ? 'A' : 'B')).join('')
    : '';

describe('arms', () => {
  test('every scenario is played with its control and then without it', () => {
    expect(planOf(flood).map(({ arm, weakness }) => [arm, weakness?.fixture])).toEqual([
      ['protected', undefined],
      ['weakened', 'limiter-off'],
    ]);
  });

  const twice: Scenario = {
    ...flood,
    weaknesses: [
      { fixture: 'limiter-off', removes: 'limiter off' },
      {
        fixture: 'fixed-window',
        removes: 'a window that begins anew',
        design: { kind: 'single-shot', settleSeconds: 9 },
      },
    ],
  };

  test.each([
    ['quick', ['protected', 'weakened-limiter-off']],
    ['nightly', ['protected', 'weakened-limiter-off', 'weakened-fixed-window']],
    ['certify', ['protected', 'weakened-limiter-off', 'weakened-fixed-window']],
  ] as const)('of several weaknesses the profile %s plays %j', (profile, names) => {
    expect(planOf(twice, { profile }).map((arm) => armName(armIdOf(arm)))).toEqual(names);
  });

  test('a weakness may have a design of its own, and the plan says what it removes', () => {
    const [, , arm] = planOf(twice, { profile: 'nightly' });
    expect(arm).toMatchObject({
      weakness: { fixture: 'fixed-window', removes: 'a window that begins anew' },
      design: { kind: 'single-shot', settleSeconds: 9 },
    });
    expect(Object.keys(arm?.weakness ?? {})).toEqual(['fixture', 'removes']);
  });

  test('without an attack none of several weaknesses is played', () => {
    expect(planOf(twice, { profile: 'nightly', attack: false })).toHaveLength(1);
  });

  test('the attack has its numbers from the promise: 20 times 600 requests a minute', () => {
    expect(planOf(flood)[0]?.attack).toEqual({ kind: 'request-flood', rateRps: 200 });
  });

  test('a load within the promise is sent by the tenant whose limits let it through, as it was asked for', () => {
    const request = { promptTokens: 8000, maxTokens: 192, distinct: true } as const;
    const batches: Scenario = {
      ...flood,
      attack: { kind: 'request-flood', timesPromisedRate: 0.75, atOnce: 6, request },
    };
    const [a, b] = facts.tenants;
    if (!a || !b) throw new Error('two tenants');
    const long = { ...b, name: 'tenant-d', rateLimitRpm: 80, rateLimitTpm: 600_000, maxConcurrency: 16 };
    const [arm] = makePlan({
      settings,
      scenarios: [batches],
      facts: { ...facts, tenants: [a, b, long] },
    }).arms;
    expect(arm?.aggressor.name).toBe('tenant-d');
    expect(arm?.attack).toEqual({ kind: 'request-flood', rateRps: 1, atOnce: 6, request });
    expect(() => planOf(batches)).toThrow(/the limits of every tenant but tenant-a would stop the attack/);
  });

  test('a memory hog stops at a ceiling that the node survives', () => {
    const hog: Scenario = { ...flood, attack: { kind: 'memory-hog', ceilingTimesLimit: 2 } };
    expect(planOf(hog)[0]?.attack).toEqual({
      kind: 'memory-hog',
      limitBytes: 256 * 2 ** 20,
      ceilingBytes: 512 * 2 ** 20,
      shamBytes: 128 * 2 ** 20,
    });
  });

  test('a tour visits every model that the aggressor may call', () => {
    expect(planOf(tour)[0]?.attack).toEqual({
      kind: 'model-tour',
      models: ['llama-3-8b', 'second', 'third'],
      rounds: 4,
      modelBytes: 16 * 2 ** 30,
    });
  });

  test('an A/A run plays everything but the attack, and removes no control', () => {
    const arms = planOf(flood, { attack: false });
    expect(arms.map(({ arm, attack }) => [arm, attack])).toEqual([
      ['protected', { kind: 'none', instead: 'request-flood' }],
    ]);
  });
});

describe('windows', () => {
  test('neighbouring pairs mirror each other, whatever the seed', () => {
    for (let seed = 0; seed < 50; seed++) {
      const order = windowsOf(planOf(flood, { seed })[0]);
      expect(order).toMatch(/^(ABBA|BAAB)(ABBA|BAAB)$/);
    }
  });

  test('the same seed gives the same plan, other seeds give others', () => {
    expect(planOf(flood, { seed: 5 })).toEqual(planOf(flood, { seed: 5 }));
    const orders = new Set(Array.from({ length: 20 }, (_, seed) => windowsOf(planOf(flood, { seed })[0])));
    expect(orders.size).toBeGreaterThan(1);
  });

  test('a guard opens each window, and a break follows each look', () => {
    const design = planOf(flood)[0]?.design;
    if (design?.kind !== 'paired-windows') throw new Error('not windows');
    const [first] = design.windows;
    expect(first).toMatchObject({ fromSeconds: 0, measureFromSeconds: 0.5, toSeconds: 4.5 });
    expect(design.windows[3]?.toSeconds).toBe(4 * 4.5);
    expect(design.windows[4]?.fromSeconds).toBe(4 * 4.5 + 2);
    expect(design.maxSeconds).toBe(8 * 4.5 + 2);
  });
});

describe('hopeless experiments are refused before anything starts', () => {
  test('a p99 of too few samples', () => {
    expect(() => planOf(flood, { victim: { rateRps: 12.5, stream: false } })).toThrow(
      /at least 299 samples.*give 50/,
    );
  });

  test('an attack that the engines could serve beside the victim', () => {
    const weak: Scenario = { ...flood, attack: { kind: 'request-flood', timesPromisedRate: 2 } };
    expect(() => planOf(weak)).toThrow(/cannot tell/);
  });

  test('a tour of models that fit into the GPU beside the victim', () => {
    const roomy = { ...facts, gpuMemoryBytes: 64 * 2 ** 30 };
    expect(() => makePlan({ settings, scenarios: [tour], facts: roomy })).toThrow(
      /fit into the GPU together/,
    );
  });

  test('a victim that would hurt itself', () => {
    expect(() => planOf(flood, { victim: { rateRps: 240, stream: false } })).toThrow(/hurt itself/);
  });

  test('one tenant alone', () => {
    const alone = { ...facts, tenants: facts.tenants.slice(0, 1) };
    expect(() => makePlan({ settings, scenarios: [flood], facts: alone })).toThrow(/needs two/);
  });
});

test('the expected time lies between the first look and the last', () => {
  const { expectedSeconds } = makePlan({ settings, scenarios: [flood], facts });
  // 6 to 30 s of warm-up, then 4 windows of 4.5 s, or 8 and a break.
  expect(expectedSeconds).toEqual({ min: 2 * 24, max: 2 * 68 });
});

describe('the expected time of a single shot', () => {
  const shot = (changes: { settleSeconds: number; expectedSeconds?: number }): Scenario => ({
    ...tour,
    design: { kind: 'single-shot', ...changes },
  });
  const onHardware: Scenario = { ...shot({ settleSeconds: 40 }), needs: ['gpu-hardware'] };

  test.each<[string, Scenario, { min: number; max: number }]>([
    ['is what was measured', shot({ settleSeconds: 40, expectedSeconds: 7 }), { min: 14, max: 80 }],
    ['is five seconds where nobody measured it', shot({ settleSeconds: 40 }), { min: 10, max: 80 }],
    ['is at most as long as it may take', shot({ settleSeconds: 2 }), { min: 4, max: 4 }],
    ['is not known of what nobody has played on real GPUs', onHardware, { min: 0, max: 0 }],
  ])('%s', (_what, scenario, expected) => {
    expect(makePlan({ settings, scenarios: [scenario], facts }).expectedSeconds).toEqual(expected);
  });
});
