import type { Report, Verdict } from '../../../src/model/report.ts';
import type { ScenarioText } from '../../../src/report/format.ts';

const p99: Verdict = {
  id: 'request-flood/protected/victim-p99-ratio',
  scenario: 'request-flood',
  arm: 'protected',
  objective: "Under attack the victim's p99 latency stays near its p99 at rest",
  status: 'held',
  measured: 1.0434,
  limit: 1.25,
  unit: 'ratio',
  interval: { low: 0.971, high: 1.1216, confidence: 0.995 },
  samples: 2560,
  reason: 'p99 41.2 ms at rest, 43 ms under attack: at most 1.12 times',
  evidence: ['The attack was delivered: 1,200 of 1,200 planned requests were offered'],
};

/** A run with every status, and with a control of each fate. */
export const exampleReport: Report = {
  schemaVersion: 1,
  run: {
    id: '20261124-073102-7f3a',
    startedAt: '2026-11-24T07:31:02.000Z',
    endedAt: '2026-11-24T07:34:14.000Z',
    profile: 'quick',
    seed: 42,
    cluster: {
      kind: 'embedded',
      kubernetesVersion: 'v1.34.1',
      capabilities: ['quota', 'containers', 'gateway'],
    },
    tool: { version: '0.1.0' },
  },
  verdicts: [
    p99,
    {
      id: 'request-flood/protected/refusals-explained',
      scenario: 'request-flood',
      arm: 'protected',
      objective: 'Every refused request of the aggressor gets 429 with Retry-After',
      status: 'breached',
      measured: 7,
      limit: 0,
      unit: 'requests refused otherwise',
      samples: 1140,
      reason: '1,133 requests refused with 429; 7 failed otherwise: 503 (7 times)',
      evidence: ['The aggressor offered 20 requests/s in the attack windows, promised 1/s'],
      blame: {
        control: 'rate limiter',
        usualCause: 'Requests of all tenants wait in one queue.',
        fix: 'Set `queue: fair` in gateway.yaml.',
        reproduce: 'tenantproof verify --scenario request-flood --profile quick --seed 42',
      },
    },
    {
      ...p99,
      id: 'request-flood/weakened-no-limiter/victim-p99-ratio',
      arm: 'weakened',
      weakness: 'no-limiter',
      status: 'breached',
      measured: 38.2,
      interval: { low: 21, high: 70.1, confidence: 0.98 },
      reason: 'p99 41.9 ms at rest, 1,602 ms under attack: at least 21 times',
    },
    {
      id: 'gpu-quota-storm/protected/gpu-quota-exact',
      scenario: 'gpu-quota-storm',
      arm: 'protected',
      objective: 'Exactly the promised GPUs are given out, every other pod is refused by the quota',
      status: 'inconclusive',
      measured: 4,
      limit: 4,
      unit: 'pods admitted',
      samples: 50,
      reason:
        'the negative control was missed: without the control (the quota on requests.nvidia.com/gpu) this had to break, but gpu-quota-storm/weakened-inert-quota/gpu-quota-exact was held',
      evidence: [
        'Not counted as held: 4 pods admitted, 46 refused by the quota, whose count agrees with the live pods',
      ],
    },
    {
      id: 'gpu-quota-storm/weakened-inert-quota/gpu-quota-exact',
      scenario: 'gpu-quota-storm',
      arm: 'weakened',
      weakness: 'inert-quota',
      objective: 'Exactly the promised GPUs are given out, every other pod is refused by the quota',
      status: 'held',
      measured: 4,
      limit: 4,
      unit: 'pods admitted',
      samples: 50,
      reason: '4 pods admitted, 46 refused by the quota, whose count agrees with the live pods',
      evidence: [],
    },
    {
      id: 'mig-partition/protected/victim-p99-ratio',
      scenario: 'mig-partition',
      arm: 'protected',
      objective: "Under attack the victim's p99 latency stays near its p99 at rest",
      status: 'not-verified',
      measured: null,
      limit: null,
      unit: 'ratio',
      reason: 'needs gpu-hardware, which this cluster does not have',
      evidence: [],
    },
  ],
  summary: {
    held: 1,
    breached: 1,
    inconclusive: 1,
    notVerified: 1,
    controlsCaught: 1,
    controlsMissed: 1,
  },
};

const felt = 'The attack was felt: 1,140 of 1,200 requests of the attack were refused (95 %)';

/** A run at an endpoint: what held there has a control that was not exercised, and not all could be asked. */
export const endpointReport: Report = {
  ...exampleReport,
  run: {
    id: '20261130-120000-11ab',
    startedAt: '2026-11-30T12:00:00.000Z',
    endedAt: '2026-11-30T12:03:12.000Z',
    profile: 'quick',
    seed: 42,
    endpoint: 'https://llm.example.com',
    tool: { version: '0.1.0' },
  },
  verdicts: [
    { ...p99, control: 'not-exercised', evidence: [...p99.evidence, felt] },
    {
      id: 'request-flood/protected/victim-seen-alike',
      scenario: 'request-flood',
      arm: 'protected',
      objective: 'The gateway counts the victim as its client does',
      status: 'not-verified',
      measured: null,
      limit: null,
      unit: 'requests',
      reason: 'needs gateway-metrics, which is not seen at this endpoint',
      evidence: [],
    },
    {
      id: 'gpu-quota-storm/protected/gpu-quota-exact',
      scenario: 'gpu-quota-storm',
      arm: 'protected',
      objective: 'Exactly the promised GPUs are given out, every other pod is refused by the quota',
      status: 'not-verified',
      measured: null,
      limit: null,
      unit: 'pods admitted',
      reason: 'needs quota, which an endpoint alone does not show',
      evidence: [],
    },
  ],
  summary: {
    held: 1,
    breached: 0,
    inconclusive: 0,
    notVerified: 2,
    controlsCaught: 0,
    controlsMissed: 0,
  },
};

export const exampleTexts: ScenarioText[] = [
  {
    id: 'request-flood',
    question: 'If one tenant sends twenty times its rate, do the others notice?',
    control: 'rate limiter',
    weaknesses: [{ fixture: 'no-limiter', removes: 'the rate limiter and the fair queue' }],
  },
  {
    id: 'gpu-quota-storm',
    question: 'If one tenant asks for fifty GPUs at once, does it get only what it was promised?',
    control: 'ResourceQuota',
    weaknesses: [{ fixture: 'inert-quota', removes: 'the quota on requests.nvidia.com/gpu' }],
  },
  {
    id: 'mig-partition',
    question: 'If one tenant fills its GPU partition, does its neighbour on the same GPU notice?',
    control: 'MIG',
    weaknesses: [{ fixture: 'shared-gpu', removes: 'the partition' }],
  },
];
