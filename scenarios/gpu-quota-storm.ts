import { gpuQuotaExact } from '../src/judge/checks/gpu-quota-exact.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'gpu-quota-storm',
  question:
    'One tenant creates fifty GPU pods at the same moment. Does it get one GPU more than it was promised?',
  control: 'ResourceQuota on requests.nvidia.com/gpu',
  profiles: ['quick', 'nightly', 'certify'],
  needs: ['quota', 'simulated-gpu', 'gpu-exhaustion'],
  attack: { kind: 'gpu-pod-storm', podCount: 50 },
  checks: [{ check: gpuQuotaExact(), provesControl: true }],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 1 },
  weaknesses: [
    {
      fixture: 'gpu-quota-limits-only',
      removes: 'the quota names only limits.nvidia.com/gpu, which Kubernetes accepts and never enforces',
    },
    { fixture: 'no-gpu-quota', removes: 'the quota says nothing of GPUs' },
  ],
  cure: {
    usualCause:
      'The quota names `limits.nvidia.com/gpu` or `nvidia.com/gpu`, which Kubernetes accepts and never enforces, or it was not in force yet. With the right key: the control plane is starved, and the quota controller counts from an old list of pods (kubernetes/kubernetes#123434).',
    fix: 'Put `requests.nvidia.com/gpu` into the ResourceQuota of the tenant and wait until its `status.hard` equals `spec.hard`.',
  },
};
