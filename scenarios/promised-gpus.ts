import { overShareRefused } from '../src/judge/checks/over-share-refused.ts';
import { withinShareAdmitted } from '../src/judge/checks/within-share-admitted.ts';
import type { Scenario, StepsAttack } from '../src/model/scenario.ts';
import { shareSteps } from '../src/model/share-steps.ts';
import { unlimited } from '../src/model/target.ts';

const attack: StepsAttack = {
  kind: 'steps',
  suits: ({ gpuQuota }) => gpuQuota < unlimited,
  steps: ({ aggressor }) => shareSteps('gpus', aggressor.gpuQuota),
};

const checks = [
  { check: overShareRefused('gpus'), provesControl: true },
  { check: withinShareAdmitted('gpus'), provesControl: false },
];

export const scenario: Scenario = {
  id: 'promised-gpus',
  question:
    'A tenant asks for one GPU more than what is left of its promise. Is it refused, and is what is left given?',
  control: 'ResourceQuota on requests.nvidia.com/gpu, as large as the promise',
  profiles: ['nightly', 'certify'],
  needs: ['quota'],
  attack,
  checks,
  design: { kind: 'single-shot', settleSeconds: 10, expectedSeconds: 1 },
  weaknesses: [
    { fixture: 'no-gpu-quota', removes: 'the quota says nothing of GPUs' },
    {
      fixture: 'gpu-quota-limits-only',
      removes: 'the quota names only limits.nvidia.com/gpu, which Kubernetes accepts and never enforces',
    },
  ],
  cure: {
    usualCause:
      'The quota is larger than the promise, or names `limits.nvidia.com/gpu`, which Kubernetes accepts and never enforces.',
    fix: "Set `requests.nvidia.com/gpu` in the ResourceQuota of the tenant's namespace to what was promised.",
  },
  outside: { asks: ['gpus'], needs: ['pod-dry-run'], attack, checks },
};
