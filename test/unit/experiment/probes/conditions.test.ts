import { expect, test } from 'vitest';
import { worstOf } from '../../../../src/experiment/probes/conditions.ts';

const machine = (atMs: number, stolenTicks: number, clockOffsetMs = 0) => ({
  atMs,
  stolenTicks,
  allTicks: atMs,
  clockOffsetMs,
});

test('of several generators the worst counts, and our own machine counts too', () => {
  const before = {
    here: machine(0, 0),
    generators: [
      { ...machine(0, 0), cpuSeconds: 1 },
      { ...machine(0, 5), cpuSeconds: 2 },
    ],
    harnessSeconds: 1,
  };
  const after = {
    here: machine(2000, 10, 1),
    generators: [
      { ...machine(2000, 20, 2), cpuSeconds: 1.4 },
      { ...machine(2000, 105, -7), cpuSeconds: 3 },
    ],
    harnessSeconds: 1.5,
  };
  expect(worstOf(before, after)).toEqual({
    stealShare: 0.05,
    clockStepMs: -7,
    victimK6CpuShare: 0.5,
    harnessCpuShare: 0.25,
  });
});

test('a generator on our own machine is judged as the machine is', () => {
  const reading = (atMs: number, stolenTicks: number, cpuSeconds: number) => ({
    here: machine(atMs, stolenTicks),
    generators: [{ ...machine(atMs, stolenTicks), cpuSeconds }],
    harnessSeconds: 0,
  });
  expect(worstOf(reading(0, 0, 0), reading(1000, 30, 0.25))).toEqual({
    stealShare: 0.03,
    clockStepMs: 0,
    victimK6CpuShare: 0.25,
    harnessCpuShare: 0,
  });
});
