import type { Report, Verdict } from '../../../../src/model/report.ts';

/** p99 ratio e^mean, with a standard error of 1 % from six pairs of windows. */
export function p99Ratio(mean: number, changes: Partial<Verdict> = {}): Verdict {
  return {
    id: 'request-flood/protected/victim-p99-ratio',
    scenario: 'request-flood',
    arm: 'protected',
    objective: "Under attack the victim's p99 latency stays near its p99 at rest",
    status: 'held',
    measured: Math.exp(mean),
    limit: 1.1,
    unit: 'ratio',
    interval: { low: 0.9, high: 1.2, confidence: 0.99 },
    estimate: { scale: 'log', mean, standardError: 0.01, degreesOfFreedom: 5 },
    samples: 9540,
    reason: 'p99 35.14 ms at rest, 35.18 ms under attack',
    evidence: [],
    ...changes,
  };
}

export const admittedPods: Verdict = {
  id: 'gpu-quota-storm/protected/gpu-quota-exact',
  scenario: 'gpu-quota-storm',
  arm: 'protected',
  objective: 'Exactly the promised GPUs are given out, every other pod is refused by the quota',
  status: 'held',
  measured: 4,
  limit: 4,
  unit: 'pods admitted',
  samples: 50,
  reason: '4 pods admitted, 46 refused by the quota, whose count agrees with the live pods',
  evidence: [],
};

export const quotaRemoved: Verdict = {
  ...admittedPods,
  id: 'gpu-quota-storm/weakened/gpu-quota-exact',
  arm: 'weakened',
  status: 'breached',
  measured: 10,
  reason: '10 pods admitted, promised 4',
};

export const reportOf = (verdicts: Verdict[], run: Partial<Report['run']> = {}): Report => ({
  schemaVersion: 1,
  run: {
    id: '2026-11-24T07-31-02-7f3a',
    startedAt: '2026-11-24T07:31:02.000Z',
    endedAt: '2026-11-24T07:34:14.000Z',
    profile: 'nightly',
    seed: 42,
    cluster: { kind: 'embedded', kubernetesVersion: 'v1.37.2', capabilities: ['quota'] },
    tool: { version: '0.1.0' },
    ...run,
  },
  verdicts,
  summary: { held: 1, breached: 0, inconclusive: 0, notVerified: 0, controlsCaught: 1, controlsMissed: 0 },
});
