import { describe, expect, it } from 'vitest';
import { gated } from '../../../../src/judge/gates/gated.ts';
import { whileGpuBusy } from '../../../../src/judge/gates/gpu-kept-busy.ts';
import type { Status } from '../../../../src/model/report.ts';
import type { ArmRecord, Observation } from '../../../../src/model/observation.ts';
import { at, floodPlan } from '../example-arm.ts';

const says = (status: Status) =>
  gated(
    {
      id: 'said',
      objective: 'It says so',
      unit: 'x',
      measure: () => ({ status, measured: 1, limit: 1, reason: 'so', evidence: [] }),
    },
    { held: [], breached: [] },
  );

const startMs = at(0, { kind: 'arm-started' }).atMs;
const window = (index: number, phase: 'baseline' | 'attack'): Observation =>
  at(10 * index + 10, {
    kind: 'window',
    index,
    pair: Math.floor(index / 2),
    phase,
    fromMs: startMs + 10_000 * index,
    measureFromMs: startMs + 10_000 * index + 1000,
    toMs: startMs + 10_000 * index + 10_000,
  });
const hog = (seconds: number, words: object): Observation =>
  at(seconds, {
    kind: 'objects-seen',
    step: 'hog-ended',
    objects: [{ name: 'hog', noted: { phase: 'Succeeded', said: JSON.stringify(words) } }],
    settled: true,
  });
const busy = { parts: 3, fewestOperations: 8 };

const judge = (status: Status, hogs: readonly Observation[]) => {
  const record: ArmRecord = {
    observations: [
      window(0, 'baseline'),
      window(1, 'attack'),
      window(2, 'attack'),
      window(3, 'baseline'),
      ...hogs,
    ],
  };
  return whileGpuBusy(says(status), { step: 'hog-ended', parts: 3 }).judge(floodPlan, record);
};

describe('while the GPU is busy', () => {
  it('a check holds if the GPU was busy in every attack window', () => {
    const finding = judge('held', [hog(18, busy), hog(28, busy)]);
    expect(finding.status).toBe('held');
    expect(finding.evidence).toContain('The GPU was kept busy in 2 of 2 attack windows');
  });

  it.each<[string, Observation[]]>([
    ['only in one of them', [hog(18, busy)]],
    ['twice in one of them', [hog(17, busy), hog(18, busy)]],
    ['in the windows at rest', [hog(8, busy), hog(38, busy)]],
    ['in two of its three parts', [hog(18, { ...busy, parts: 2 }), hog(28, busy)]],
    ['without a single operation in one part', [hog(18, { ...busy, fewestOperations: 0 }), hog(28, busy)]],
    ['nowhere, for want of a driver', [hog(18, { error: 'no-driver' }), hog(28, { error: 'no-driver' })]],
  ])('a check does not hold if the GPU was busy %s', (_what, hogs) => {
    expect(judge('held', hogs).status).toBe('inconclusive');
  });

  it('a breach is one, however busy the GPU was', () => {
    expect(judge('breached', []).status).toBe('breached');
  });
});
