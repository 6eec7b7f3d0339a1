import type { Scenario } from '../src/model/scenario.ts';
import { askedOfShare } from './parts/promised-share.ts';

export const scenario: Scenario = {
  id: 'promised-memory',
  question:
    'Each tenant asks for more memory than what is left of its promise, in limits with small requests. Is it refused, and is what is left given?',
  control: 'ResourceQuota on limits.memory, as large as the promise',
  ...askedOfShare('memory'),
  weaknesses: [
    {
      fixture: 'no-memory-limit',
      removes: 'the quota says nothing of memory, and no limit is set by default',
    },
  ],
  cure: {
    usualCause:
      'The quota bounds `requests.memory` alone: pods that request little have limits far beyond it, and use them.',
    fix: "Set `limits.memory` in the ResourceQuota of the tenant's namespace to what was promised, and a default limit in its LimitRange.",
  },
};
