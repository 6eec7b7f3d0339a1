import type { Scenario } from '../src/model/scenario.ts';
import { askedOfShare } from './parts/promised-share.ts';

export const scenario: Scenario = {
  id: 'promised-gpus',
  question:
    'Each tenant asks for one GPU more than what is left of its promise. Is it refused, and is what is left given?',
  control: 'ResourceQuota on requests.nvidia.com/gpu, as large as the promise',
  ...askedOfShare('gpus'),
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
};
