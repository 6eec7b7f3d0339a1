import { overShareRefused } from '../src/judge/checks/over-share-refused.ts';
import { withinShareAdmitted } from '../src/judge/checks/within-share-admitted.ts';
import type { Scenario, StepsAttack } from '../src/model/scenario.ts';
import { shareSteps } from '../src/model/share-steps.ts';
import { unlimited } from '../src/model/target.ts';

const attack: StepsAttack = {
  kind: 'steps',
  suits: ({ memoryQuotaBytes }) => memoryQuotaBytes < unlimited,
  steps: ({ aggressor }) => shareSteps('memory', aggressor.memoryQuotaBytes),
};

const checks = [
  { check: overShareRefused('memory'), provesControl: true },
  { check: withinShareAdmitted('memory'), provesControl: false },
];

export const scenario: Scenario = {
  id: 'promised-memory',
  question:
    'A tenant asks for more memory than what is left of its promise, in limits with small requests. Is it refused, and is what is left given?',
  control: 'ResourceQuota on limits.memory, as large as the promise',
  profiles: ['nightly', 'certify'],
  needs: ['quota'],
  attack,
  checks,
  design: { kind: 'single-shot', settleSeconds: 10, expectedSeconds: 1 },
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
  outside: { asks: ['memory'], needs: ['pod-dry-run'], attack, checks },
};
