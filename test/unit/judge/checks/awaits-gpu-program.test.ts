import { expect, test } from 'vitest';
import { awaitsGpuProgram } from '../../../../src/judge/checks/awaits-gpu-program.ts';
import { attackDelivered } from '../../../../src/judge/gates/attack-delivered.ts';
import { attackMade } from '../../../../src/judge/gates/attack-made.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { at, floodPlan } from '../example-arm.ts';

const plan: ArmPlan = {
  ...floodPlan,
  attack: { kind: 'gpu-program', program: { name: 'illegal-access', gpus: 1, environment: {} } },
  design: { kind: 'single-shot', settleSeconds: 10 },
};
const record = {
  observations: [at(0, { kind: 'arm-started' }), at(1, { kind: 'arm-ended', playedPairs: 0 })],
};

// It can say neither held nor breached: that is what it is for.
test('a promise of a real GPU is inconclusive, and says why', () => {
  const check = awaitsGpuProgram({ id: 'survives', objective: 'It goes on', unit: 'failures' });
  expect(check.judge(plan, record)).toEqual({
    status: 'inconclusive',
    measured: null,
    limit: null,
    reason: 'this version has no GPU programs yet',
    evidence: [],
  });
});

test.each([attackMade, attackDelivered])('no gate believes in a GPU program: $id', (gate) => {
  expect(gate.examine(plan, record)).toEqual({ ok: false, cause: 'this version has no GPU programs yet' });
});
